import type { Taken } from '../../collect/collector.ts';
import { isObject, jsonObject } from '../../formats/json-object.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { languagePackage } from '../language-packages.ts';
import { normalizedLicense } from '../license-names.ts';

/** The packages of `installed.json` or `composer.lock`. Composer 1 wrote the list alone. */
export function takePackages(what: string, content: Buffer, attributes: Readonly<Record<string, string>>): Taken {
  const document = jsonObject(
    content[0] === 0x5b ? Buffer.concat([Buffer.from('{"packages":'), content, Buffer.from('}')]) : content,
  );
  const listed = document?.['packages'];
  if (!Array.isArray(listed)) return { items: [], gaps: [{ what, reason: 'unparsable', blinds: ['packages'] }] };
  const packages = listed.map((entry: unknown) => packageOf(entry, attributes));
  const fitting = packages.filter((entry) => entry !== null);
  return {
    items: fitting,
    ...(fitting.length < packages.length ? { gaps: [{ what, reason: 'unparsable', blinds: ['packages'] }] } : {}),
  };
}

function packageOf(entry: unknown, attributes: Readonly<Record<string, string>>): HarvestedPackage | null {
  if (!isObject(entry)) return null;
  const { name, version, license } = entry;
  if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') return null;
  const licenses = (Array.isArray(license) ? license : [license]).filter(
    (one) => typeof one === 'string' && one !== '',
  );
  // Of several licences one may be chosen.
  const names = licenses.slice(0, 20).map((one: string) => normalizedLicense(one));
  return languagePackage('composer', name, version, {
    licenses: names.length === 0 ? [] : [names.join(' OR ')],
    attributes,
  });
}

/**
 * The packages of `installed.php` (getcomposer.org, "Runtime Composer utilities"), which is what programs in archives keep. It says no licenses, and what developing alone
 * needs it marks.
 */
export function packagesOfProgram(content: Buffer): readonly HarvestedPackage[] {
  const text = content.toString('utf8');
  const found: HarvestedPackage[] = [];
  for (const [, name = '', version = '', rest = ''] of text.matchAll(entry)) {
    if (!/'dev_requirement' => true/.test(rest)) found.push(languagePackage('composer', name, version));
  }
  return found;
}

const entry =
  /'([A-Za-z0-9_.-]{1,150}\/[A-Za-z0-9_.-]{1,150})' => (?:array\(|\[)\s{0,100}'pretty_version' => '([^'\n]{1,100})',([^()]{0,2000})/g;
