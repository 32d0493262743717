import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { isObject, jsonObject } from '../formats/json-object.ts';
import { readNugetLock, readPackagesConfig } from '../formats/lock-files/jvm-and-dotnet-locks.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import { nuget as nugetVersions } from '../versions/nuget.ts';
import { OWN } from './counting-packages.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'deps.json';
/** What publishing a program puts beside it, and each shared runtime beside its own libraries. */
const dependenciesCollector: Collector = {
  name: 'nuget-deps',
  revision: 2,
  wants: { extensions: ['.deps.json'], maxSize: 64 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

/** Parts of a library's entry that say that it has files here. What was needed to compile has none. */
const assets = ['runtime', 'native', 'runtimeTargets', 'resources'];
/** A runtime that was published along with the program goes by this name; advisories know what follows. */
const RUNTIME_PACK = 'runtimepack.';

function take(path: string, content: Buffer): Taken {
  const document = jsonObject(content);
  const libraries = document?.['libraries'];
  if (document === null || !isObject(libraries))
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const target = targetOf(document);
  const packages = Object.entries(libraries).flatMap(([key, library]): HarvestedPackage[] => {
    const type = isObject(library) ? library['type'] : null;
    const slash = key.lastIndexOf('/');
    // What was published is a project, and a package itself where it is a library or a tool.
    if ((type !== 'package' && type !== 'runtimepack' && type !== 'project') || slash <= 0 || slash === key.length - 1)
      return [];
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
  return { items: packages.length === 0 ? [] : [...packages, ...digestFacts('nuget', path, content)] };
}

/** The part about the platform that the program was published for; null where there is none, and everything listed counts. */
function targetOf(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const { runtimeTarget, targets } = document;
  const name = isObject(runtimeTarget) ? runtimeTarget['name'] : runtimeTarget;
  const target = isObject(targets) && typeof name === 'string' && Object.hasOwn(targets, name) ? targets[name] : null;
  return isObject(target) ? target : null;
}

function hasFiles(entry: unknown): boolean {
  return isObject(entry) && assets.some((asset) => isObject(entry[asset]) && Object.keys(entry[asset]).length > 0);
}

const lockCollectors: readonly Collector[] = [
  lockFileCollector('nuget', 'nuget-lock', { names: ['packages.lock.json'] }, readNugetLock),
  lockFileCollector('nuget', 'nuget-packages-config', { names: ['packages.config'] }, readPackagesConfig),
];

/** .NET packages, the runtime's own among them. */
export const nuget: Ecosystem = {
  id: 'nuget',
  title: { en: '.NET packages', 'zh-CN': '.NET 软件包' },
  kind: 'language',
  versions: nugetVersions,
  collectors: [dependenciesCollector, ...lockCollectors],
  assemble: (assembly) => languagePackages(assembly, 'nuget', (name, version) => purlOf('nuget', null, name, version)),
  // The program that starts `app.dll` lies beside it as `app`.
  brings: (_, packages) => packages.map(({ path }) => path.replace(/\.deps\.json$/, '')),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'NuGet', name: name.toLowerCase(), version }],
};
