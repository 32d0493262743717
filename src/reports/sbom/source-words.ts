import type { Package } from '../../model/package.ts';
import type { Mark } from '../../model/sbom-marks.ts';

/**
 * A package's purl with the qualifier `upstream`, by which Syft and Grype know the source package that advisories speak of: the file name of a
 * source rpm, of others the name, and the version where it is another one.
 */
export function purlWithSource(pkg: Package): string {
  const { purl, source } = pkg;
  // A purl that somebody else wrote may have it already, or a subpath at its end.
  if (source === null || isOwnSource(pkg) || /[?&]upstream=|#/.test(purl)) return purl;
  const upstream = pkg.type === 'rpm' ? sourceRpm(source) : sourceName(source, pkg.version);
  const value = encodeURIComponent(upstream.toWellFormed()).replaceAll('%3A', ':');
  return `${purl}${purl.includes('?') ? '&' : '?'}upstream=${value}`;
}

function sourceRpm({ name, version }: NonNullable<Package['source']>): string {
  return `${name}-${version.replace(/^[0-9]+:/, '')}.src.rpm`;
}

function sourceName({ name, version }: NonNullable<Package['source']>, built: string): string {
  return version === built ? name : `${name}@${version}`;
}

/** What of a package Trivy reads in properties of its own alone, as it writes them: versions in their parts. */
export function trivyProperties(pkg: Package): readonly Mark[] {
  const { type, source, attributes } = pkg;
  const module = attributes['modularityLabel'];
  return [
    ...(source === null || isOwnSource(pkg) ? [] : sourceProperties(type, source)),
    ...(module === undefined ? [] : [trivyMark('Modularitylabel', module)]),
  ];
}

function sourceProperties(type: string, { name, version }: NonNullable<Package['source']>): readonly Mark[] {
  // Alpine's versions are not taken apart.
  if (type === 'apk') return [trivyMark('SrcName', name), trivyMark('SrcVersion', version)];
  const [, epoch = '', upstream = '', release = ''] = /^(?:([0-9]{1,9}):)?(.*?)(?:-([^-]*))?$/s.exec(version) ?? [];
  return [
    trivyMark('SrcName', name),
    trivyMark('SrcVersion', upstream),
    ...(release === '' ? [] : [trivyMark('SrcRelease', release)]),
    ...(epoch === '' ? [] : [trivyMark('SrcEpoch', epoch)]),
  ];
}

function trivyMark(name: string, value: string): Mark {
  return [`aquasecurity:trivy:${name}`, value];
}

/** Then every reader takes the package for its source by itself. */
function isOwnSource({ name, version, source }: Package): boolean {
  return source?.name === name && source.version === version;
}
