import { createHash } from 'node:crypto';
import { type ByteStream, drain, tapped } from '../base/byte-stream.ts';
import type { Digest } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import { isTimeout } from '../base/is-timeout.ts';
import type { Collector } from '../collect/collector.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';
import { harvestDirectory } from '../collect/harvest-directory.ts';
import { type HarvestedLayer, type HarvestOptions, harvestLayer } from '../collect/harvest-layer.ts';
import { type HarvestScales, MOST_WEIGHT, weightOf } from '../collect/harvest-weight.ts';
import { LargeTurns } from '../collect/large-turns.ts';
import { CompressionError } from '../formats/compression-error.ts';
import { decompressed } from '../formats/decompress.ts';
import { type StoredOptions, storedContent } from '../formats/stored-content.ts';
import { ArchiveAltered } from '../formats/tar-split/archive-piece.ts';
import type { Layer, LayerContent, LayerIntake, OpenOptions, ProgressSink } from '../images/image-source.ts';
import type { GapReason } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import { completed, withUnread } from './hard-links.ts';
import { emptyHarvest, isWhole } from './harvest-gaps.ts';
import type { LayerThread } from './layer-thread.ts';
import type { LayerTurns } from './layer-turns.ts';
import { isHashedBeside } from './only-layer.ts';
import { type ReadLayer, type Room, readSideBySide } from './side-by-side.ts';
import { spoolFor } from './spool.ts';
import { unpackedLayers } from './unpacked-layers.ts';

/** Reads layers into harvests, those that a source shows once and those that can be opened at will. */
export interface LayerReader {
  readonly intake: LayerIntake;
  /**
   * The harvests of layers, from the cache where they are there. Never throws for what is wrong with a layer itself.
   *
   * @param of how many layers the image has
   * @param below what is known of layers below these: how many they are, and what they take of the room there is
   */
  readAll(layers: readonly Layer[], of: number, below?: LayersBelow): Promise<readonly Harvest[]>;
  /** What other collectors take from a layer that was read; null where it cannot be had again, or is no longer what it was. */
  readWith(collectors: readonly Collector[], layer: Layer, before: Harvest): Promise<Harvest | null>;
  /** Of the layers that were read, those whose digest was an engine's word: not all of their bytes were hashed. */
  readonly unproven: ReadonlySet<Digest>;
}

export interface LayersBelow {
  readonly count: number;
  readonly size: number;
  readonly weight: number;
}

interface ReaderParts {
  readonly collectors: readonly Collector[];
  readonly cache: HarvestCache;
  readonly scratch: string | undefined;
  readonly turns: LayerTurns;
  /** How many of these layers are read at a time. */
  readonly together: number;
  readonly weigh: HarvestScales | undefined;
  /** What reads some of these layers beside; null where that does not pay. */
  readonly threadFor: (layers: readonly Layer[]) => LayerThread | null;
  readonly options: OpenOptions;
  readonly progress: ProgressSink;
}

const passing = { en: 'Reading layers as they come', 'zh-CN': '正在依次读取镜像层' } as const;

const unseen: StoredOptions = { isHashedBeside: false, see: () => {} };

type Reopened = Extract<LayerContent, { kind: 'tar' | 'directory' }>;

