import { type Digest, isDigest } from '../../base/digest.ts';
import { type Purl, parsePurl } from '../../formats/purl.ts';
import type { Package } from '../../model/package.ts';
import type { BomComponent } from './bom.ts';

/** A package of an SBOM that somebody else wrote, and what its purl says of the distribution. */
export interface PurlPackage {
  /** The layer is null where nothing names one. */
  readonly pkg: Omit<Package, 'layer'> & { readonly layer: Digest | null };
  readonly purl: Purl;
}

const distributionTypes: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'opkg']);

export function isOfDistribution(type: string): boolean {
  return distributionTypes.has(type);
}

/**
 * What can be known of a component by its purl and what its tool says besides.
 * @returns why it cannot be looked up, where it cannot
 */
export function packageOf(component: BomComponent): PurlPackage | 'no-purl' | 'unparsable' {
  if (component.purl === '') return 'no-purl';
  const purl = parsePurl(component.purl);
  if (purl === null) return 'unparsable';
  const version = versionOf(purl, component);
  if (version === '') return 'unparsable';
  const { type, qualifiers } = purl;
  const architecture = qualifiers['arch'] || component.architecture;
  const module = component.module || qualifiers['rpmmod'] || qualifiers['modularitylabel'] || '';
  return {
    purl,
    pkg: {
      name: nameOf(purl, component.name),
      version,
      type,
      purl: component.purl,
      architecture: architecture || null,
      source: component.source ?? sourceOf(purl, version),
      licenses: component.licenses,
      layer: isDigest(component.layer) ? component.layer : null,
      path: component.path.replace(/^\/+/, ''),
      ownedBy: component.ownedBy || null,
      attributes: type === 'rpm' && module !== '' ? { modularityLabel: module } : {},
    },
  };
}

/** What SCALIBR and cyclonedx-gomod call the standard library of Go, which advisories call `stdlib`. Modules have a dot in the first part of their path. */
const standardLibrary: ReadonlySet<string> = new Set(['go', 'std', 'stdlib']);

function isStandardLibrary({ type, namespace, name }: Purl): boolean {
  return type === 'golang' && namespace === null && standardLibrary.has(name);
}

/** As the ecosystems name their packages. A distribution's namespace is the distribution. Some purls lose the case of a name, which the tool wrote. */
function nameOf(purl: Purl, written: string): string {
  const { type, namespace, name } = purl;
  if (isStandardLibrary(purl)) return 'stdlib';
  const separator = type === 'maven' ? ':' : '/';
  const whole = namespace === null || isOfDistribution(type) ? name : `${namespace}${separator}${name}`;
  if (sameName(type, written) === sameName(type, whole)) return written;
  return isCutModule(purl, whole, written) ? `${whole}/${purl.subpath}` : whole;
}

/** Syft wrote what comes behind the third part of a Go module's path as the purl's subpath, until the end of 2025: that is another module, with advisories of its own. */
function isCutModule({ type, subpath, version }: Purl, whole: string, written: string): boolean {
  if (type !== 'golang' || subpath === null) return false;
  const isMajor = /^v[1-9][0-9]*$/.test(subpath) && version?.startsWith(`${subpath}.`) === true;
  return isMajor || written.toLowerCase() === `${whole}/${subpath}`.toLowerCase();
}

/** Python's names are the same with whatever separators (PyPA, "Names and normalization"). */
function sameName(type: string, name: string): string {
  const lower = name.toLowerCase();
  return type === 'pypi' ? lower.replace(/[-_.]+/g, '-') : lower;
}

/** The epoch stands in the purl's version or beside it; 0 is not written. */
function versionOf(purl: Purl, component: BomComponent): string {
  const { type, version, qualifiers } = purl;
  const written = version ?? component.version;
  // What Go calls the version of a program that nobody stamped one into, which Trivy leaves out.
  if (written === '' && type === 'golang') return '(devel)';
  if (isStandardLibrary(purl)) return written.replace(/^go(?=[0-9])/, '');
  if (written === '' || !isOfDistribution(type) || type === 'apk') return written;
  const epoch = qualifiers['epoch'] ?? '';
  const whole = epoch === '' || written.includes(':') ? written : `${epoch}:${written}`;
  return type === 'rpm' ? whole.replace(/^0:/, '') : whole;
}

const sourceArchitectures: ReadonlySet<string> = new Set(['source', 'src']);

/** Syft's qualifier `upstream`: `NAME`, `NAME@VERSION`, or the file name of a source rpm; or what SCALIBR writes in its place. */
function sourceOf({ type, name, qualifiers }: Purl, version: string): Package['source'] {
  if (!isOfDistribution(type)) return null;
  // A source package that a document lists beside what was built from it.
  if (sourceArchitectures.has(qualifiers['arch'] ?? '')) return { name, version };
  const { source, sourceversion, origin, sourcerpm } = qualifiers;
  const upstream = qualifiers['upstream'] || (type === 'apk' ? origin : type === 'rpm' ? sourcerpm : undefined) || '';
  if (upstream === '') return source ? { name: source, version: sourceversion || version } : null;
  const rpm = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream.slice(0, 500));
  if (rpm !== null) {
    const epoch = /^[0-9]+:/.exec(version)?.[0] ?? '';
    return { name: rpm[1] ?? '', version: `${epoch}${rpm[2] ?? ''}` };
  }
  const at = upstream.lastIndexOf('@');
  return at < 1 ? { name: upstream, version } : { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
}
