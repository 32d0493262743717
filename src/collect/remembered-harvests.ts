import type { Digest } from '../base/digest.ts';
import type { Harvest } from '../model/harvest.ts';
import type { HarvestCache } from './harvest-cache.ts';
import { weightOf } from './harvest-weight.ts';

/** Bytes that a piece of weight stands for. */
const PIECE = 256;

/**
 * A cache that remembers what it had last, for whoever reads many images that share layers: from one to the next a harvest is the same object.
 * What detours want is not remembered.
 *
 * @param room about how many bytes; what was not wanted for the longest goes first
 */
export function rememberedHarvests(cache: HarvestCache, room: number): HarvestCache {
  const kept = new Map<Digest, { readonly harvest: Harvest; readonly size: number }>();
  let filled = 0;
  const forget = (diffId: Digest): void => {
    filled -= kept.get(diffId)?.size ?? 0;
    kept.delete(diffId);
  };
  const remember = (harvest: Harvest): void => {
    const size = weightOf(harvest) * PIECE + harvest.paths.byteLength;
    forget(harvest.diffId);
    if (size > room) return;
    kept.set(harvest.diffId, { harvest, size });
    filled += size;
    for (const [oldest] of kept) {
      if (filled <= room) break;
      forget(oldest);
    }
  };
  return {
    ...cache,
    get: async (diffId) => {
      const known = kept.get(diffId);
      if (known !== undefined) {
        kept.delete(diffId);
        kept.set(diffId, known);
        return known.harvest;
      }
      const harvest = await cache.get(diffId);
      if (harvest !== null) remember(harvest);
      return harvest;
    },
    put: async (harvest) => {
      remember(harvest);
      await cache.put(harvest);
    },
  };
}
