import type { Listing } from '../../model/listing.ts';
import type { Distribution, Package } from '../../model/package.ts';
import { distributionMarks, imageMarks, LONGEST_VERSION, packageMarks } from '../../model/sbom-marks.ts';
import { imagePurl } from '../sbom/image-purl.ts';
import { allOf, licenseReader, type ReadLicense } from '../sbom/licenses.ts';
import { type HashKind, packageHashes } from '../sbom/package-hashes.ts';
import { purlWithSource, trivyProperties } from '../sbom/source-words.ts';
import { properties } from './properties.ts';

export const ROOT_REF = 'image';
export const OS_REF = 'operating-system';

/** A package, the reference by which the document calls it, and its component once it is to be written. */
export interface Referred {
  readonly pkg: Package;
  readonly ref: string;
  readonly component: () => object;
}

/** References are purls, as they mean something outside of the document, too; the same purl at another place gets a number. */
export function componentsOf(packages: readonly Package[]): readonly Referred[] {
  const taken = new Set([ROOT_REF, OS_REF]);
  const numbers = new Map<string, number>();
  const licenseOf = licenseReader();
  return packages.map((pkg) => {
    let ref = pkg.purl;
    let number = numbers.get(pkg.purl) ?? 1;
    for (; taken.has(ref); ref = `${pkg.purl}#${number}`) number += 1;
    numbers.set(pkg.purl, number);
    taken.add(ref);
    return { pkg, ref, component: () => componentOf(pkg, ref, licenseOf) };
  });
}

function componentOf(pkg: Package, ref: string, licenseOf: (text: string) => ReadLicense): object {
  const hashes = packageHashes(pkg).map(({ kind, hex }) => ({ alg: algorithms[kind], content: hex }));
  const purl = purlWithSource(pkg);
  return {
    type: 'library',
    'bom-ref': ref,
    name: pkg.name,
    version: pkg.version.slice(0, LONGEST_VERSION),
    ...(hashes.length === 0 ? {} : { hashes }),
    ...licensesOf(pkg.licenses.map(licenseOf)),
    purl,
    ...(pkg.attributes['cpe'] === undefined ? {} : { cpe: pkg.attributes['cpe'] }),
    properties: properties([...packageMarks(pkg, purl), ...trivyProperties(pkg)]),
  };
}

const algorithms: Readonly<Record<HashKind, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
};

/** Packages declare their licences; nobody has concluded anything from their files. */
const acknowledgement = 'declared';

/** Either licences one by one or a single expression: the format takes no mixture. */
function licensesOf(licenses: readonly ReadLicense[]): object {
  if (licenses.length === 0) return {};
  const hasExpression = licenses.some(({ kind }) => kind === 'expression');
  if (hasExpression && licenses.every(({ kind }) => kind !== 'name'))
    return { licenses: [{ expression: allOf(licenses), acknowledgement }] };
  return {
    licenses: licenses.map(({ kind, text }) => ({
      license: { ...(kind === 'id' ? { id: text } : { name: text }), acknowledgement },
    })),
  };
}

export function distributionComponent(distribution: Distribution): object {
  return {
    type: 'operating-system',
    'bom-ref': OS_REF,
    name: distribution.id,
    ...(distribution.versionId === '' ? {} : { version: distribution.versionId.slice(0, LONGEST_VERSION) }),
    properties: properties(distributionMarks(distribution)),
  };
}

export function imageComponent(listing: Listing): object {
  const { configDigest, manifestDigest } = listing.fingerprint;
  const purl = imagePurl(listing);
  return {
    type: 'container',
    'bom-ref': ROOT_REF,
    name: listing.ref,
    version: manifestDigest ?? configDigest,
    hashes: [hashOf(configDigest)],
    ...(purl === null ? {} : { purl }),
    properties: properties(imageMarks(listing)),
  };
}

function hashOf(digest: string): object {
  const [kind, hex] = digest.split(':');
  return { alg: kind === 'sha512' ? 'SHA-512' : 'SHA-256', content: hex };
}
