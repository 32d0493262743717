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

/** Reads one layer, the first being at 0, within the room that it is given. Never rejects for what is wrong with the layer itself. */
export type ReadLayer = (layer: Layer, at: number, room: Room) => Promise<Harvest>;

/**
 * Reads the layers of an image, some of them at a time and the largest first, to what reading one after the other would come to: a layer that does
 * not fit into its share of the room, or into what those before it leave, is read again alone, as are all that follow it.
 */
export async function readSideBySide(
  layers: readonly Layer[],
  room: Room,
  read: ReadLayer,
  together: number,
  weigh: HarvestScales = weightOf,
): Promise<readonly Harvest[]> {
  const left = { size: room.size, weight: room.weight };
  const ahead = new LayersAhead(layers, left, read, together, weigh);
  const harvests: Harvest[] = [];
  for (const layer of layers) {
    let harvest = await ahead.next();
    if (!ahead.isAlone && !fits(harvest, left, weigh)) harvest = await ahead.nextAlone();
    left.size -= harvest.size;
    left.weight -= weigh(harvest);
    ahead.goOn();
    harvests.push(asTold(layer, harvest, left));
  }
  return harvests;
}

/** Layers that are read before it is their turn, and the one whose turn it is. */
class LayersAhead {
  readonly #layers: readonly Layer[];
  readonly #bySize: readonly number[];
  readonly #left: Room;
  readonly #read: ReadLayer;
  readonly #weigh: HarvestScales;
  #together: number;
  /** Whose turn it is. */
  #turn = 0;
  /** All that were begun, and those of them that are under way. */
  readonly #begun = new Map<number, Promise<Harvest>>();
  readonly #under = new Set<number>();
  /** What the others came to. */
  readonly #done = new Map<number, { readonly size: number; readonly weight: number }>();
  #size = 0;
  #weight = 0;
  /** What is wrong with more than a layer: then no other one is begun. */
  #failed: Promise<Harvest> | null = null;

  /** @param left what those whose turn it was have left */
  constructor(layers: readonly Layer[], left: Room, read: ReadLayer, together: number, weigh: HarvestScales) {
    this.#layers = layers;
    this.#left = left;
    this.#read = read;
    this.#together = together;
    this.#weigh = weigh;
    this.#bySize = layers
      .map(({ storedSize }, at) => ({ at, size: storedSize ?? Number.MAX_SAFE_INTEGER }))
      .sort((one, other) => other.size - one.size || one.at - other.at)
      .map(({ at }) => at);
  }

  /** Whether one layer is read at a time. */
  get isAlone(): boolean {
    return this.#together === 1;
  }

  /** The layer whose turn it is. Rejects with what is wrong with that, or with a later one that kept it from being begun. */
  async next(): Promise<Harvest> {
    for (;;) {
      this.#beginMore();
      const reading = this.#begun.get(this.#turn) ?? this.#failed;
      if (reading !== null) return reading;
      await Promise.race([...this.#under].map((at) => this.#begun.get(at)?.catch(() => {})));
    }
  }

  /** The same read with all the room that there is, as are all from here on. */
  async nextAlone(): Promise<Harvest> {
    this.#together = 1;
    await Promise.allSettled(this.#begun.values());
    for (const at of this.#begun.keys()) this.#forget(at);
    return this.next();
  }

  /** It is the next one's turn. */
  goOn(): void {
    this.#forget(this.#turn);
    this.#turn += 1;
  }

  #forget(at: number): void {
    const { size = 0, weight = 0 } = this.#done.get(at) ?? {};
    this.#size -= size;
    this.#weight -= weight;
    this.#done.delete(at);
    this.#begun.delete(at);
  }

  #beginMore(): void {
    while (this.#failed === null && this.#under.size < this.#together) {
      const at = this.#isRoomAhead()
        ? this.#bySize.find((one) => one >= this.#turn && !this.#begun.has(one))
        : this.#turn;
      const layer = at === undefined ? undefined : this.#layers[at];
      if (at === undefined || layer === undefined || this.#begun.has(at)) return;
      this.#begin(at, layer);
    }
  }

  #isRoomAhead(): boolean {
    return !this.isAlone && this.#weight <= this.#left.weight / 4 && this.#size <= this.#left.size / 2;
  }

  #begin(at: number, layer: Layer): void {
    this.#under.add(at);
    const weight = () => (at === this.#turn ? this.#left.weight : this.#share());
    const room: Room = {
      size: this.#left.size - (at === this.#turn ? 0 : this.#size),
      get weight() {
        return weight();
      },
    };
    const ended = this.#read(layer, at, room).finally(() => this.#under.delete(at));
    this.#begun.set(at, ended);
    ended.then(
      (harvest) => this.#isDone(at, harvest),
      () => {
        this.#failed ??= ended;
      },
    );
  }

  #isDone(at: number, harvest: Harvest): void {
    const facts = { size: harvest.size, weight: this.#weigh(harvest) };
    this.#done.set(at, facts);
    this.#size += facts.size;
    this.#weight += facts.weight;
    this.#beginMore();
  }

  /** Those that are ahead of their turn share a half, so that one that is large in its turn is not read twice. */
  #share(): number {
    const sharing = this.#under.size - (this.#under.has(this.#turn) ? 1 : 0);
    return Math.floor((this.#left.weight / 2 - this.#weight) / sharing);
  }
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
