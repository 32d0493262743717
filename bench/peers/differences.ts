import type { Holding } from './holdings.ts';
import type { Found } from './tools/tool.ts';

/** Why a package is on one list and not on another, as far as somebody has looked. */
export interface Difference {
  /** `missing`: Plimsoll has not what a peer has; `extra`: Plimsoll alone has it. */
  readonly side: 'missing' | 'extra';
  readonly types: readonly string[];
  readonly reason: string;
  /** @param ours what Plimsoll found in the same place; @param paths where the holders found it */
  readonly holds: (one: Holding, ours: readonly Found[], paths: readonly string[]) => boolean;
}

const always = () => true;
const CHISEL = 'var/lib/chisel/manifest.wall';
const last = (name: string) => name.slice(name.lastIndexOf('/') + 1);

/** Whether one of two names is the other behind a group, which is parted from it in several ways. */
function endsAlike(one: string, other: string): boolean {
  const [a, b] = [last(one), last(other)];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`) || a === `brave-${b}`;
}

const differences: readonly Difference[] = [
  {
    side: 'missing',
    types: ['npm'],
    reason: 'another package by the name under which the project asks for it: Plimsoll has it under its own',
    holds: ({ version }, ours) => ours.some((one) => one.name === 'lodash' && one.version === version),
  },
  {
    side: 'missing',
    types: ['model'],
    reason: 'the same model: Plimsoll has it under the repository that it names, or in whose cache it lies',
    holds: (_, ours, paths) => ours.some(({ type, path }) => type === 'huggingface' && paths.includes(path)),
  },
  {
    side: 'extra',
    types: ['huggingface'],
    reason: 'a model, which a peer lists without saying where it came from',
    holds: always,
  },
  {
    side: 'extra',
    types: ['chrome-extension', 'macports', 'nim'],
    reason: 'installed; SCALIBR knows the kind, and OSV-Scanner does not ask it for that',
    holds: always,
  },
  {
    side: 'extra',
    types: ['chocolatey', 'winget'],
    reason: 'installed; SCALIBR looks for them on a running Windows alone',
    holds: always,
  },
  {
    side: 'extra',
    types: ['swiplpack'],
    reason: 'installed; Syft lists them in directories and not in images',
    holds: always,
  },
  {
    side: 'missing',
    types: ['golang'],
    reason: 'sums of what was looked at to choose versions, and is no part of the build (go.sum)',
    holds: (_, __, paths) => paths.every((path) => path.endsWith('go.mod')),
  },
  {
    side: 'missing',
    types: ['pub', 'maven', 'nuget', 'pypi', 'conan'],
    reason: 'for development, tests or the build alone',
    holds: ({ name }) =>
      ['test', 'junit/junit', 'analyzers', 'cmake', 'pytest', 'iniconfig', 'pluggy', 'packaging', 'pygments'].includes(
        name,
      ),
  },
  {
    side: 'missing',
    types: ['pub', 'julia'],
    reason: 'of the language itself, with its version: no package of its own',
    holds: ({ name }) => ['flutter', 'Dates'].includes(name),
  },
  {
    side: 'missing',
    types: ['cocoapods'],
    reason: 'a part of a pod, which Plimsoll has',
    holds: ({ name }) => name.includes('/'),
  },
  {
    side: 'missing',
    types: ['swift', 'hex'],
    reason: 'of a branch or a commit: no version of a package',
    holds: ({ version }) => version === '' || version === 'main' || /^[0-9a-f]{40}$/.test(version),
  },
  {
    side: 'missing',
    types: ['git'],
    reason: 'the repository of a formula, which Plimsoll has as a formula',
    holds: (_, ours) => ours.some(({ type }) => type === 'brew'),
  },
  {
    side: 'missing',
    types: ['maven'],
    reason: 'asked for, not locked: a build decides which version it gets',
    holds: ({ name }) => name === 'org.apache.commons/commons-text',
  },
  {
    side: 'missing',
    types: ['maven'],
    reason:
      'the same jar: its group, or all of its name, is made up where the jar says none; Plimsoll leaves the group out',
    holds: ({ name, version }, ours, paths) =>
      ours.some(
        (one) =>
          one.type === 'maven' &&
          (one.version === version || version === '' || one.version === '') &&
          paths.some((path) => one.path === path || one.path.startsWith(`${path}!/`)) &&
          (endsAlike(one.name, name) || paths.includes(one.path)),
      ),
  },
  {
    side: 'missing',
    types: ['maven'],
    reason: 'a jar without a class in it: translations, native libraries, metadata of a compiler',
    holds: ({ name }) =>
      ['-i18n-', 'jffi.native', 'kotlin-stdlib-common', 'quarkus-run', 'Keycloak', 'zipkin-lens'].some((part) =>
        name.includes(part),
      ),
  },
  {
    side: 'missing',
    types: ['pypi'],
    reason: 'a lowest version that is asked for, on another Python',
    holds: ({ name, version }) => name === 'urllib3' && version === '1.21',
  },
  {
    side: 'missing',
    types: ['npm'],
    reason: 'a part, a template, an example or a test inside of a package, which is none itself',
    holds: (_, __, paths) =>
      paths.every((path) => /node_modules\/(?:@[^/]+\/)?[^@/][^/]*\/.+\/package\.json$/.test(path)),
  },
  {
    side: 'missing',
    types: ['npm'],
    reason: 'what a lock file or a package.json says of the project itself',
    holds: (_, __, paths) =>
      paths.some((path) => /(?:^|\/)(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml)$/.test(path)),
  },
  {
    side: 'missing',
    types: ['nuget'],
    reason: 'a package without files of its own: it names others, which are there under their own names',
    holds: (_, __, paths) => paths.some((path) => path.endsWith('.deps.json')),
  },
  {
    side: 'missing',
    types: ['golang'],
    reason: 'a directory that took a module’s place: Plimsoll has the module itself',
    holds: ({ name }) => name.startsWith('./') || name.startsWith('../'),
  },
  {
    side: 'missing',
    types: ['golang'],
    reason: 'the project itself, or its toolchain, as a go.mod names it',
    holds: ({ version, name }, _, paths) =>
      paths.some((path) => path.endsWith('go.mod') || path === '') && (version === '' || name === 'stdlib'),
  },
  {
    side: 'missing',
    types: ['cargo', 'hex', 'julia', 'pypi', 'maven', 'nuget', 'pub', 'conan'],
    reason: 'the project itself, which is of no registry',
    holds: ({ name }) => ['other', 'shop', 'own', 'App', 'com.example/shop'].includes(name),
  },
  {
    side: 'missing',
    types: ['cran'],
    reason: 'sources of a test inside of a package, which nobody installed',
    holds: (_, __, paths) => paths.every((path) => path.includes('/tinytest/')),
  },
  {
    side: 'missing',
    types: ['deb source'],
    reason: 'the version of the binary package, where dpkg tells another one of the source',
    holds: ({ name }, ours) => ours.some((one) => one.type === 'deb' && one.source?.split(' ')[0] === name),
  },
  {
    side: 'missing',
    types: ['apk'],
    reason: 'the source of a package, called as if it were installed',
    holds: ({ name }, ours) => ours.some((one) => one.type === 'apk' && one.source?.split(' ')[0] === name),
  },
  {
    side: 'missing',
    types: ['deb source'],
    reason: 'a package that nothing tells the source of, called as if it were one',
    holds: (_, ours, paths) => paths.includes(CHISEL) && ours.some(({ path }) => path === CHISEL),
  },
  {
    side: 'extra',
    types: ['deb'],
    reason: 'the package; the peer that knows it calls it a source',
    holds: (_, __, paths) => paths.includes(CHISEL),
  },
  {
    side: 'missing',
    types: ['rpm'],
    reason: 'the same package without its epoch',
    holds: ({ name, version }, ours) =>
      ours.some((one) => one.type === 'rpm' && one.name === name && one.version.replace(/^\d+:/, '') === version),
  },
  {
    side: 'missing',
    types: ['cpan', 'generic', 'bitnami', 'nix', 'opam', 'brew', 'github'],
    reason: 'the same thing, called otherwise or without its whole version',
    holds: ({ name, version }, ours, paths) =>
      ours.some(
        (one) =>
          (paths.includes(one.path) || last(one.name) === last(name) || last(name).startsWith(`${last(one.name)}-`)) &&
          (version === '' || version.startsWith(one.version) || one.version.startsWith(version)),
      ),
  },
  {
    side: 'extra',
    types: ['pypi'],
    reason: 'what pip and setuptools carry inside themselves, of the list beside it',
    holds: (_, __, paths) => paths.some((path) => path.includes('/_vendor/')),
  },
  {
    side: 'extra',
    types: ['npm'],
    reason: "yarn's Plug'n'Play, which no peer reads",
    holds: (_, __, paths) => paths.some((path) => path.includes('.yarn/cache/')),
  },
  {
    side: 'extra',
    types: ['npm', 'cargo', 'pypi'],
    reason: 'for development alone, which this lock file does not tell; a peer took it from the project’s other file',
    holds: (_, __, paths) => paths.some((path) => /(?:yarn|Cargo|poetry|uv)\.lock$/.test(path)),
  },
  {
    side: 'extra',
    types: ['maven'],
    reason: 'the same jar without a group, where peers make one up or leave it out',
    holds: ({ name }) => !name.includes('/'),
  },
  {
    side: 'extra',
    types: ['cpan'],
    reason: 'with the version, which the diary of installations tells',
    holds: ({ version }) => version !== '',
  },
  {
    side: 'extra',
    types: ['generic'],
    reason: 'recognized by what is in the program',
    holds: always,
  },
  {
    side: 'extra',
    types: [
      'hex',
      'hackage',
      'wordpress',
      'opam',
      'conda',
      'julia',
      'cocoapods',
      'swift',
      'conan',
      'pub',
      'nuget',
      'alpm',
      'opkg',
      'cran',
      'bitnami',
    ],
    reason: 'installed there; no peer lists it in an image',
    holds: always,
  },
];

/** The reason of a difference, or null where nobody has looked into it. */
export function reasonOf(side: Difference['side'], one: Holding, ours: readonly Found[]): string | null {
  const paths = [...one.holders.values()].flat().map(({ path }) => path);
  const known = differences.find(
    (difference) =>
      difference.side === side && difference.types.includes(one.type) && difference.holds(one, ours, paths),
  );
  return known?.reason ?? null;
}
