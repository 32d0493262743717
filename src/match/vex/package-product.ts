import type { Purl } from '../../formats/purl.ts';
import type { Distribution, Package } from '../../model/package.ts';
import { namesRelease } from './release-name.ts';
import type { Item } from './statement.ts';

/** An installed package with its purl read. */
export interface Installed {
  readonly pkg: Package;
  readonly purl: Purl;
}

/** Names that purls have for the architecture of what is built from, and not installed. */
const sources: ReadonlySet<string> = new Set(['source', 'src']);

/** Whether an item is this package, or the source that it was built from. */
export function isPackage({ purls }: Item, installed: Installed, distribution: Distribution | null): boolean {
  return purls.some((purl) => covers(purl, installed, distribution));
}

/**
 * The meaning of a purl: the same type, namespace and name; the same version, or any where none is said; each qualifier that is said; the
 * same subpath, or any. What is said of a source package holds for what was built from it.
 */
function covers(said: Purl, installed: Installed, distribution: Distribution | null): boolean {
  if (said.type === 'rpmmod') return coversModule(said, installed);
  if (said.type === 'golang') return coversGoModule(said, installed.purl);
  const { pkg, purl } = installed;
  if (said.type !== purl.type || said.namespace !== purl.namespace) return false;
  if (said.subpath !== null && said.subpath !== purl.subpath) return false;
  // A module's builds and those outside of it are different packages of one name.
  if (said.version === null && said.qualifiers['rpmmod'] === undefined && purl.qualifiers['rpmmod'] !== undefined)
    return false;
  const { arch, ...qualifiers } = said.qualifiers;
  if (arch !== undefined && sources.has(arch))
    return (
      pkg.source !== null && isSame(said, pkg.source.name, pkg.source.version) && holds(qualifiers, purl, distribution)
    );
  if (!holds(said.qualifiers, purl, distribution) || hasOtherEpoch(said, purl)) return false;
  return isSame(said, purl.name, purl.version) || (namesSources(said) && isSame(said, ...sourceOf(pkg)));
}

/** Docker's purls, told by their qualifiers, have the name and version of the source package: `pkg:deb/debian/glibc@2.41-12+deb13u3+dhi1?os_distro=trixie&os_name=debian&os_version=13`. */
function namesSources({ version, qualifiers }: Purl): boolean {
  return version !== null && qualifiers['os_name'] !== undefined && qualifiers['os_version'] !== undefined;
}

function sourceOf({ name, version, source }: Package): [name: string, version: string] {
  return source === null ? [name, version] : [source.name, source.version];
}

/**
 * Red Hat's purls of modules, from before they became a qualifier: `pkg:rpmmod/redhat/ruby@3.0:8060…:ad008a3a` for a module, and
 * `pkg:rpmmod/redhat/ruby:3.0/ruby` for a source package in one.
 */
function coversModule({ namespace, name, version }: Purl, { pkg, purl }: Installed): boolean {
  const [vendor = '', module] = (namespace ?? '').split('/', 2);
  if (purl.type !== 'rpm' || vendor !== purl.namespace) return false;
  const own = purl.qualifiers['rpmmod'];
  if (module !== undefined) return isOfModule(module, own) && name === (pkg.source?.name ?? purl.name);
  return version !== null && isOfModule(`${name}:${version}`, own);
}

/** `ruby:3.0` says any build of that stream. */
function isOfModule(said: string, own: string | undefined): boolean {
  return own !== undefined && (own === said || own.startsWith(`${said}:`));
}

/**
 * Go's modules by the whole of their paths, of which some tools write the end as a subpath: without it, it is another module. Versions stand with and without their letter, that of the standard library
 * most of all (`stdlib@v1.21.5` of govulncheck's and Trivy's).
 */
function coversGoModule(said: Purl, purl: Purl): boolean {
  const pathOf = ({ namespace, name, subpath }: Purl) =>
    [namespace, name, subpath].filter(Boolean).join('/').toLowerCase();
  if (purl.type !== 'golang' || pathOf(said) !== pathOf(purl)) return false;
  const numberOf = ({ version }: Purl) => version?.replace(/^v(?=\d)/, '');
  return (said.version === null || numberOf(said) === numberOf(purl)) && holds(said.qualifiers, purl, null);
}

/** Both have one beside the version, and not the same. */
function hasOtherEpoch({ qualifiers: { epoch } }: Purl, { qualifiers: own }: Purl): boolean {
  return epoch !== undefined && own['epoch'] !== undefined && epoch !== own['epoch'];
}

/** A purl's epoch may stand in its version or beside it. */
function isSame(said: Purl, name: string, version: string | null): boolean {
  if (said.name !== name) return false;
  if (said.version === null || said.version === version) return true;
  const epoch = said.qualifiers['epoch'];
  return epoch !== undefined && `${epoch}:${said.version}` === version;
}

// Where a package comes from is not what it is; `upstream` and `epoch` are told by what was compared.
const ignored: ReadonlySet<string> = new Set([
  'repository_url',
  'repository_id',
  'download_url',
  'vcs_url',
  'file_name',
  'checksum',
  'upstream',
  'epoch',
]);

function holds(
  qualifiers: Readonly<Record<string, string>>,
  { qualifiers: own }: Purl,
  distribution: Distribution | null,
): boolean {
  return Object.entries(qualifiers).every(([key, value]) => {
    if (ignored.has(key) || own[key] === value) return true;
    if (key === 'distro' || key === 'os_version') return namesRelease(value, distribution);
    if (key === 'os_name') return value === distribution?.id;
    // The codename; in images that call themselves Docker's, what they are made of.
    if (key === 'os_distro')
      return distribution?.id === 'dhi' ? distribution.like.includes(value) : namesRelease(value, distribution);
    return key === 'rpmmod' && isOfModule(value, own[key]);
  });
}

/** Distributions by their vendors' CPEs. */
const platforms: Readonly<Record<string, string>> = {
  'redhat:enterprise_linux': 'rhel',
  'redhat:rhel_eus': 'rhel',
  'redhat:rhel_aus': 'rhel',
  'redhat:rhel_tus': 'rhel',
  'redhat:rhel_e4s': 'rhel',
  'redhat:rhel_els': 'rhel',
  'debian:debian_linux': 'debian',
  'canonical:ubuntu_linux': 'ubuntu',
  'oracle:linux': 'ol',
  'almalinux:almalinux': 'almalinux',
  'rocky:rocky': 'rocky',
  'amazon:linux': 'amzn',
};

/** Whether an item is the distribution that the image is made of: `cpe:/o:redhat:enterprise_linux:9::baseos`. */
export function isDistribution({ cpes }: Item, distribution: Distribution | null): boolean {
  if (distribution === null) return false;
  return cpes.some((cpe) => {
    const parts = cpe.startsWith('cpe:2.3:') ? cpe.slice(8).split(':') : cpe.replace(/^cpe:\//, '').split(':');
    const [, vendor = '', product = '', release = ''] = parts;
    const key = `${vendor}:${product}`;
    const id = Object.hasOwn(platforms, key) ? platforms[key] : undefined;
    if (id !== distribution.id || release === '' || release === '*') return false;
    const { versionId } = distribution;
    return release === versionId || versionId.startsWith(`${release}.`);
  });
}
