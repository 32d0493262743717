import type { Digest } from '../base/digest.ts';
import { TarParser } from '../formats/tar/tar-parser.ts';
import { ArchiveAltered, type ArchivePiece, type ArchivePieces } from '../formats/tar-split/archive-piece.ts';
import type { GapReason } from '../model/gap.ts';
import type { FileDigest } from './collector.ts';
import { finished, type HarvestedLayer, type HarvestOptions, harvested, pushed } from './harvest-layer.ts';
import { LayerWalk } from './layer-walk.ts';

/** Bytes of files that are read before whoever else has something to do is let. */
const TURN = 16 << 20;

/**
 * Reads one layer from the pieces of its archive, and of its files only as much as collectors look at. What it sees is what {@link harvestLayer}
 * sees of the whole archive.
 *
 * The diffID is taken for granted: not all bytes that it is made of were read. Throws {@link ArchiveAltered} where a file is not there, or is not
 * what the pieces say.
 * @param digests of files, by which somebody may know them; absent: any
 */
export async function harvestPieces(
  pieces: ArchivePieces,
  diffId: Digest,
  options: HarvestOptions,
  digests?: readonly FileDigest[],
): Promise<HarvestedLayer> {
  const walk = new LayerWalk(options, { hasWhiteouts: true, digests });
  const parser = new TarParser(walk);
  let size = 0;
  let read = 0;
  let trouble: { reason: GapReason } | null = null;
  all: for await (const some of pieces) {
    for (const piece of some) {
      options.signal.throwIfAborted();
      size += piece.kind === 'bytes' ? piece.bytes.length : piece.size;
      if (size > options.maxLayerSize || walk.isOverfull) {
        trouble = { reason: 'limit-crossed' };
        break all;
      }
      // After damage in the archive its bytes still count.
      if (trouble !== null) continue;
      if (piece.kind === 'bytes') {
        trouble = pushed(parser, piece.bytes);
        continue;
      }
      read += contentPushed(parser, walk, piece);
      if (read < TURN) continue;
      read = 0;
      await new Promise(setImmediate);
    }
  }
  return harvested(walk, diffId, size, trouble ?? finished(parser));
}

/** Shows the parser as much of a file as it wants. Returns how much that was. */
function contentPushed(parser: TarParser, walk: LayerWalk, piece: Extract<ArchivePiece, { kind: 'file' }>): number {
  // Two readers that do not agree on where content stands would see different files.
  if (parser.contentLeft !== piece.size) throw new ArchiveAltered('a file of another size than its header says');
  let left = piece.size;
  if (left > 0 && parser.skippable < left) {
    for (const chunk of piece.content(true, (read) => walk.lend(read))) {
      parser.push(chunk);
      left -= chunk.length;
      if (left > 0 && parser.skippable >= left) break;
    }
  }
  parser.skip(left);
  return piece.size - left;
}
