import { createHash } from 'node:crypto';
import { type ByteStream, tapped } from '../base/byte-stream.ts';
import type { Digest } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import type { Collector } from '../collect/collector.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';
import { harvestDirectory } from '../collect/harvest-directory.ts';
import { type AlsoTake, type HarvestedLayer, harvestLayer, layerGap } from '../collect/harvest-layer.ts';
import type { UnreadLink } from '../collect/layer-walk.ts';
import { CompressionError, decompressed } from '../formats/decompress.ts';
import type { Layer, LayerIntake, OpenOptions, ProgressSink } from '../images/image-source.ts';
import type { Gap, GapReason } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';

/** Reads layers into harvests, those that a source shows once and those that can be opened at will. */
export interface LayerReader {
  readonly intake: LayerIntake;
  /** The harvest of a layer, from the cache where it is there. Never throws for what is wrong with the layer itself. */
  read(layer: Layer, number: number, of: number): Promise<Harvest>;
  /** Reads a layer once more for files that nobody wanted at first; null where it cannot be had again. */
  readAgain(layer: Layer, also: ReadonlyMap<string, readonly AlsoTake[]>): Promise<Harvest | null>;
}

interface ReaderParts {
  readonly collectors: readonly Collector[];
  readonly cache: HarvestCache;
  readonly options: OpenOptions;
  readonly progress: ProgressSink;
}

export function layerReader({ collectors, cache, options, progress }: ReaderParts): LayerReader {
  const { limits, signal } = options;
  const taken = new Map<Digest, Harvest>();
  let budget = limits.maxImageSize;

  const harvestOptions = (also?: ReadonlyMap<string, readonly AlsoTake[]>) => ({
    collectors,
    maxFileSize: limits.maxFileSize,
    maxLayerSize: budget,
    signal,
    ...(also === undefined ? {} : { also }),
  });

  const harvested = async (
    blob: ByteStream,
    also?: ReadonlyMap<string, readonly AlsoTake[]>,
  ): Promise<HarvestedLayer> => {
    const { content } = await decompressed(blob);
    return harvestLayer(content, harvestOptions(also));
  };

  /** Harvests an opened layer; where a wanted name is a hard link to something that went by unread, reads it a second time. */
  const complete = async (
    open: () => Promise<HarvestedLayer>,
    again: (also: ReadonlyMap<string, readonly AlsoTake[]>) => Promise<HarvestedLayer>,
  ) => {
    const first = await open();
    return first.unread.length === 0 ? first.harvest : (await again(alsoFor(first.unread))).harvest;
  };

  const fresh = async (layer: Layer, number: number, of: number): Promise<Harvest> => {
    const { content } = layer;
    switch (content.kind) {
      case 'missing':
        return emptyHarvest(layer.diffId, content.reason);
      case 'taken':
        return emptyHarvest(layer.diffId, 'missing');
      case 'directory': {
        const { root } = content;
        return complete(
          () => harvestDirectory(root, harvestOptions()),
          (also) => harvestDirectory(root, harvestOptions(also)),
        );
      }
      case 'tar': {
        const shown = async () => withProgress(await content.open(), layer, number, of, progress);
        return complete(
          async () => harvested(await shown()),
          async (also) => harvested(await shown(), also),
        );
      }
    }
  };

  return {
    intake: {
      knows: (diffId) => taken.has(diffId) || cache.has(diffId),
      take: async (blob) => {
        const hash = createHash('sha256');
        const seen = tapped(blob, (chunk) => hash.update(chunk));
        const { harvest, unread } = await harvested(seen);
        const whole = {
          ...harvest,
          gaps: [...harvest.gaps, ...unread.map((link) => notFollowed(link, harvest.diffId))],
        };
        budget -= harvest.size;
        taken.set(harvest.diffId, whole);
        if (isWhole(harvest) && unread.length === 0) await cache.put(harvest);
        return { diffId: harvest.diffId, blobDigest: `sha256:${hash.digest('hex')}` };
      },
    },
    read: async (layer, number, of) => {
      const known =
        taken.get(layer.diffId) ?? (layer.content.kind === 'directory' ? null : await cache.get(layer.diffId));
      if (known !== null) {
        if (!taken.has(layer.diffId)) budget -= known.size;
        return budget < 0 ? withGap(known, 'limit-crossed') : known;
      }
      try {
        const harvest = await fresh(layer, number, of);
        budget -= harvest.size;
        if (layer.content.kind === 'directory') return harvest;
        if (!isWhole(harvest)) return renamed(harvest, layer.diffId);
        if (harvest.diffId !== layer.diffId) return withGap(renamed(harvest, layer.diffId), 'digest-mismatch');
        await cache.put(harvest);
        return harvest;
      } catch (error) {
        return emptyHarvest(layer.diffId, reasonFor(error, signal));
      }
    },
    readAgain: async ({ content }, also) => {
      if (content.kind === 'directory') return (await harvestDirectory(content.root, harvestOptions(also))).harvest;
      if (content.kind === 'tar') return (await harvested(await content.open(), also)).harvest;
      return null;
    },
  };
}

function withProgress(
  stream: ByteStream,
  layer: Layer,
  number: number,
  of: number,
  progress: ProgressSink,
): ByteStream {
  const what = { en: `Reading layer ${number} of ${of}`, 'zh-CN': `正在读取第 ${number}/${of} 层` };
  let done = 0;
  return tapped(stream, (chunk) => {
    done += chunk.length;
    progress.step({ what, done, total: layer.storedSize, unit: 'bytes' });
  });
}

function alsoFor(unread: readonly UnreadLink[]): ReadonlyMap<string, readonly AlsoTake[]> {
  const also = new Map<string, AlsoTake[]>();
  for (const { path, target, collectors } of unread) {
    const list = also.get(target) ?? [];
    for (const collector of collectors) list.push({ as: path, collector });
    also.set(target, list);
  }
  return also;
}

function notFollowed({ path, collectors }: UnreadLink, layer: Digest): Gap {
  const blinds = [...new Set(collectors.flatMap((collector) => collector.blinds))];
  return { what: collectors[0]?.what ?? 'file', path, layer, reason: 'link-not-followed', blinds, incomplete: false };
}

/** What is wrong with a layer that could not be read; anything that is not about the layer is thrown on. */
function reasonFor(error: unknown, signal: AbortSignal): GapReason {
  if (signal.aborted && isTimeout(signal.reason)) return 'timeout';
  if (error instanceof CompressionError) return error.kind;
  if (error instanceof PlimsollError && error.code === 'digest-mismatch') return 'digest-mismatch';
  if (error instanceof PlimsollError && error.code === 'archive-truncated') return 'truncated';
  throw error;
}

export function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

function isWhole(harvest: Harvest): boolean {
  return !harvest.gaps.some((gap) => gap.incomplete);
}

function withGap(harvest: Harvest, reason: GapReason): Harvest {
  return { ...harvest, gaps: [...harvest.gaps, { ...layerGap(reason), layer: harvest.diffId }] };
}

/** A damaged layer goes by the diffID that its image gives it. */
function renamed(harvest: Harvest, diffId: Digest): Harvest {
  return { ...harvest, diffId, gaps: harvest.gaps.map((gap) => ({ ...gap, layer: diffId })) };
}

export function emptyHarvest(diffId: Digest, reason: GapReason): Harvest {
  return {
    diffId,
    size: 0,
    entries: 0,
    files: [],
    whiteouts: [],
    opaques: [],
    links: {},
    paths: new BigUint64Array(),
    gaps: [{ ...layerGap(reason), layer: diffId }],
  };
}
