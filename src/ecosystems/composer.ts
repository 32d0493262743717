import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { isObject, jsonObject } from '../formats/json-object.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import { lockFile } from '../model/package.ts';
import { composer as composerVersions } from '../versions/composer.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicense } from './license-names.ts';
import { isForeignLockFile } from './lock-files.ts';
import { purlOf } from './purl.ts';

const INSTALLED = 'installed.json';
const LOCK = 'composer.lock';

/** What Composer writes beside the packages that it installed, in whatever directory its `vendor-dir` is. */
const installedCollector: Collector = {
  name: 'composer-installed',
  revision: 1,
  wants: {
    names: [INSTALLED],
    maxSize: 64 << 20,
    unless: ({ path }) => !/(?:^|\/)composer\/installed\.json$/.test(path),
  },
  what: INSTALLED,
  blinds: ['packages'],
  // Composer 1 wrote the list alone.
  take: ({ path }, content) => take(path, INSTALLED, content, {}),
};

const lockCollector: Collector = {
  name: 'composer-lock',
  revision: 2,
  wants: { names: [LOCK], maxSize: 64 << 20, unless: isForeignLockFile },
  what: LOCK,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, LOCK, content, { certainty: lockFile }),
};

function take(path: string, what: string, content: Buffer, attributes: Readonly<Record<string, string>>): Taken {
  const document = jsonObject(
    content[0] === 0x5b ? Buffer.concat([Buffer.from('{"packages":'), content, Buffer.from('}')]) : content,
  );
  const listed = document?.['packages'];
  if (!Array.isArray(listed)) return { items: [], gaps: [{ what, reason: 'unparsable', blinds: ['packages'] }] };
  const packages = listed.map((entry: unknown) => packageOf(entry, attributes));
  const fitting = packages.filter((entry) => entry !== null);
  return {
    items: fitting.length === 0 ? [] : [...fitting, ...digestFacts('composer', path, content)],
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

/** PHP packages. Their names have no capital letters; in older files they may. */
export const composer: Ecosystem = {
  id: 'composer',
  title: { en: 'PHP packages', 'zh-CN': 'PHP 软件包' },
  kind: 'language',
  versions: composerVersions,
  collectors: [installedCollector, lockCollector],
  assemble: (assembly) => languagePackages(assembly, 'composer', composerPurl),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Packagist', name: name.toLowerCase(), version }],
};

function composerPurl(name: string, version: string): string {
  const slash = name.indexOf('/');
  return slash === -1
    ? purlOf('composer', null, name, version)
    : purlOf('composer', name.slice(0, slash), name.slice(slash + 1), version);
}