export function layerReader({
  collectors,
  cache,
  scratch,
  turns,
  together,
  weigh,
  threadFor,
  options,
  progress,
}: ReaderParts): LayerReader {
  const { limits, signal } = options;
  /** By the digest of the blob: what went through the intake. */
  const taken = new Map<Digest, HarvestedLayer>();
  /** By diffID. */
  const whole = new Map<Digest, HarvestedLayer>();
  const intakeRoom = { size: limits.maxImageSize, weight: MOST_WEIGHT };
  const spool = spoolFor(collectors);
  const unpacked = unpackedLayers(
    (others) => (others === collectors ? cache : cache.withCollectors(others)),
    options.trustsEngine,
  );
  let passed = 0;
  let thread: LayerThread | null = null;

  const largeTurns = new LargeTurns();
  const optionsFor = (wanting: readonly Collector[], room: Room): HarvestOptions => ({
    collectors: wanting,
    maxFileSize: limits.maxFileSize,
    maxLayerSize: room.size,
    room: () => room.weight,
    scratch,
    largeTurns,
    signal,
  });

  /** Opens a layer as often as its hard links make necessary. */
  const opened = (
    content: Reopened,
    settings: HarvestOptions,
    reading: StoredOptions,
    before: HarvestedLayer | null,
  ): Promise<Harvest> =>
    completed(
      async (also) =>
        content.kind === 'directory'
          ? harvestDirectory(content.root, { ...settings, also }, filesShown(progress))
          : harvestTar(content, reading, { ...settings, also }),
      before,
    );

  /** A layer that was read whole, in this scan or an earlier one. */
  const known = async (diffId: Digest): Promise<HarvestedLayer | null> => {
    const before = whole.get(diffId);
    if (before !== undefined) return before;
    const harvest = await cache.get(diffId);
    if (harvest === null) return null;
    // Once said to be known it has to stay so, whoever empties the cache meanwhile.
    whole.set(diffId, { harvest, unread: [] });
    return { harvest, unread: [] };
  };

  const harvestOf = async (layer: Layer, room: Room, reading: StoredOptions): Promise<Harvest> => {
    const { content, diffId } = layer;
    switch (content.kind) {
      case 'missing':
        return emptyHarvest(diffId, content.reason);
      case 'taken': {
        // Under its digest as a blob where it was read just now, which is its diffID where it was not read again.
        const before = taken.get(content.as) ?? (await known(content.as));
        return before === null ? emptyHarvest(diffId, 'missing') : withUnread(before);
      }
      case 'directory':
        return opened(content, optionsFor(collectors, room), unseen, null);
      case 'tar': {
        const before = await known(diffId);
        if (before?.unread.length === 0) return before.harvest;
        const harvest = await opened(content, optionsFor(collectors, room), reading, before);
        if (isWhole(harvest) && harvest.diffId === diffId) await cache.put(harvest);
        return harvest;
      }
      case 'unpacked': {
        const before = await known(diffId);
        if (before?.unread.length === 0) return before.harvest;
        try {
          return await unpacked.read(content, diffId, optionsFor(collectors, room), reading.see, thread);
        } catch (error) {
          if (!(error instanceof ArchiveAltered)) throw error;
          return harvestOf({ ...layer, content: await content.otherwise() }, room, reading);
        }
      }
    }
  };

  const readWith: LayerReader['readWith'] = async (others, layer, before) => {
    const { content, diffId } = layer;
    if (content.kind === 'missing') return null;
    const settings = optionsFor(others, { size: before.size, weight: MOST_WEIGHT });
    if (content.kind === 'taken') return spool.harvestWith(content.as, before, settings);
    const kept = content.kind === 'tar' ? cache.withCollectors(others) : null;
    const known = (await kept?.get(diffId)) ?? null;
    if (known !== null) return known;
    try {
      const harvest =
        content.kind === 'unpacked'
          ? await unpacked.read(content, diffId, settings, () => {})
          : await opened(content, settings, unseen, null);
      if (content.kind !== 'directory' && (harvest.diffId !== diffId || !isWhole(harvest))) return null;
      await kept?.put(harvest);
      return harvest;
    } catch (error) {
      if (content.kind === 'unpacked' && error instanceof ArchiveAltered)
        return readWith(others, { ...layer, content: await content.otherwise() }, before);
      reasonFor(error, signal);
      return null;
    }
  };

  return {
    unproven: unpacked.unproven,
    intake: {
      knows: async (diffId) => (await known(diffId)) !== null,
      take: async (blob, { isOnce }) => {
        const hash = createHash('sha256');
        const bytes = tapped(blob, (chunk) => hash.update(chunk));
        const taking = isOnce ? [...collectors, spool.collector] : collectors;
        const read = await harvestBlob(unclosed(bytes), optionsFor(taking, intakeRoom), false);
        await drain(bytes);
        passed += 1;
        progress.step({ what: passing, done: passed, total: null, unit: 'layers' });
        const blobDigest: Digest = `sha256:${hash.digest('hex')}`;
        const layer = isOnce ? spool.emptied(read, blobDigest) : read;
        const { diffId, size } = layer.harvest;
        intakeRoom.size -= size;
        intakeRoom.weight -= weightOf(layer.harvest);
        taken.set(blobDigest, layer);
        if (isWhole(layer.harvest)) {
          whole.set(diffId, layer);
          if (layer.unread.length === 0) await cache.put(layer.harvest);
        }
        return { diffId, blobDigest };
      },
    },
    readAll: (layers, of, below = { count: 0, size: 0, weight: 0 }) => {
      thread = threadFor(layers);
      const shown = layersShown(layers, below.count, of, progress);
      const read: ReadLayer = async (layer, at, room) => {
        const reading = { see: (bytes: number) => shown.see(at, bytes), isHashedBeside: isHashedBeside(layers) };
        try {
          return await turns.alone(layer.blob ?? null, () => harvestOf(layer, room, reading));
        } catch (error) {
          return emptyHarvest(layer.diffId, reasonFor(error, signal));
        } finally {
          shown.isRead(at);
        }
      };
      const room = { size: limits.maxImageSize - below.size, weight: MOST_WEIGHT - below.weight };
      return readSideBySide(layers, room, read, together, weigh);
    },
    readWith: (others, layer, before) => turns.alone(layer.blob ?? null, () => readWith(others, layer, before)),
  };
}

