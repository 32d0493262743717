import type { LayerFacts } from '../../model/inventory.ts';
import type { Listing } from '../../model/listing.ts';
import type { Distribution, Package } from '../../model/package.ts';
import { distributionMarks, imageMarks, type Mark, packageMarks } from '../../model/sbom-marks.ts';
import { imagePurl } from '../sbom/image-purl.ts';
import { packageHashes } from '../sbom/package-hashes.ts';
import { purlWithSource } from '../sbom/source-words.ts';

/** How the document calls its elements. */
export const spdxIds = {
  document: 'SPDXRef-DOCUMENT',
  image: 'SPDXRef-Image',
  distribution: 'SPDXRef-OperatingSystem',
  layer: (at: number) => `SPDXRef-Layer-${at + 1}`,
  package: (at: number) => `SPDXRef-Package-${at + 1}`,
} as const;

export type Annotate = (comment: string) => object;

const unsaid = { downloadLocation: 'NOASSERTION', filesAnalyzed: false, copyrightText: 'NOASSERTION' } as const;

export function imagePackage(listing: Listing, annotate: Annotate): object {
  const { configDigest, manifestDigest } = listing.fingerprint;
  const purl = imagePurl(listing);
  return {
    SPDXID: spdxIds.image,
    name: listing.ref,
    versionInfo: manifestDigest ?? configDigest,
    ...unsaid,
    checksums: [checksumOf(configDigest)],
    ...(purl === null ? {} : { externalRefs: [purlRef(purl)] }),
    primaryPackagePurpose: 'CONTAINER',
    annotations: [annotate(commentOf(imageMarks(listing)))],
  };
}

export function distributionPackage(distribution: Distribution, annotate: Annotate): () => object {
  return () => ({
    SPDXID: spdxIds.distribution,
    name: distribution.id,
    ...(distribution.versionId === '' ? {} : { versionInfo: distribution.versionId }),
    ...unsaid,
    summary: distribution.name,
    primaryPackagePurpose: 'OPERATING_SYSTEM',
    annotations: [annotate(commentOf(distributionMarks(distribution)))],
  });
}

export function layerPackage({ diffId }: LayerFacts, at: number): object {
  return {
    SPDXID: spdxIds.layer(at),
    name: diffId,
    ...unsaid,
    checksums: [checksumOf(diffId)],
    primaryPackagePurpose: 'ARCHIVE',
  };
}

export function packageWriter(
  expressionOf: (licenses: readonly string[]) => string,
  annotate: Annotate,
): (pkg: Package, at: number) => object {
  return (pkg, at) => {
    const checksums = packageHashes(pkg).map(({ kind, hex }) => ({
      algorithm: kind.toUpperCase(),
      checksumValue: hex,
    }));
    const purl = purlWithSource(pkg);
    return {
      SPDXID: spdxIds.package(at),
      name: pkg.name,
      versionInfo: pkg.version,
      ...unsaid,
      licenseDeclared: expressionOf(pkg.licenses),
      ...sourceOf(pkg),
      ...(checksums.length === 0 ? {} : { checksums }),
      externalRefs: [purlRef(purl), ...cpeRefs(pkg.attributes['cpe'])],
      primaryPackagePurpose: 'LIBRARY',
      annotations: [annotate(commentOf(packageMarks(pkg, purl)))],
    };
  };
}

/** In the words in which Trivy, which else takes the package for its own source, looks for it. */
function sourceOf({ source }: Package): object {
  return source === null ? {} : { sourceInfo: `built package from: ${source.name} ${source.version}` };
}

/** A program finds the marks again by the word before them. */
function commentOf(marks: readonly Mark[]): string {
  return `plimsoll ${JSON.stringify(marks)}`;
}

function cpeRefs(cpe: string | undefined): readonly object[] {
  if (cpe === undefined) return [];
  return [{ referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: cpe }];
}

function purlRef(referenceLocator: string): object {
  return { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator };
}

function checksumOf(digest: string): object {
  const [kind = '', checksumValue] = digest.split(':');
  return { algorithm: kind.toUpperCase(), checksumValue };
}
