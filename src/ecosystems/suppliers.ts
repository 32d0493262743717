import type { AdvisoryName } from '../collect/ecosystem.ts';
import type { Distribution, Package } from '../model/package.ts';

/**
 * Suppliers who build packages of others anew, with fixes of their own, and tell OSV what they fixed: TuxCare (`CLSA-…`), Root (`ROOT-…`), and for languages Echo (`ECHO-…`). That a package is
 * theirs its version says.
 *
 * TuxCare mends one version of a release, build after build. Root, and all for languages, mend several versions and name the build of each in one record.
 */
const tuxcare = { ofSystems: /[-.+~]tuxcare\.(?:\d+\.)*els(?=\d)/, ofNpm: /-tuxcare\.(?=\d+$)/ } as const;
const root = { ofSystems: /[-.+~]root\.io\.(?=\d)/, ofNpm: /-root\.io\.(?=\d+$)/ } as const;
/**
 * apk has no room for such a mark. Root writes its count into the revision, behind that of Alpine: `9.3_p2-r20074` is build 74 of `9.3_p2-r2`. Alpine's own do not
 * come to hundreds.
 */
const rootOfAlpine = /^(.+-r\d{1,2})00\d\d$/;
/** Root's builds under the names that packages have already. */
const aikido = /-aikido\.(?=\d+$)/;
/** What Root puts in front of names. */
const prefix = /^rootio-/;
const scope = /^@rootio\//;

interface Build {
  readonly version: string;
  /** Of the distribution: `9.2`, `9`, `2`. */
  readonly release: string;
  readonly major: string;
  readonly minor: string | undefined;
  readonly isStream: boolean;
}
type Releases = ReadonlyMap<string, (build: Build) => string | null>;

/** Channels of CentOS 8 are told by the tag of the build alone: `1.1.1g-15.el8_4.tuxcare.els8`. */
const channel = /\.el8_(\d+)\./;

const alike = [
  ['debian', ({ major }: Build) => `Debian:${major}`],
  ['ubuntu', ({ release }: Build) => `Ubuntu:${release}`],
] as const;
/** As the suppliers' records of OSV have distributions: with the minor release where support is for one. */
const tuxcareReleases: Releases = new Map<string, (build: Build) => string | null>([
  ...alike,
  ['almalinux', ({ release }) => `AlmaLinux:${release}`],
  ['rhel', ({ major }) => `RHEL:${major}`],
  ['ol', ({ major }) => `OracleLinux:${major}`],
  [
    'centos',
    ({ version, major, isStream }) => {
      if (isStream) return `CentOS-Stream:${major}`;
      const minor = major === '8' ? channel.exec(version)?.[1] : undefined;
      return minor === undefined ? `CentOS:${major}` : `CentOS:8.${minor}`;
    },
  ],
]);
const rootReleases: Releases = new Map<string, (build: Build) => string | null>([
  ...alike,
  ['alpine', ({ major, minor }) => (minor === undefined ? null : `Alpine:${major}.${minor}`)],
]);

/** A package's names in its supplier's records, which speak of it first. */
export function supplierNames(pkg: Package, distribution: Distribution): readonly AdvisoryName[] {
  const isTuxcare = tuxcare.ofSystems.test(pkg.version);
  if (!isTuxcare && rootBuild(pkg.version, distribution) === null) return [];
  const release = releaseOf(pkg, distribution, isTuxcare ? tuxcareReleases : rootReleases);
  if (release === null) return [];
  if (isTuxcare) return [{ ecosystem: `TuxCare:${release}`, name: pkg.name, version: pkg.version, ofSupplier: true }];
  const known = [pkg.source ?? pkg, pkg].flatMap(({ name, version }) => {
    const bare = name.replace(prefix, '');
    return [`rootio-${bare}`, bare].map((one) => ({ name: one, version }));
  });
  const distinct = new Map(known.map((one) => [`${one.name} ${one.version}`, one]));
  return [...distinct.values()].map((one) => {
    const builds = rootBuild(one.version, distribution)?.builds ?? one.version;
    return { ecosystem: `Root:${release}`, ...one, ofSupplier: true, builds };
  });
}

function releaseOf(
  { version }: Package,
  { id, versionId: release, name }: Distribution,
  releases: Releases,
): string | null {
  const [major = '', minor] = release.split('.');
  if (major === '') return null;
  return releases.get(id)?.({ version, release, major, minor, isStream: /stream/i.test(name) }) ?? null;
}

/**
 * What the distribution calls a package, or its source, that was built anew, and the version that it had before. With the supplier's mark it is above fixes of the
 * distribution that it lacks: `1.9.4-3ubuntu3.root.io.2` above `1.9.4-3ubuntu3.1`, `1.0-1+tuxcare.els1` above `1.0-1+esm1` and `1.0-1+deb10u1`.
 */