/** Reads a layer where it lies, if it lies somewhere; else as it comes. */
async function harvestTar(
  { open, stored }: Extract<LayerContent, { kind: 'tar' }>,
  reading: StoredOptions,
  settings: HarvestOptions,
): Promise<HarvestedLayer> {
  const content = stored === undefined ? null : await storedContent(stored, reading);
  if (content !== null) return harvestLayer(content, settings);
  return harvestBlob(
    tapped(await open(), ({ length }) => reading.see(length)),
    settings,
    true,
  );
}

/**
 * A compression that no layer may have is damage of that layer like any other.
 * @param isExpected whether the layer's digest is known, and told apart from what came
 */
async function harvestBlob(blob: ByteStream, settings: HarvestOptions, isExpected: boolean): Promise<HarvestedLayer> {
  try {
    return await harvestLayer((await decompressed(blob, { isPassing: true, isExpected })).content, settings);
  } catch (error) {
    if (!(error instanceof CompressionError)) throw error;
    return harvestLayer(failing(error), settings);
  }
}

// biome-ignore lint/correctness/useYield: it has nothing to give
async function* failing(error: Error): ByteStream {
  throw error;
}

/** A stream whose reader may stop early without closing it for the one who reads the rest. */
function unclosed(stream: AsyncGenerator<Uint8Array>): ByteStream {
  return { [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) };
}

/** Tells how far layers are read, counted as they are stored: all of them in one, as some are read at a time. */
function layersShown(layers: readonly Layer[], below: number, of: number, progress: ProgressSink) {
  const what =
    layers.length === 1
      ? { en: `Reading layer ${below + 1} of ${of}`, 'zh-CN': `正在读取第 ${below + 1}/${of} 层` }
      : { en: `Reading ${layers.length} layers`, 'zh-CN': `正在读取 ${layers.length} 个镜像层` };
  const sizes = layers.map(({ storedSize }) => storedSize ?? Number.NaN);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const read = layers.map(() => 0);
  const show = (at: number, bytes: number) => {
    // What is read twice, or is not as large as was said, is no more than the layer.
    read[at] = Math.min(bytes, layers[at]?.storedSize ?? bytes);
    const done = read.reduce((sum, one) => sum + one, 0);
    progress.step({ what, done, total: Number.isNaN(total) ? null : total, unit: 'bytes' });
  };
  return {
    see: (at: number, bytes: number) => show(at, (read[at] ?? 0) + bytes),
    isRead: (at: number) => show(at, layers[at]?.storedSize ?? read[at] ?? 0),
  };
}

/** A directory says beforehand neither how many files nor how many bytes there will be. */
function filesShown(progress: ProgressSink): (done: number) => void {
  const what = { en: 'Reading files', 'zh-CN': '正在读取文件' };
  return (done) => progress.step({ what, done, total: null, unit: 'files' });
}

/** What is wrong with a layer that could not be read; anything that is not about the layer is thrown on. */
function reasonFor(error: unknown, signal: AbortSignal): GapReason {
  if (signal.aborted && isTimeout(signal.reason)) return 'timeout';
  if (error instanceof CompressionError) return error.kind;
  if (error instanceof PlimsollError && error.code === 'digest-mismatch') return 'digest-mismatch';
  if (error instanceof PlimsollError && error.code === 'archive-truncated') return 'truncated';
  throw error;
}
