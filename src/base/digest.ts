import { hash } from 'node:crypto';

/** A content digest as OCI writes it. Only SHA-256 and SHA-512 occur in images. */
export type Digest = `sha256:${string}` | `sha512:${string}`;

const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether a text is a digest in canonical form (OCI image-spec, descriptor, "Digests"). */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && pattern.test(text);
}

/** The SHA-256 digest of bytes, or of a text as UTF-8. */
export function sha256(content: Uint8Array | string): Digest {
  return `sha256:${hash('sha256', content, 'hex')}`;
}

/** The first twelve hex digits, as people quote a digest. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, 12);
}
