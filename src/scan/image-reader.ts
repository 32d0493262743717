import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { Digest } from '../base/digest.ts';
import { expectNoStream } from '../formats/inflate/inflaters.ts';
import type { Image, LayerIntake, OpenOptions, ProgressSink } from '../images/image-source.ts';
import { type SquashedFile, squash } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import type { Inventory } from '../model/inventory.ts';
import { followWantedLinks } from './follow-links.ts';
import { type Growth, grownInventory } from './grown-inventory.ts';
import { emptyHarvest } from './harvest-gaps.ts';
import { assembled } from './inventory.ts';
import { baseOf, type KnownBase } from './known-base.ts';
import { type LayerReader, layerReader } from './layer-reader.ts';
import { layerTurns } from './layer-turns.ts';
import type { ReadingParts } from './scanner.ts';
import type { SharedWork } from './shared-work.ts';
import { isWorthThread, LAYERS_TOGETHER } from './side-by-side.ts';

/** What is in the layers of an image. */
export interface LayersRead {
  readonly inventory: Inventory;
  /** A directory's is known only once it was read. */
  readonly diffIds: readonly Digest[];
  /** Layers that were taken at an engine's word. */
  readonly unproven: ReadonlySet<Digest>;
  /** What it takes to know an image that stands on this one, worked out when it is asked for; null where that is too much. */
  readonly base?: () => KnownBase | null;
  /** Where not all layers were looked at. */
  readonly growth?: Growth | undefined;
}

/** Reads an image into its inventory. */
export interface ImageReader {
  /** For a source that can show its layers only once. */
  readonly intake: LayerIntake;
  read(image: Image): Promise<LayersRead>;
  /** The same for an image whose first layers are those of a known one; null where what is on top of these is more than added to them. */
  readOn(image: Image, below: KnownBelow): Promise<LayersRead | null>;
}

/** An image that another one stands on. */
export interface KnownBelow {
  readonly inventory: Inventory;
  readonly base: KnownBase;
}

interface ImageReaderParts extends ReadingParts {
  /** Where several scans go on in this process. */
  readonly shared: SharedWork | undefined;
  readonly options: OpenOptions;
  readonly progress: ProgressSink;
  readonly seen: ((files: readonly SquashedFile[]) => void) | undefined;
  readonly wasRead: ((diffId: Digest) => boolean) | undefined;
}

export function imageReader(parts: ImageReaderParts): ImageReader {
  const { ecosystems, detectors, cache, scratch, beside, pickDistribution, shared, options, progress, seen } = parts;
  const { wasRead = () => false } = parts;
  const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
  const reader = layerReader({
    collectors,
    cache,
    scratch,
    turns: shared?.turns ?? layerTurns(),
    // Scans that go on side by side have their layers read one after the other.
    together: shared === undefined ? LAYERS_TOGETHER : 1,
    weigh: shared?.weigh,
    threadFor: (layers) =>
      beside !== undefined &&
      isWorthThread(
        layers.filter(({ diffId }) => !wasRead(diffId)),
        availableParallelism(),
      )
        ? beside
        : null,
    options,
    progress,
  });
  return {
    intake: reader.intake,
    read: async (image) => {
      const harvests = await readLayers(image, reader, options);
      beside?.end();
      // Who reads one image needs most memory from here on; who reads many has the next one before him.
      if (shared === undefined) expectNoStream();
      const squashed = (shared?.squash ?? squash)(harvests);
      const behindLinks = await followWantedLinks(
        squashed,
        image.layers,
        harvests,
        collectors,
        reader,
        shared?.detours,
      );
      const gaps: readonly Gap[] = [...image.gaps, ...squashed.gaps, ...behindLinks.gaps];
      const files = [...squashed.files, ...behindLinks.files];
      seen?.(files);
      const systems = shared?.systems;
      const whole = assembled(files, squashed.links, harvests, gaps, ecosystems, pickDistribution, systems);
      return {
        inventory: whole.inventory,
        diffIds: harvests.map(({ diffId }) => diffId),
        unproven: reader.unproven,
        base: () => baseOf({ squashed, files, detours: behindLinks.possible, harvests, assembled: whole, ecosystems }),
      };
    },
    readOn: async ({ layers, gaps }, { inventory, base }) => {
      const count = inventory.layers.length;
      if (layers.length > options.limits.maxLayers || gaps.length > 0) return null;
      const harvests = await reader.readAll(layers.slice(count), layers.length, { ...base, count });
      const growth = grownInventory(inventory, base, harvests, ecosystems);
      if (growth === null) return null;
      if (shared === undefined) expectNoStream();
      const { layers: all } = growth.inventory;
      return {
        inventory: growth.inventory,
        diffIds: all.map(({ diffId }) => diffId),
        unproven: reader.unproven,
        growth,
      };
    },
  };
}

/** Bytes as they are stored: what comes out is several times as much. */
const LARGE = 1 << 30;

async function readLayers(image: Image, reader: LayerReader, options: OpenOptions): Promise<readonly Harvest[]> {
  const { layers } = image;
  // V8 else lets a heap grow to four times what is alive in it before it looks again, which takes fifty megabytes more and three hundredths less time.
  if (layers.reduce((sum, { storedSize }) => sum + (storedSize ?? 0), 0) > LARGE)
    setFlagsFromString('--heap-growing-percent=50');
  const { maxLayers } = options.limits;
  const past = layers.slice(maxLayers).map(({ diffId }) => emptyHarvest(diffId, 'limit-crossed'));
  return [...(await reader.readAll(layers.slice(0, maxLayers), layers.length)), ...past];
}
