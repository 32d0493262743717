import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { directoryOf } from '../collect/layer-path.ts';
import { jsonObject } from '../formats/json-object.ts';
import type { HarvestedFact } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { pep440 } from '../versions/pep440.ts';
import { isOwnerAsked } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicense } from './license-names.ts';
import { purlOf } from './purl.ts';

/** Of one package; compilers have some hundred. */
const MAX_PROGRAMS = 5000;
const WHAT = 'conda package record';

/** A file a package in the `conda-meta` of each environment. They list every file of the package, which makes some large. */
const recordCollector: Collector = {
  name: 'conda-meta',
  revision: 2,
  wants: { parents: [{ named: 'conda-meta', ending: '.json' }], maxSize: 128 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  const record = jsonObject(content);
  const { name, version, build, channel, license } = record ?? {};
  if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') {
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  }
  const attributes = {
    ...(typeof build === 'string' ? { build } : {}),
    // Where it was taken from may be an address with a password in it; its last part is the channel's name.
    ...(typeof channel === 'string'
      ? { channel: channel.slice(-1000).replace(/\/$/, '').split('/').slice(-2).join('/').slice(0, 200) }
      : {}),
  };
  const licenses = typeof license === 'string' && license !== '' ? [normalizedLicense(license)] : [];
  const programs = programsOf(record?.['files'], directoryOf(directoryOf(path)));
  return {
    items: [
      languagePackage('conda', name, version, { licenses, attributes }),
      ...(programs.length === 0 ? [] : [factOf(path, programs)]),
    ],
  };
}

/** A channel has a part for each kind of machine: `conda-forge/linux-64`. */
function qualifiersOf({ build = '', channel = '' }: Package['attributes']) {
  const [, name = channel, subdir = ''] = /^(.+)\/(noarch|[a-z]+-[a-z0-9_]+)$/.exec(channel) ?? [];
  return { build, channel: name, subdir };
}

function factOf(key: string, values: readonly string[]): HarvestedFact {
  return { kind: 'fact', ecosystem: 'conda', fact: 'files', key, values };
}

/** Files of the package that may be programs, as paths of the image. */
function programsOf(files: unknown, prefix: string): readonly string[] {
  if (!Array.isArray(files)) return [];
  return files
    .filter((file): file is string => typeof file === 'string' && isOwnerAsked(file) && !file.includes('.so'))
    .slice(0, MAX_PROGRAMS)
    .map((file) => (prefix === '' ? file : `${prefix}/${file}`));
}

/** Conda packages. No feed speaks of them; the Python packages among them bring Python's own metadata along, and are known by that, too. */
export const conda: Ecosystem = {
  id: 'conda',
  title: { en: 'Conda packages', 'zh-CN': 'Conda 软件包' },
  kind: 'language',
  versions: pep440,
  collectors: [recordCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'conda', (name, version, attributes) =>
      purlOf('conda', null, name, version, qualifiersOf(attributes)),
    ),
  brings: ({ facts }) => facts.flatMap(({ item }) => (item.fact === 'files' ? item.values : [])),
  advisoryNames: () => [],
};
