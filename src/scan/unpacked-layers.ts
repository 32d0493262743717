import type { Digest } from '../base/digest.ts';
import type { Collector, FileDigest } from '../collect/collector.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';
import { type HarvestOptions, harvestLayer } from '../collect/harvest-layer.ts';
import { harvestPieces } from '../collect/harvest-pieces.ts';
import { MOST_WEIGHT } from '../collect/harvest-weight.ts';
import {
  ArchiveAltered,
  type ArchivePiece,
  type ArchivePieces,
  assembled,
} from '../formats/tar-split/archive-piece.ts';
import type { LayerContent } from '../images/image-source.ts';
import type { Harvest } from '../model/harvest.ts';
import { completed } from './hard-links.ts';
import { isWhole } from './harvest-gaps.ts';
import type { LayerTask, LayerThread } from './layer-thread.ts';

export type UnpackedContent = Extract<LayerContent, { kind: 'unpacked' }>;

/** Reads layers where an engine has unpacked them. */
export interface UnpackedLayers {
  /**
   * What collectors take from a layer, from the cache where it is there.
   *
   * Throws {@link ArchiveAltered} where the layer is not there as it was unpacked, or, where all of it is read, is another one.
   * @param seen told how many bytes of files went by, read or not
   * @param thread what reads it in place of this one, where this one has a layer to read and that has none; by all collectors of the cache alone
   */
  read(
    content: UnpackedContent,
    diffId: Digest,
    settings: HarvestOptions,
    seen: (bytes: number) => void,
    thread?: LayerThread | null,
  ): Promise<Harvest>;
  /** Layers that were taken at the engine's word. */
  readonly unproven: ReadonlySet<Digest>;
}

/**
 * @param cacheFor readings by these collectors of layers that were hashed
 * @param trustsEngine whether the engine's word is enough; else every byte is read and hashed
 */
export function unpackedLayers(
  cacheFor: (collectors: readonly Collector[]) => HarvestCache,
  trustsEngine: boolean,
): UnpackedLayers {
  const unproven = new Set<Digest>();
  /** How many layers this thread is reading. */
  let here = 0;
  return {
    unproven,
    read: async (content, diffId, settings, seen, thread = null) => {
      const proven = cacheFor(settings.collectors);
      const before = await proven.get(diffId);
      if (before !== null) return before;
      const pieces = () => counted(content.pieces(), seen);
      if (!trustsEngine) {
        const harvest = await completed((also) => harvestLayer(assembled(pieces()), { ...settings, also }), null);
        if (!isWhole(harvest)) return harvest;
        if (harvest.diffId !== diffId) throw new ArchiveAltered('a layer of another digest');
        await proven.put(harvest);
        return harvest;
      }
      const vouched = proven.vouchedBy(content.store);
      unproven.add(diffId);
      const kept = await vouched.get(diffId);
      if (kept !== null) return kept;
      // The other thread takes a while to start: the first layer, which is the largest, is read here.
      if (here > 0 && (await thread?.read(taskOf(content, diffId, settings), seen, settings.signal)) === true) {
        // What it kept is believed as what any scan before kept.
        const read = await vouched.get(diffId);
        if (read !== null) return read;
      }
      here += 1;
      try {
        const digests = digestsAskedFor(content, settings.collectors);
        const harvest = await completed(
          (also) => harvestPieces(pieces(), diffId, { ...settings, also }, digests),
          null,
        );
        if (isWhole(harvest)) await vouched.put(harvest);
        return harvest;
      } finally {
        here -= 1;
      }
    },
  };
}

function taskOf(
  { store, layer }: UnpackedContent,
  diffId: Digest,
  { maxFileSize, maxLayerSize, room }: HarvestOptions,
): LayerTask {
  return { store, layer, diffId, maxFileSize, maxLayerSize, room: room?.() ?? MOST_WEIGHT };
}

/** The digests by which the layer's own databases know files; undefined where it has none: any of the layers below may have some. */
function digestsAskedFor(
  { has }: UnpackedContent,
  collectors: readonly Collector[],
): readonly FileDigest[] | undefined {
  const known = collectors.flatMap(({ knowsFiles }) => (knowsFiles?.in.some(has) === true ? knowsFiles.by : []));
  return known.length === 0 ? undefined : [...new Set(known)];
}

async function* counted(
  pieces: ArchivePieces,
  seen: (bytes: number) => void,
): AsyncGenerator<readonly ArchivePiece[], void, undefined> {
  for await (const some of pieces) {
    seen(some.reduce((sum, piece) => (piece.kind === 'file' ? sum + piece.size : sum), 0));
    yield some;
  }
}
