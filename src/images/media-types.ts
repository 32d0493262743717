/** Media types of both specifications (OCI image-spec, "Media Types"; Docker distribution, "Image Manifest V 2, Schema 2"). */
export const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** Docker's schema 1: without a config, so without an identity by content. */
export const schema1Types = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
] as const;

/** What to accept when a registry is asked for a manifest, best first. */
export const acceptedTypes: readonly string[] = [...indexTypes, ...manifestTypes];

const configTypes = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  // What some older tools write for a config.
  'application/octet-stream',
  'text/html',
  '',
]);

const layerTypes =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(?:gzip|zstd))?|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.gzip|\.zstd)?)$/;

/** Whether a manifest's config is an image's, and not that of some other artifact. */
export function isImageConfigType(mediaType: string): boolean {
  return configTypes.has(mediaType);
}

export function isLayerType(mediaType: string): boolean {
  return mediaType === '' || mediaType === 'application/octet-stream' || layerTypes.test(mediaType);
}

/** Layers that need not lie where the image lies. */
export function isForeignLayerType(mediaType: string): boolean {
  return mediaType.includes('.foreign.') || mediaType.includes('.nondistributable.');
}

/** Encrypted layers (containerd's imgcrypt) say so behind a plus sign. */
export function isEncryptedType(mediaType: string): boolean {
  return mediaType.endsWith('+encrypted');
}