export function beforeSupply(pkg: Package, { name, version }: Named, distribution: Distribution): Named {
  const isOfRoot = rootBuild(pkg.version, distribution) !== null;
  const { mended } = marked(version, tuxcare.ofSystems) ?? rootBuild(version, distribution) ?? { mended: version };
  // What a tilde begins is below the version in front of it.
  return {
    name: isOfRoot ? name.replace(prefix, '') : name,
    version: version[mended.length] === '~' ? version : mended,
  };
}

interface Named {
  readonly name: string;
  readonly version: string;
}

function rootBuild(version: string, { id }: Distribution): Marked | null {
  const mended = id === 'alpine' ? rootOfAlpine.exec(version)?.[1] : undefined;
  return mended === undefined ? marked(version, root.ofSystems) : { mended, builds: `${mended}00` };
}

/** A package of npm as npm knows it, and then as its supplier does. */
export function npmNames({ name, version }: Pick<Package, 'name' | 'version'>): readonly AdvisoryName[] {
  const plain = { ecosystem: 'npm', name, version };
  const ofSeal = sealScope.test(name) ? marked(version, sealOfNpm) : null;
  if (ofSeal !== null) return [{ ecosystem: 'npm', name: name.replace(sealScope, ''), version: ofSeal.mended }, plain];
  const ofTuxcare = marked(version, tuxcare.ofNpm);
  const ofRoot = marked(version, root.ofNpm);
  const found = ofTuxcare ?? ofRoot ?? marked(version, aikido);
  if (found === null) return [plain];
  const bare = name.replace(scope, '');
  // By the rules of npm what follows the hyphen comes before the version that was mended.
  const before = { ecosystem: 'npm', name: bare, version: found.mended };
  const ecosystem = ofTuxcare === null ? 'Root:npm' : 'TuxCare:npm';
  const own = { ecosystem, name: ofRoot === null ? name : `@rootio/${bare}`, version };
  // What npm itself has under the supplier's name need not be the supplier's.
  return [before, ...(bare === name ? [] : [plain]), { ...own, ofSupplier: true, builds: found.builds }];
}

/** Seal's `4.2.8+sp1`, of packages that may be called `seal-django` and `seal.sp1.org.eclipse.jetty:jetty-http`, or for npm `@seal-security/ejs`. It tells OSV nothing of what it mends. */
const seal = /\+sp(?=\d+(?:p\d+)?$)/;
const sealOfNpm = /-sp(?=\d+(?:p\d+)?$)/;
const sealScope = /^@seal-security\//;
const prefixes: Readonly<Record<string, RegExp>> = { Root: prefix, Seal: /^seal[-.](?:sp\d+\.)?/ };

/**
 * Marks behind versions of other languages, by which each would be above the last version that is affected. Behind them stand counts: TuxCare's `5.0.post5+tuxcare`, `6.4.13-p2+tuxcare` and
 * `2.5.0-tuxcare.1`, Root's `2.31.0+root.io.1`, Echo's `2.14.2+echo.1`.
 */
const languageMarks = {
  PyPI: [
    ['TuxCare', /\.post(?=\d+\+tuxcare)/],
    ['Root', /\+root\.io\.(?=\d+$)/],
    ['Echo', /\+echo\.(?=\d+$)/],
    ['Seal', seal],
  ],
  Maven: [
    ['TuxCare', /-tuxcare\.(?=\d+$)/],
    ['Echo', /\+echo\.(?=\d+$)/],
    ['Seal', seal],
  ],
  Packagist: [['TuxCare', /-p(?=\d+\+tuxcare)/]],
} as const satisfies Readonly<Record<string, readonly (readonly [supplier: string, mark: RegExp])[]>>;

/** A package of a language as its registry knows it, and then as its supplier does. */
export function suppliedNames(
  language: keyof typeof languageMarks,
  { name, version }: Pick<Package, 'name' | 'version'>,
): readonly AdvisoryName[] {
  const plain = { ecosystem: language, name, version };
  for (const [supplier, mark] of languageMarks[language]) {
    const found = marked(version, mark);
    if (found === null) continue;
    const bare = name.replace(prefixes[supplier] ?? '', '');
    const before = [{ ecosystem: language, name: bare, version: found.mended }, ...(bare === name ? [] : [plain])];
    if (supplier === 'Seal') return before;
    const own = { name: supplier === 'Root' ? `rootio-${bare}` : name, version };
    return [...before, { ecosystem: `${supplier}:${language}`, ...own, ofSupplier: true, builds: found.builds }];
  }
  return [plain];
}

/** The version that was mended, and what all of its builds begin with. */
interface Marked {
  readonly mended: string;
  readonly builds: string;
}

function marked(version: string, mark: RegExp): Marked | null {
  const found = mark.exec(version);
  if (found === null) return null;
  const mended = version.slice(0, found.index);
  return { mended, builds: mended + found[0] };
}
