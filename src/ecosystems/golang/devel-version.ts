import type { GoBuildInfo } from '../../formats/executable/go-build-info.ts';
import type { LinkedText } from '../../formats/executable/go-linked-texts.ts';

/** Of what a build was told on its command line; what is longer is no list of versions. */
const MAX_FLAGS = 20_000;
const flag = /-X[ =]\s*\\?["']?([\w./~-]{1,200})\.(\w{1,100})=(v?\d[\w.+~-]{1,80})/g;
const release = /^v?\d+\.\d+\.\d+/;
/** Names of a variable that holds a program's own version, the surest first: others (`goVersion`, `apiVersion`) hold those of something else. */
const names = [
  /^ver(?:sion)?$/i,
  /^(?:app|build|client|cli|current|full|git|main|product|program|release|server)_?ver(?:sion)?$/i,
  /^git_?(?:describe|tag)$/i,
];
/** Packages that keep the version of whoever is built with them, and by which modules. */
const keepers: readonly (readonly [package_: string, modules: RegExp])[] = [
  ['github.com/prometheus/common/version', /^/],
  ['sigs.k8s.io/release-utils/version', /^/],
  ['k8s.io/component-base/version', /^k8s\.io\/kubernetes$/],
];

/** A main module of which the toolchain did not know the version, as most builds out of a checkout are. */
export interface ToldVersion {
  readonly path: string;
  readonly version: string;
  /** Who told it. */
  readonly by: 'ldflags' | 'symbols' | 'replaced modules';
}

/**
 * Whether the toolchain knew no version of a main module: `(devel)`, or that of a checkout without any tag (`v0.0.0-20250101000000-…`, go.dev/ref/mod,
 * "Pseudo-versions"), which is older than all that was released.
 */
export function isUnknown(version: string): boolean {
  return /^$|^\(devel\)$|^v0\.0\.0-\d{14}-[0-9a-f]{12}(?:\+.*)?$/.test(version);
}

/**
 * The version of a program's own module that is not in its build information as such: what the build wrote into a variable for it (`go help link`,
 * `-X importpath.name=value`), where that is a package of the same repository and named for a version; else the one that all modules
 * of its repository are required in that were built from the directory beside. Null where nothing tells it.
 *
 * @param linked what the table of symbols says that the build wrote into variables
 */
export function toldVersion(info: GoBuildInfo, linked: () => readonly LinkedText[]): ToldVersion | null {
  const { main, path, dependencies, settings } = info;
  const own = main?.path || path;
  // Hosts of everybody's repositories have an owner in the path; others are somebody's own.
  const depth = /^(?:github|gitlab|bitbucket)\.(?:com|org)\//.test(own) ? 3 : 2;
  const repository = own.split('/').slice(0, depth).join('/');
  if (repository.split('/').length < depth) return null;
  const module = main?.path || repository;
  const flags = (settings.get('-ldflags') ?? '').slice(0, MAX_FLAGS);
  const told = [...flags.matchAll(flag)].map(([, pkg = '', name = '', value = '']) => ({ package: pkg, name, value }));
  const byFlags = ownVersion(told, module, repository);
  if (byFlags !== null) return { path: module, version: byFlags, by: 'ldflags' };
  const bySymbols = ownVersion(linked(), module, repository);
  if (bySymbols !== null) return { path: module, version: bySymbols, by: 'symbols' };
  const beside = dependencies.filter(
    (one) => one.replacement?.path.startsWith('../') === true && one.path.startsWith(`${repository}/`),
  );
  const versions = new Set(beside.map(({ version }) => version));
  const [version = ''] = versions;
  if (main === null || versions.size !== 1 || !release.test(version)) return null;
  return { path: module, version, by: 'replaced modules' };
}

/** The version under the surest of the names; null where there are several under it. */
function ownVersion(texts: readonly LinkedText[], module: string, repository: string): string | null {
  const isOwn = (pkg: string) =>
    pkg === 'main' ||
    pkg === repository ||
    pkg.startsWith(`${repository}/`) ||
    keepers.some(([keeper, modules]) => pkg === keeper && modules.test(module));
  const own = texts.filter((text) => isOwn(text.package) && release.test(text.value));
  for (const name of names) {
    const versions = new Set(own.filter((text) => name.test(text.name)).map(({ value }) => value.replace(/^v/, '')));
    const [version] = versions;
    if (version !== undefined) return versions.size === 1 ? `v${version}` : null;
  }
  return null;
}
