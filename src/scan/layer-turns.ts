import type { Digest } from '../base/digest.ts';

/** Keeps what goes on side by side, scans and layers of one image, from reading the same layer twice. */
export interface LayerTurns {
  /**
   * Does some work on a layer while nobody else does any on the same bytes: whoever comes later finds in the cache what the first one read.
   * The key is the digest of the bytes as they are stored, which nobody can claim for other bytes.
   */
  alone<T>(blob: Digest | null, work: () => Promise<T>): Promise<T>;
}

export function layerTurns(): LayerTurns {
  const last = new Map<Digest, Promise<unknown>>();
  return {
    alone: async (blob, work) => {
      if (blob === null) return work();
      // What became of the one before is told to whoever began it.
      const mine = (last.get(blob) ?? Promise.resolve()).then(work, work);
      last.set(blob, mine);
      try {
        return await mine;
      } finally {
        if (last.get(blob) === mine) last.delete(blob);
      }
    },
  };
}
