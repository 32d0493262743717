import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import type { Assembly, Placed } from '../../collect/ecosystem.ts';
import { directoryOf, nameOf } from '../../collect/layer-path.ts';
import { readPeFacts } from '../../formats/executable/pe-facts.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import { ASSEMBLIES } from './dependencies.ts';

const certainty = 'file name';
const ending = /\.(?:dll|exe)$/i;
/** Texts in another language, which belong to a library of their own name. */
const satellite = /\.resources\.dll$/i;
/** What compilers look at and nobody runs: libraries without code, of SDKs. */
const reference = /(?:^|\/)packs\/[^/]+\.Ref\/[^/]+\/(?:ref|analyzers)\//;
/** Packages as NuGet unpacks them lie by name and version. */
const unpacked = /(?:^|\/)\.nuget\/packages\/([^/]+)\/(\d[^/]*)\//;

/**
 * Libraries and programs for .NET's runtime, each by the name of its file, as the runtime looks for it, and the version that it says it has. Publishers
 * name packages as their libraries, and give both one version.
 */
export const assembliesCollector: Collector = {
  name: 'nuget-assemblies',
  revision: 1,
  wants: { programs: { marks: [], sections: [] } },
  what: '.NET library',
  blinds: ['packages'],
  take,
  // One that is so large holds the program of others.
  takePieces: () => ({ items: [] }),
};

function take({ path, digests }: LayerFile, content: Buffer): Taken {
  if (!ending.test(path) || satellite.test(path) || reference.test(path)) return { items: [] };
  const facts = readPeFacts(content);
  if (facts === null || !facts.isManaged) return { items: [] };
  const [, name, version] = unpacked.exec(path) ?? [];
  const item =
    name === undefined || version === undefined
      ? languagePackage('nuget', nameOf(path).replace(ending, ''), versionOf(facts.texts), {
          attributes: { certainty },
        })
      : languagePackage('nuget', name, version);
  return { items: [item, ...digestFacts('nuget', path, content, digests)] };
}

/** `ProductVersion` is the package's version where the build says none of its own, with the commit behind a plus sign. */
function versionOf(texts: ReadonlyMap<string, string>): string {
  for (const name of ['ProductVersion', 'FileVersion', 'Assembly Version']) {
    const [version] = /^\d+(?:\.\d+){1,3}(?:-[0-9A-Za-z.-]{1,60})?(?=$|[\s+,])/.exec(texts.get(name) ?? '') ?? [];
    if (version !== undefined) return version;
  }
  return '(unknown)';
}

/**
 * Of what was read from libraries themselves that which no list of dependencies beside or above them tells of, and each thing in a directory once.
 */
export function withoutListed({ packages, facts }: Assembly): readonly Placed<HarvestedPackage>[] {
  const listed = new Map<string, Set<string>>();
  for (const { item } of facts) {
    if (item.fact !== ASSEMBLIES) continue;
    const directory = directoryOf(item.key);
    const names = listed.get(directory) ?? new Set();
    for (const name of item.values) names.add(name);
    listed.set(directory, names);
  }
  const isListed = (path: string): boolean => {
    const name = nameOf(path);
    for (let at = directoryOf(path); ; at = directoryOf(at)) {
      if (listed.get(at)?.has(name) === true) return true;
      if (at === '') return false;
    }
  };
  const seen = new Set<string>();
  return packages.filter(({ item, path }) => {
    if (!ending.test(path)) return true;
    const id = [item.name, item.version, unpacked.exec(path)?.[0] ?? path].join('\0');
    if (isListed(path) || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
