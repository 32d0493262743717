import type { Digest } from '../../base/digest.ts';

/** Verified documents of a registry that are soon wanted again. A manifest is not given out as a blob, nor the other way round. */
export interface DocumentShelf {
  get(kind: DocumentKind, digest: Digest): Uint8Array | null;
  put(kind: DocumentKind, digest: Digest, bytes: Uint8Array): void;
}

type DocumentKind = 'manifest' | 'blob';

/** Keeps nothing. */
export const noShelf: DocumentShelf = { get: () => null, put() {} };

/** @param room bytes; what was not asked for the longest goes first */
export function documentShelf(room: number): DocumentShelf {
  const kept = new Map<string, Uint8Array>();
  let size = 0;
  return {
    get: (kind, digest) => {
      const key = `${kind} ${digest}`;
      const bytes = kept.get(key);
      if (bytes === undefined) return null;
      kept.delete(key);
      kept.set(key, bytes);
      return bytes;
    },
    put: (kind, digest, bytes) => {
      const key = `${kind} ${digest}`;
      if (kept.has(key) || bytes.length > room) return;
      kept.set(key, bytes);
      size += bytes.length;
      for (const [oldest, { length }] of kept) {
        if (size <= room) break;
        kept.delete(oldest);
        size -= length;
      }
    },
  };
}
