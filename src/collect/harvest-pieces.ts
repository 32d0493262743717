import type { Digest } from '../base/digest.ts';
import { TarParser } from '../formats/tar/tar-parser.ts';
import {
  ArchiveAltered,
  type ArchivePiece,
  type ArchivePieces,
  type LentFile,
} from '../formats/tar-split/archive-piece.ts';
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
  const lent: LentFile[] = [];
  try {
    all: for await (const some of pieces) {
      options.signal.throwIfAborted();
      for (const piece of some) {
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
        read += contentPushed(parser, walk, piece, lent);
        if (read < TURN) continue;
        read = 0;
        await new Promise(setImmediate);
        options.signal.throwIfAborted();
      }
    }
    const ended = trouble ?? finished(parser);
    const layer = harvested(walk, diffId, size, ended);
    settled(lent, 0);
    return layer;
  } finally {
    for (const file of lent) file.close();
  }
}

/** Holds files that were lent against their checksums, the first ones first, until there are no more than so many. */
function settled(lent: LentFile[], most: number): void {
  while (lent.length > most) {
    const [file] = lent;
    file?.settle();
    lent.shift();
    file?.close();
  }
}

/** A file of so many bytes is read where it lies, by whoever can: less takes no longer to be read as a whole. */
const LENT = 128 << 10;
/** Files of which digests are still taken while the next ones are looked at. */
const MOST_LENT = 16;

/** Shows the parser as much of a file as it wants. Returns how much that was. */
function contentPushed(
  parser: TarParser,
  walk: LayerWalk,
  piece: Extract<ArchivePiece, { kind: 'file' }>,
  lent: LentFile[],
): number {
  // Two readers that do not agree on where content stands would see different files.
  if (parser.contentLeft !== piece.size) throw new ArchiveAltered('a file of another size than its header says');
  let left = piece.size;
  const isWanted = left > 0 && parser.skippable < left;
  if (isWanted && left >= LENT && walk.takesFrom(left)) {
    settled(lent, MOST_LENT - 1);
    lent.push(
      piece.lend((bytes) => {
        walk.takeFrom(bytes);
        parser.skip(left);
      }),
    );
    return left;
  }
  const target = isWanted ? walk.roomFor(left) : null;
  if (target !== null) {
    piece.readTo(target);
    parser.skip(left);
    return left;
  }
  if (isWanted) {
    for (const chunk of piece.content(true, (read) => walk.lend(read))) {
      parser.push(chunk);
      left -= chunk.length;
      if (left > 0 && parser.skippable >= left) break;
    }
  }
  parser.skip(left);
  return piece.size - left;
}
