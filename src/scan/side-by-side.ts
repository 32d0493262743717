import { type HarvestScales, weightOf } from '../collect/harvest-weight.ts';
import type { Layer } from '../images/image-source.ts';
import type { Harvest } from '../model/harvest.ts';
import { emptyHarvest, isWhole, renamed, withGap } from './harvest-gaps.ts';

/**
 * How many layers of one image are read at a time: while one waits for its source or is inflated, another one is walked. A third would bring two cores
 * nothing but its memory.
 */
export const LAYERS_TOGETHER = 2;

/** Bytes of files that are read in about the time that a thread takes to start. */
const LEAST_BESIDE = 32 << 20;

/**
 * Whether reading some layers that an engine has unpacked on a thread beside pays: where there is enough to do besides the largest one.
 *
 * @param layers those that were not read before
 * @param cores that there are for this process
 */
export function isWorthThread(layers: readonly Layer[], cores: number): boolean {
  const sizes = layers.flatMap(({ content, storedSize }) =>
    content.kind === 'unpacked' ? [storedSize ?? LEAST_BESIDE] : [],
  );
  const others = sizes.reduce((sum, size) => sum + size, 0) - Math.max(0, ...sizes);
  return cores > 1 && others >= LEAST_BESIDE;
}

/** What may still be read of an image, and remembered of it. */
export interface Room {
  /** Bytes, uncompressed. */
  readonly size: number;
  /** As `harvest-weight.ts` weighs it. It may become more while it is used. */
  readonly weight: number;
}

/**
 * Reads one layer within the room that it is given. Never rejects for what is wrong with the layer itself.
 *
 * @param isNext whether everything before it has been read: one layer alone shows how far it is
 */
export type ReadLayer = (layer: Layer, number: number, room: Room, isNext: () => boolean) => Promise<Harvest>;

/**
 * Reads the layers of an image, some of them at a time, to what reading one after the other would come to: a layer that does not fit into its
 * share of the room, or into what those before it leave, is read again alone, as are all that follow it.
 */
export async function readSideBySide(
  layers: readonly Layer[],
  room: Room,
  read: ReadLayer,
  together: number,
  weigh: HarvestScales = weightOf,
): Promise<readonly Harvest[]> {
  const left = { size: room.size, weight: room.weight };
  const harvests: Harvest[] = [];
  const under = new Map<number, Promise<Harvest>>();
  let most = Math.min(together, layers.length);
  const begin = (at: number, layer: Layer): Promise<Harvest> => {
    const isNext = () => harvests.length === at;
    // Those that are ahead of their turn share a half, so that one that is large in its turn is not read twice.
    const share = most - 1;
    const room: Room = {
      size: left.size,
      get weight() {
        return isNext() ? left.weight : Math.floor(left.weight / 2 / share);
      },
    };
    return read(layer, at + 1, room, isNext);
  };
  for (const [at, layer] of layers.entries()) {
    for (const [ahead, next] of layers.slice(at, at + most).entries()) {
      if (under.has(at + ahead)) continue;
      const reading = begin(at + ahead, next);
      // Whoever reads on is told when it is that layer's turn.
      reading.catch(() => {});
      under.set(at + ahead, reading);
    }
    let harvest = await (under.get(at) ?? begin(at, layer));
    if (most > 1 && !fits(harvest, left, weigh)) {
      await Promise.allSettled(under.values());
      under.clear();
      most = 1;
      harvest = await begin(at, layer);
    }
    under.delete(at);
    left.size -= harvest.size;
    left.weight -= weigh(harvest);
    harvests.push(asTold(layer, harvest, left));
  }
  return harvests;
}

function fits(harvest: Harvest, left: Room, weigh: HarvestScales): boolean {
  const isCut = harvest.gaps.some(({ what, reason }) => what === 'layer' && reason === 'limit-crossed');
  return !isCut && harvest.size <= left.size && weigh(harvest) <= left.weight;
}

/** What a layer is to its image: under the diffID that the image gives it, and with what its reading has overstepped. */
function asTold({ diffId, content }: Layer, harvest: Harvest, left: Room): Harvest {
  // What there is no room for is let go; what is only long is there already.
  if (left.weight < 0) return { ...emptyHarvest(diffId, 'limit-crossed'), size: harvest.size };
  if (left.size < 0) return withGap(renamed(harvest, diffId), 'limit-crossed');
  if (content.kind === 'directory' || harvest.diffId === diffId) return harvest;
  // What is damaged or cut off says so already.
  const named = renamed(harvest, diffId);
  return isWhole(harvest) ? withGap(named, 'digest-mismatch') : named;
}
