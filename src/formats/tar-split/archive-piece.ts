import type { ReadInto } from '../executable/elf-outline.ts';
import type { FileBytes } from '../file-bytes.ts';

/**
 * A piece of a tar archive of which the files lie unpacked somewhere. All pieces in their order, with what the files hold, are the archive;
 * whoever wants less of it leaves out files' contents, and those are then not read.
 */
export type ArchivePiece =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'file';
      /** Bytes of the content that comes here. */
      readonly size: number;
      /**
       * Reads the content; a chunk may be overwritten when the next one is asked for. Stops reading where its reader does.
       * @param isChecked whether what is read to its end is held against its checksum
       * @param lend told, before the first chunk, how to read places of it until the last one
       */
      content(isChecked: boolean, lend?: (read: ReadInto) => void): Iterable<Uint8Array>;
      /** Reads all of it to where it is wanted, and holds it against its checksum. */
      readTo(target: Buffer): void;
      /** Lets it be read where it lies. What was seen counts once what is returned was settled. */
      lend(see: (bytes: FileBytes) => void): LentFile;
    };

/** A file that stays open while its digests are taken beside. */
export interface LentFile {
  /** Waits for them, and holds all of it against its checksum. */
  settle(): void;
  /** Closes it, whatever was found. */
  close(): void;
}

/** What is left of an unpacked archive is not what was written down of it when it was unpacked. */
export class ArchiveAltered extends Error {
  override readonly name = 'ArchiveAltered';
}

/** Bytes that are handed on before whoever else has something to do is let. */
const TURN = 16 << 20;

/** Pieces in their order, many at a time: waiting for each would take longer than most of them do. */
export type ArchivePieces = AsyncIterable<readonly ArchivePiece[]>;

/** The archive as it was, all of it. Throws {@link ArchiveAltered}. */
export async function* assembled(pieces: ArchivePieces): AsyncGenerator<Uint8Array, void, undefined> {
  let handed = 0;
  for await (const some of pieces) {
    for (const piece of some) {
      if (piece.kind === 'bytes') {
        yield piece.bytes;
        continue;
      }
      if (piece.size === 0) continue;
      for (const chunk of piece.content(false)) {
        yield chunk;
        handed += chunk.length;
        if (handed < TURN) continue;
        handed = 0;
        await new Promise(setImmediate);
      }
    }
  }
}
