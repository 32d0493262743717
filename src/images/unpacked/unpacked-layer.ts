import { closeSync, constants, fstatSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemCode } from '../../base/errors.ts';
import { CompressionError } from '../../formats/compression-error.ts';
import { decompressed } from '../../formats/decompress.ts';
import { ArchiveAltered, type ArchivePiece } from '../../formats/tar-split/archive-piece.ts';
import { Crc64 } from '../../formats/tar-split/crc64.ts';
import { readTarSplit, type SplitPiece, TarSplitError } from '../../formats/tar-split/tar-split.ts';
import { FolderBelow } from './folder-below.ts';

/** A layer as an engine has unpacked it: its files in a directory, and the list of what else was in its archive. */
export interface UnpackedLayer {
  readonly folder: string;
  /** `tar-split.json.gz` (Docker), `ID.tar-split.gz` (Podman). */
  readonly list: string;
}

/** Many files are looked at for no more than how they begin. */
const FIRST = 4096;
const CHUNK = 1 << 20;

/** The layer's archive in pieces. Throws {@link ArchiveAltered} where list and directory are not to be had, or do not fit one another. */
export async function* layerPieces({
  folder,
  list,
}: UnpackedLayer): AsyncGenerator<readonly ArchivePiece[], void, undefined> {
  try {
    const handle = await open(list, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const files = new FolderBelow(folder);
      try {
        const buffer = Buffer.allocUnsafeSlow(CHUNK);
        const stored = handle.createReadStream({ autoClose: false, highWaterMark: CHUNK });
        const { compression, content } = await decompressed(stored, { isPassing: true, isBeside: false });
        // Only what is compressed tells that it is whole: a plain list that was cut off between two lines would be that of a smaller layer.
        if (compression === 'none') throw new ArchiveAltered('a list of pieces that may not be whole');
        for await (const pieces of readTarSplit(content))
          yield pieces.map((piece) => (piece.kind === 'bytes' ? piece : filePiece(files, piece, buffer)));
      } finally {
        files.close();
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw altered(error);
  }
}

function filePiece(files: FolderBelow, piece: Extract<SplitPiece, { kind: 'file' }>, buffer: Buffer): ArchivePiece {
  return {
    kind: 'file',
    size: piece.size,
    *content(isChecked, lend) {
      try {
        const fd = files.open(piece.name);
        try {
          lend?.((target, offset) => readSync(fd, target, 0, target.length, offset));
          yield* contentOf(fd, piece, isChecked, buffer);
        } finally {
          closeSync(fd);
        }
      } catch (error) {
        throw altered(error);
      }
    },
  };
}

function* contentOf(
  fd: number,
  { size, crc }: { readonly size: number; readonly crc: Buffer | null },
  isChecked: boolean,
  buffer: Buffer,
): Iterable<Uint8Array> {
  const facts = fstatSync(fd);
  if (!facts.isFile() || facts.size !== size) throw new ArchiveAltered('a file of another size');
  // Overlay may keep a file's facts in one layer and its content in another (`metacopy`): a look at its beginning would see zeros.
  if (isChecked && facts.blocks === 0 && size > FIRST) for (const _ of checkedContent(fd, size, crc, buffer));
  yield* checkedContent(fd, size, isChecked ? crc : null, buffer);
}

/** @param crc what the content is held against once it was read to its end; null for nothing */
function* checkedContent(fd: number, size: number, crc: Buffer | null, buffer: Buffer): Iterable<Uint8Array> {
  const sum = crc === null ? null : new Crc64();
  for (let at = 0; at < size; ) {
    const read = readSync(fd, buffer, 0, Math.min(size - at, at === 0 ? FIRST : CHUNK), at);
    if (read === 0) throw new ArchiveAltered('a file that became shorter');
    const chunk = buffer.subarray(0, read);
    sum?.update(chunk);
    at += read;
    yield chunk;
  }
  if (crc !== null && sum?.digest().equals(crc) !== true) throw new ArchiveAltered('a file of other content');
}

function altered(error: unknown): unknown {
  const isOfLayer =
    systemCode(error) !== undefined || error instanceof TarSplitError || error instanceof CompressionError;
  return isOfLayer ? new ArchiveAltered('it cannot be read as it was unpacked', { cause: error }) : error;
}
