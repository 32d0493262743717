import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemCode } from '../../base/errors.ts';
import { CompressionError } from '../../formats/compression-error.ts';
import { decompressed } from '../../formats/decompress.ts';
import type { ReadInto } from '../../formats/executable/elf-outline.ts';
import type { FileBytes } from '../../formats/file-bytes.ts';
import { ArchiveAltered, type ArchivePiece, type LentFile } from '../../formats/tar-split/archive-piece.ts';
import { readTarSplit, TarSplitError } from '../../formats/tar-split/tar-split.ts';
import { FolderBelow } from './folder-below.ts';
import { LentStoredFile } from './lent-stored-file.ts';
import { StoredFile, type StoredPiece } from './stored-file.ts';

/** A layer as an engine has unpacked it: its files in a directory, and the list of what else was in its archive. */
export interface UnpackedLayer {
  readonly folder: string;
  /** `tar-split.json.gz` (Docker), `ID.tar-split.gz` (Podman). */
  readonly list: string;
}

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
          yield pieces.map((piece) => (piece.kind === 'bytes' ? piece : new FilePiece(files, piece, buffer)));
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

/** A file of the archive, opened for each look that is taken at it. */
class FilePiece {
  readonly kind = 'file';
  readonly size: number;
  readonly #files: FolderBelow;
  readonly #piece: StoredPiece;
  readonly #buffer: Buffer;

  constructor(files: FolderBelow, piece: StoredPiece, buffer: Buffer) {
    this.size = piece.size;
    this.#files = files;
    this.#piece = piece;
    this.#buffer = buffer;
  }

  *content(isChecked: boolean, lend?: (read: ReadInto) => void): Iterable<Uint8Array> {
    try {
      const file = this.#opened();
      try {
        lend?.(file.places);
        // Overlay may keep a file's facts in one layer and its content in another (`metacopy`): a look at its beginning would see zeros.
        if (isChecked && file.isHollow) for (const _ of file.chunks(this.#buffer, true));
        yield* file.chunks(this.#buffer, isChecked);
      } finally {
        file.close();
      }
    } catch (error) {
      throw altered(error);
    }
  }

  readTo(target: Buffer): void {
    translated(() => {
      const file = this.#opened();
      try {
        file.readTo(target);
      } finally {
        file.close();
      }
    });
  }

  lend(see: (bytes: FileBytes) => void): LentFile {
    const lent = translated(() => new LentStoredFile(this.#opened()));
    try {
      see(lent.bytes);
    } catch (error) {
      lent.close();
      throw altered(error);
    }
    return { settle: () => translated(() => lent.settle()), close: () => lent.close() };
  }

  #opened(): StoredFile {
    return new StoredFile(this.#files.open(this.#piece.name), this.#piece);
  }
}

function translated<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw altered(error);
  }
}

function altered(error: unknown): unknown {
  const isOfLayer =
    systemCode(error) !== undefined || error instanceof TarSplitError || error instanceof CompressionError;
  return isOfLayer ? new ArchiveAltered('it cannot be read as it was unpacked', { cause: error }) : error;
}
