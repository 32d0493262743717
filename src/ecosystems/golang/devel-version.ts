import type { GoBuildInfo } from '../../formats/executable/go-build-info.ts';

/** Of what a build was told on its command line; what is longer is no list of versions. */
const MAX_FLAGS = 20_000;
const told = /-X[ =]\s*\\?["']?([\w./~-]{1,200})\.(\w{1,100})=(v?\d[\w.+~-]{1,80})/g;
const release = /^v?\d+\.\d+\.\d+/;

/** A main module of which the toolchain did not know the version, as most builds out of a checkout are. */
export interface ToldVersion {
  readonly path: string;
  readonly version: string;
  /** Who told it. */
  readonly by: 'ldflags' | 'replaced modules';
}

/**
 * The version of a program's own module that is not in its build information as such: what the build wrote into a variable for it (`go help link`,
 * `-X importpath.name=value`), where that is a package of the same repository and named for a version; else the one that all modules
 * of its repository are required in that were built from the directory beside. Null where nothing tells it.
 */
export function toldVersion({ main, path, dependencies, settings }: GoBuildInfo): ToldVersion | null {
  const own = main?.path || path;
  // Hosts of everybody's repositories have an owner in the path; others are somebody's own.
  const depth = /^(?:github|gitlab|bitbucket)\.(?:com|org)\//.test(own) ? 3 : 2;
  const repository = own.split('/').slice(0, depth).join('/');
  if (repository.split('/').length < depth) return null;
  const module = main?.path || repository;
  const flags = (settings.get('-ldflags') ?? '').slice(0, MAX_FLAGS);
  for (const [, package_ = '', name = '', value = ''] of flags.matchAll(told)) {
    if (!/version$/i.test(name) || !release.test(value)) continue;
    if (package_ === 'main' || package_ === repository || package_.startsWith(`${repository}/`))
      return { path: module, version: value.startsWith('v') ? value : `v${value}`, by: 'ldflags' };
  }
  const beside = dependencies.filter(
    (one) => one.replacement?.path.startsWith('../') === true && one.path.startsWith(`${repository}/`),
  );
  const versions = new Set(beside.map(({ version }) => version));
  const [version = ''] = versions;
  if (main === null || versions.size !== 1 || !release.test(version)) return null;
  return { path: module, version, by: 'replaced modules' };
}
