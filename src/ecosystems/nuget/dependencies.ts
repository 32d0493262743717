import type { Collector, Taken } from '../../collect/collector.ts';
import { isObject, jsonObject } from '../../formats/json-object.ts';
import type { HarvestedFact, HarvestedGap, HarvestedPackage } from '../../model/harvest.ts';
import { OWN } from '../counting-packages.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';

const WHAT = 'deps.json';
/** What publishing a program puts beside it, and each shared runtime beside its own libraries. */
export const dependenciesCollector: Collector = {
  name: 'nuget-deps',
  revision: 4,
  wants: { extensions: ['.deps.json'], maxSize: 64 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => {
    const { items, gaps } = takeDependencies(path, content);
    return {
      items: items.length === 0 ? [] : [...items, ...digestFacts('nuget', path, content)],
      ...(gaps && { gaps }),
    };
  },
};

/** Parts of a library's entry that say nothing of files here: what it needs, and what programs are compiled with. All others list files. */
const noAssets: readonly string[] = ['dependencies', 'compile'];
/** Kinds of libraries that are in no registry, or not here. */
const otherTypes: readonly unknown[] = ['reference', 'referenceassembly', 'msbuildproject', 'platform', 'unresolved'];
/** A runtime that was published along with the program goes by this name; advisories know what follows. */
const RUNTIME_PACK = 'runtimepack.';

const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };

/** The fact under which a list of dependencies says which files beside it are theirs. */
export const ASSEMBLIES = 'assemblies';
const MAX_ASSEMBLIES = 20_000;

/** Packages of a list, and what they consist of. */
export function takeDependencies(path: string, content: Buffer): Taken {
  const document = jsonObject(content);
  const libraries = document?.['libraries'];
  if (document === null || !isObject(libraries)) return { items: [], gaps: [unparsable] };
  const target = targetOf(document);
  let isWhole = Object.keys(target ?? {}).every((key) => Object.hasOwn(libraries, key) || !hasFiles(target?.[key]));
  const packages = Object.entries(libraries).flatMap(([key, library]): HarvestedPackage[] => {
    const type = isObject(library) ? library['type'] : null;
    const slash = key.lastIndexOf('/');
    // What was published is a project, and a package itself where it is a library or a tool.
    if (otherTypes.includes(type)) return [];
    const isKnown = type === 'package' || type === 'runtimepack' || type === 'project';
    if (!isKnown || slash <= 0 || slash === key.length - 1) {
      isWhole = false;
      return [];
    }
    if (target !== null && !hasFiles(target[key])) return [];
    const name = key.slice(key.startsWith(RUNTIME_PACK) ? RUNTIME_PACK.length : 0, slash);
    return name === ''
      ? []
      : [
          languagePackage('nuget', name, key.slice(slash + 1), {
            attributes: type === 'project' ? { [OWN]: 'true' } : {},
          }),
        ];
  });
  const values = filesOf(target ?? {});
  const fact: HarvestedFact = { kind: 'fact', ecosystem: 'nuget', fact: ASSEMBLIES, key: path, values };
  const items = values.length === 0 ? packages : [...packages, fact];
  return isWhole ? { items } : { items, gaps: [unparsable] };
}

/** The part about the platform that the program was published for; null where there is none, and everything listed counts. */
function targetOf(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const { runtimeTarget, targets } = document;
  const name = isObject(runtimeTarget) ? runtimeTarget['name'] : runtimeTarget;
  const target = isObject(targets) && typeof name === 'string' && Object.hasOwn(targets, name) ? targets[name] : null;
  return isObject(target) ? target : null;
}

function hasFiles(entry: unknown): boolean {
  return assetsOf(entry).length > 0;
}

/** Paths of the files that an entry lists. */
function assetsOf(entry: unknown): readonly string[] {
  if (!isObject(entry)) return [];
  return Object.entries(entry).flatMap(([part, files]) =>
    !noAssets.includes(part) && isObject(files) ? Object.keys(files) : [],
  );
}

/** Names of the libraries that entries have here, without directories. */
function filesOf(target: Readonly<Record<string, unknown>>): readonly string[] {
  const names = new Set<string>();
  for (const entry of Object.values(target)) {
    for (const file of assetsOf(entry)) {
      if (names.size < MAX_ASSEMBLIES && /\.(?:dll|exe)$/i.test(file)) names.add(file.slice(file.lastIndexOf('/') + 1));
    }
  }
  return [...names];
}
