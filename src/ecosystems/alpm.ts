import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem, OwnedFile } from '../collect/ecosystem.ts';
import { readPacmanEntry } from '../formats/pacman-entry.ts';
import type { HarvestedGap } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { alpm as alpmVersions } from '../versions/alpm.ts';
import { distributionAdvisoryNames, keepsPackages } from './distribution-names.ts';
import { distributionPackages } from './distribution-packages.ts';
import { isOwnerAsked } from './file-digests.ts';
import { normalizedLicense } from './license-names.ts';

const WHAT = 'pacman database';
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
/** A directory a package, named by it: `var/lib/pacman/local/bash-5.2.026-2/desc`. */
const inDatabase = /^var\/lib\/pacman\/local\/[^/]+\/[^/]+$/;
const isElsewhere = ({ path }: LayerFile) => !inDatabase.test(path);

const descriptionCollector: Collector = {
  name: 'alpm-desc',
  revision: 1,
  wants: { names: ['desc'], maxSize: 1 << 20, unless: isElsewhere },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeDescription(content.toString('utf8')),
};

const filesCollector: Collector = {
  name: 'alpm-files',
  revision: 3,
  wants: { names: ['files'], maxSize: 64 << 20, unless: isElsewhere },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => {
    const { sections } = readPacmanEntry(content.toString('utf8'));
    const owned = (sections.get('FILES') ?? []).filter(isOwnerAsked);
    return {
      items: owned.map((file) => ({
        kind: 'fact',
        ecosystem: 'alpm',
        fact: 'owned',
        key: file,
        values: [directoryOf(path)],
      })),
    };
  },
};

/** Packages of pacman: Arch Linux and what is made of it. */
export const alpm: Ecosystem = {
  id: 'alpm',
  title: { en: 'Arch Linux packages', 'zh-CN': 'Arch Linux 软件包' },
  kind: 'distribution',
  versions: alpmVersions,
  collectors: [descriptionCollector, filesCollector],
  database: { what: WHAT, isKeptBy: keepsPackages('alpm'), in: 'var/lib/pacman/local' },
  assemble: (assembly) => distributionPackages(assembly, 'alpm'),
  ownedFiles,
  advisoryNames: distributionAdvisoryNames,
};

function takeDescription(text: string): Taken {
  const { sections, faults } = readPacmanEntry(text);
  const first = (title: string) => sections.get(title)?.[0] ?? '';
  const [name, version] = [first('NAME'), first('VERSION')];
  if (name === '' || version === '') return { items: [], gaps: [unparsable] };
  const item = {
    kind: 'package',
    ecosystem: 'alpm',
    name,
    version,
    architecture: first('ARCH') || null,
    source: { name: first('BASE') || name, version },
    licenses: (sections.get('LICENSE') ?? []).map(normalizedLicense),
    attributes: {},
  } as const;
  return faults === 0 ? { items: [item] } : { items: [item], gaps: [unparsable] };
}

/** A package's description and the list of its files lie in one directory. */
function* ownedFiles({ facts }: Assembly, packages: readonly Package[]): Generator<OwnedFile> {
  const owners = new Map(packages.map(({ path, purl }) => [directoryOf(path), purl]));
  for (const { item } of facts) {
    const owner = item.fact === 'owned' ? owners.get(item.values[0] ?? '') : undefined;
    if (owner !== undefined) yield { path: item.key, owner, digest: null };
  }
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
