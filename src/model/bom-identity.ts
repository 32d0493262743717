import { sha256 } from '../base/digest.ts';
import type { Fingerprint } from './image.ts';

/**
 * By what SBOMs of an image call themselves: a UUID (RFC 9562, version 8) made from the image's config and layers, so that the same image
 * has the same one whatever it is called and wherever it was read.
 */
export function bomUuid({ configDigest, diffIds }: Pick<Fingerprint, 'configDigest' | 'diffIds'>): string {
  const hex = sha256(JSON.stringify(['plimsoll sbom', configDigest, diffIds])).slice('sha256:'.length);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
