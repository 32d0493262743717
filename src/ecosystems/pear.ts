import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { type PhpValue, readPhpSerialized } from '../formats/php-serialized.ts';
import { php } from '../versions/php.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicense } from './license-names.ts';
import { purlOf } from './purl.ts';

const WHAT = 'PEAR registry';

/** Those of PEAR's own channel lie in the registry itself, others in a directory each (pear.php.net, "The PEAR registry"). */
const place = /(?:^|\/)\.registry\/(?:\.channel\.([^/]+)\/)?[^/]+\.reg$/;

const registryCollector: Collector = {
  name: 'pear-registry',
  revision: 1,
  wants: { extensions: ['.reg'], maxSize: 16 << 20, unless: ({ path }) => !place.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  const description = readPhpSerialized(content)?.value ?? null;
  const told = valueAt(description, 'version');
  // Before version 2 of its descriptions a package was called `package`, and its version was a text.
  const name = textOf(valueAt(description, 'name')) ?? textOf(valueAt(description, 'package'));
  const version = textOf(valueAt(told, 'release')) ?? textOf(told);
  if (name === null || version === null)
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const channel = textOf(valueAt(description, 'channel')) ?? place.exec(path)?.[1] ?? 'pear.php.net';
  const license = valueAt(description, 'license');
  const licenseName = textOf(valueAt(license, '_content')) ?? textOf(license);
  const item = languagePackage('pear', `${channel}/${name}`, version, {
    licenses: licenseName === null ? [] : [normalizedLicense(licenseName.slice(0, 300))],
  });
  return { items: [item, ...digestFacts('pear', path, content)] };
}

function valueAt(value: PhpValue, key: string): PhpValue {
  return value instanceof Map ? (value.get(key) ?? null) : null;
}

function textOf(value: PhpValue): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 1000 ? value : null;
}

/** PHP's older packages, and its extensions in C (PECL). Advisories know PEAR's own as Composer's mirror of them is called. */
export const pear: Ecosystem = {
  id: 'pear',
  title: { en: 'PEAR and PECL packages', 'zh-CN': 'PEAR 和 PECL 软件包' },
  kind: 'language',
  versions: php,
  collectors: [registryCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'pear', (name, version) => {
      const slash = name.lastIndexOf('/');
      return purlOf('pear', name.slice(0, slash), name.slice(slash + 1), version);
    }),
  advisoryNames: ({ name, version }) =>
    name.startsWith('pear.php.net/')
      ? [{ ecosystem: 'Packagist', name: `pear/${name.slice('pear.php.net/'.length).toLowerCase()}`, version }]
      : [],
};
