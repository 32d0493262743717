import { createHash } from 'node:crypto';
import type { ByteStream, HashedStream } from '../base/byte-stream.ts';
import type { Digest } from '../base/digest.ts';
import { CompressionError } from '../formats/compression-error.ts';
import { TarError } from '../formats/tar/tar-entry.ts';
import { TarParser } from '../formats/tar/tar-parser.ts';
import type { GapReason } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import type { Collector } from './collector.ts';
import type { LargeTurns } from './large-turns.ts';
import { layerGap } from './layer-gaps.ts';
import { LayerWalk, type UnreadLink } from './layer-walk.ts';

export interface HarvestOptions {
  readonly collectors: readonly Collector[];
  /** Bytes of one wanted file. */
  readonly maxFileSize: number;
  /** Bytes of the whole layer, uncompressed. */
  readonly maxLayerSize: number;
  readonly signal: AbortSignal;
  /** A directory in which a large file may be laid down while it is looked at; absent: it is held in memory. */
  readonly scratch?: string | undefined;
  /** Where other layers are read meanwhile: who of them may hold a large file. */
  readonly largeTurns?: LargeTurns;
  /** What may be remembered of the layer, as `harvest-weight.ts` weighs it. */
  readonly room?: () => number;
  /** By path, files to hold ready for collectors: hard links to them follow at paths that these want. */
  readonly also?: ReadonlyMap<string, readonly AlsoTake[]>;
}

export interface AlsoTake {
  readonly as: string;
  readonly collector: Collector;
}

export interface HarvestedLayer {
  readonly harvest: Harvest;
  /** Hard links of wanted paths whose target had gone by unread: read the layer again with `also`. */
  readonly unread: readonly UnreadLink[];
}

/**
 * Reads one layer, uncompressed, in one pass to its very end, and returns what the collectors took from it and its diffID.
 *
 * Damage becomes a gap with `incomplete` set; errors of the stream that are not about its content (an aborted scan, a lost
 * connection) are thrown.
 */
export async function harvestLayer(
  content: ByteStream | HashedStream,
  options: HarvestOptions,
): Promise<HarvestedLayer> {
  const hash = createHash('sha256');
  const isHashed = 'sha256' in content;
  const walk = new LayerWalk(options, { hasWhiteouts: true });
  const parser = new TarParser(walk);
  let size = 0;
  let trouble: { reason: GapReason } | null = null;
  let endTurn: (() => void) | null = null;
  try {
    for await (const chunk of content) {
      options.signal.throwIfAborted();
      size += chunk.length;
      if (!isHashed) hash.update(chunk);
      if (size > options.maxLayerSize || walk.isOverfull) {
        trouble = { reason: 'limit-crossed' };
        break;
      }
      // After damage in the archive its bytes still count for the diffID.
      if (trouble === null) trouble = pushed(parser, chunk);
      // Memory is taken as it is filled: what has come of a large file by now is one chunk.
      if (walk.holdsLarge) endTurn ??= (await options.largeTurns?.begin(options.signal)) ?? null;
      else if (endTurn !== null) {
        endTurn();
        endTurn = null;
      }
    }
    if (trouble === null) trouble = finished(parser);
  } catch (error) {
    if (!(error instanceof CompressionError)) {
      walk.giveUp();
      throw error;
    }
    trouble ??= { reason: error.kind };
  } finally {
    endTurn?.();
  }
  // What was not read to its end has no digest. One stands there all the same, which no layer's can be.
  const sum =
    (isHashed ? content.sha256() : null) ?? hash.update(isHashed ? `${size} bytes and more` : '').digest('hex');
  return harvested(walk, `sha256:${sum}`, size, trouble);
}

/** What a walk has brought, told of a layer. */
export function harvested(
  walk: LayerWalk,
  diffId: Digest,
  size: number,
  trouble: { readonly reason: GapReason } | null,
): HarvestedLayer {
  const result = walk.result();
  const gaps = trouble === null ? result.gaps : [...result.gaps, layerGap(trouble.reason)];
  const harvest = { ...result, diffId, size, gaps: gaps.map((gap) => ({ ...gap, layer: diffId })) };
  return { harvest, unread: walk.unread };
}

/** Shows bytes to the parser; damage comes back as what it is in a report. */
export function pushed(parser: TarParser, chunk: Uint8Array): { reason: GapReason } | null {
  try {
    parser.push(chunk);
    return null;
  } catch (error) {
    if (error instanceof TarError) return { reason: error.kind };
    throw error;
  }
}

export function finished(parser: TarParser): { reason: GapReason } | null {
  try {
    parser.finish();
    return null;
  } catch (error) {
    if (error instanceof TarError) return { reason: error.kind };
    throw error;
  }
}
