import type { Digest } from '../base/digest.ts';
import { layerGap } from '../collect/layer-gaps.ts';
import { blinds, type Gap, type GapReason } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';

export function isWhole(harvest: Harvest): boolean {
  return !harvest.gaps.some((gap) => gap.incomplete);
}

export function withGap(harvest: Harvest, reason: GapReason): Harvest {
  return { ...harvest, gaps: [...harvest.gaps, { ...layerGap(reason), layer: harvest.diffId }] };
}

/** A layer that is not what its image says goes by the diffID that its image gives it. */
export function renamed(harvest: Harvest, diffId: Digest): Harvest {
  if (harvest.diffId === diffId) return harvest;
  return { ...harvest, diffId, gaps: harvest.gaps.map((gap) => ({ ...gap, layer: diffId })) };
}

/** A layer of which nothing is known but that it is there. */
export function emptyHarvest(diffId: Digest, reason: GapReason): Harvest {
  return {
    diffId,
    size: 0,
    entries: 0,
    files: [],
    whiteouts: [],
    opaques: [],
    links: {},
    passedOver: [],
    paths: new BigUint64Array(),
    gaps: [{ ...layerGap(reason), layer: diffId }],
  };
}

/** Links that lead on and on: what lies behind them is not known. */
export const endlessLinks: Gap = {
  what: 'link',
  path: null,
  layer: null,
  reason: 'limit-crossed',
  blinds: [...blinds],
  incomplete: true,
};
