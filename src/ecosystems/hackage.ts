import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { deb822Paragraphs } from '../formats/deb822.ts';
import { readCabalFreeze, readStackLock } from '../formats/lock-files/haskell-locks.ts';
import { hackage as hackageVersions } from '../versions/hackage.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicenses } from './license-names.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'GHC package database';
const wanted: ReadonlySet<string> = new Set(['name', 'package-name', 'version', 'license']);

/** A file a package in each of GHC's databases, its own, the user's and those of stack and cabal (GHC User's Guide, "Package Databases"). */
const databaseCollector: Collector = {
  name: 'hackage-database',
  revision: 1,
  wants: { parents: [{ named: 'package.conf.d', ending: '.conf' }], maxSize: 4 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  const [paragraph] = deb822Paragraphs(content.toString('utf8'), wanted);
  // Fields whose values are long stand in lines below their names.
  const field = (key: string) => paragraph?.fields.get(key)?.trim() || null;
  // A library inside of a package has a name of its own.
  const [name, version, license] = [field('package-name') ?? field('name'), field('version'), field('license')];
  if (name === null || version === null)
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const licenses = license === null || license.length > 100 ? [] : normalizedLicenses([license]);
  return { items: [languagePackage('hackage', name, version, { licenses }), ...digestFacts('hackage', path, content)] };
}

const lockCollectors: readonly Collector[] = [
  lockFileCollector('hackage', 'hackage-stack-lock', { names: ['stack.yaml.lock'] }, readStackLock),
  lockFileCollector('hackage', 'hackage-cabal-freeze', { names: ['cabal.project.freeze'] }, readCabalFreeze),
];

/** Haskell packages. */
export const hackage: Ecosystem = {
  id: 'hackage',
  title: { en: 'Haskell packages', 'zh-CN': 'Haskell 软件包' },
  kind: 'language',
  versions: hackageVersions,
  collectors: [databaseCollector, ...lockCollectors],
  assemble: (assembly) =>
    languagePackages(assembly, 'hackage', (name, version) => purlOf('hackage', null, name, version)),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Hackage', name, version }],
};
