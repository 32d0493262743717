import type { Digest } from '../base/digest.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';

/** Layers that are remembered for those who had them; older ones are read again. */
const MOST = 100_000;

/** Hands out caches that are narrowed to those who ask. */
export type NarrowCache = (cache: HarvestCache, who: string) => HarvestCache;

/**
 * What is known of a layer is told only to who had it: a harvest counts where it was read for the same place and login before, in this
 * process. Else whoever may write a manifest somewhere could name a layer that he may not pull, and be told what is in it.
 */
export function provenLayers(most = MOST): NarrowCache {
  const proven = new Set<string>();
  const narrow: NarrowCache = (cache, who) => {
    const keyOf = (diffId: Digest) => `${who} ${diffId}`;
    return {
      get: async (diffId) => (proven.has(keyOf(diffId)) ? cache.get(diffId) : null),
      put: async (harvest) => {
        await cache.put(harvest);
        const [oldest] = proven;
        if (proven.size >= most && oldest !== undefined) proven.delete(oldest);
        proven.add(keyOf(harvest.diffId));
      },
      withCollectors: (collectors) => narrow(cache.withCollectors(collectors), who),
      vouchedBy: (store) => narrow(cache.vouchedBy(store), `${who} ${store}`),
    };
  };
  return narrow;
}
