import type { AdvisoryName } from '../collect/ecosystem.ts';
import type { Distribution, Package } from '../model/package.ts';

/**
 * Suppliers who build packages of others anew, with fixes of their own, and tell OSV what they fixed: TuxCare (`CLSA-…`) and Root (`ROOT-…`). That a package is
 * theirs its version says.
 */
const tuxcare = {
  ofSystems: /[-.+~]tuxcare\.(?:\d+\.)*els\d/,
  ofNpm: /-tuxcare\.\d+$/,
} as const;
const root = {
  ofSystems: /[-.+~]root\.io\.\d/,
  ofNpm: /-(?:root\.io|aikido)\.\d+$/,
  prefix: /^rootio-/,
  scope: /^@rootio\//,
} as const;

/** Channels of CentOS 8 are told by the tag of the build alone: `1.1.1g-15.el8_4.tuxcare.els8`. */
const buildTag = /\.el(\d+)_(\d+)\./;

/** A package's names in its supplier's records, which speak of it first. */
export function supplierNames(pkg: Package, distribution: Distribution): readonly AdvisoryName[] {
  if (tuxcare.ofSystems.test(pkg.version)) {
    const release = tuxcareRelease(pkg, distribution);
    return release === null ? [] : [supplied(`TuxCare:${release}`, pkg.name, pkg.version)];
  }
  if (!root.ofSystems.test(pkg.version)) return [];
  const release = rootRelease(distribution);
  if (release === null) return [];
  const known = [pkg.source ?? pkg, pkg].map(({ name, version }) => ({ name: name.replace(root.prefix, ''), version }));
  const names = known.flatMap(({ name, version }) => [`rootio-${name}`, name].map((one) => ({ name: one, version })));
  const distinct = new Map(names.map((one) => [`${one.name} ${one.version}`, one]));
  return [...distinct.values()].map(({ name, version }) => supplied(`Root:${release}`, name, version));
}

/** What the distribution calls a package that its supplier has renamed. */
export function nameBeforeSupply(name: string, version: string): string {
  return root.ofSystems.test(version) ? name.replace(root.prefix, '') : name;
}

/** A package of npm as npm knows it, and then as its supplier does. */
export function npmNames({ name, version }: Pick<Package, 'name' | 'version'>): readonly AdvisoryName[] {
  const isTuxcare = tuxcare.ofNpm.test(version);
  if (!isTuxcare && !root.ofNpm.test(version)) return [{ ecosystem: 'npm', name, version }];
  const bare = name.replace(root.scope, '');
  // By the rules of npm what follows the hyphen comes before the version that was mended.
  const before = { ecosystem: 'npm', name: bare, version: version.slice(0, version.lastIndexOf('-')) };
  const own = isTuxcare
    ? [supplied('TuxCare:npm', name, version)]
    : [`@rootio/${bare}`, bare].map((one) => supplied('Root:npm', one, version));
  return [before, ...own];
}

function supplied(ecosystem: string, name: string, version: string): AdvisoryName {
  return { ecosystem, name, version, ofSupplier: true };
}

/** As TuxCare's records of OSV have it: with the minor release where its support is for one. */
function tuxcareRelease(pkg: Package, { id, versionId, name }: Distribution): string | null {
  const [major = ''] = versionId.split('.');
  if (major === '') return null;
  switch (id) {
    case 'debian':
      return `Debian:${major}`;
    case 'ubuntu':
      return `Ubuntu:${versionId}`;
    case 'almalinux':
      return `AlmaLinux:${versionId}`;
    case 'rhel':
      return `RHEL:${major}`;
    case 'ol':
      return `OracleLinux:${major}`;
    case 'centos': {
      if (/stream/i.test(name)) return `CentOS-Stream:${major}`;
      const [, tagged, minor] = buildTag.exec(pkg.version) ?? [];
      return tagged === '8' ? `CentOS:8.${minor}` : `CentOS:${major}`;
    }
    default:
      return null;
  }
}

function rootRelease({ id, versionId }: Distribution): string | null {
  const [major = '', minor] = versionId.split('.');
  if (major === '') return null;
  switch (id) {
    case 'debian':
      return `Debian:${major}`;
    case 'ubuntu':
      return `Ubuntu:${versionId}`;
    case 'alpine':
      return minor === undefined ? null : `Alpine:${major}.${minor}`;
    default:
      return null;
  }
}
