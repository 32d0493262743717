import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../base/errors.ts';
import { bytesInFile, type FileBytes } from '../formats/file-bytes.ts';

/** Bytes of a disk that stay free for others. */
const LEAST_FREE = 256 << 20;

/** A file of a layer that is laid down on a disk as it comes by, too large to be held in memory. It has no name there, and goes when it is closed, however that comes. */
export class LaidFile {
  readonly #descriptor: number;
  readonly #size: number;
  #filled = 0;

  private constructor(descriptor: number, size: number) {
    this.#descriptor = descriptor;
    this.#size = size;
  }

  /**
   * Null where a disk cannot take so much: then there is memory.
   *
   * @param directory nobody but this account looks into; made where it is not there
   */
  static begin(directory: string, size: number): LaidFile | null {
    // As `base/sealed-folder.ts` clears them away, should the name outlive the process.
    const file = join(directory, `${randomBytes(32).toString('hex')}.laid.tmp`);
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = statfsSync(directory);
      if (bavail * bsize < size + LEAST_FREE) return null;
      const laid = new LaidFile(openSync(file, 'wx+', 0o600), size);
      try {
        rmSync(file);
      } catch (error) {
        laid.close();
        throw error;
      }
      return laid;
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      return null;
    }
  }

  /** False where the disk takes no more. */
  take(chunk: Uint8Array): boolean {
    try {
      for (let at = 0; at < chunk.length; )
        at += writeSync(this.#descriptor, chunk, at, chunk.length - at, this.#filled + at);
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      return false;
    }
    this.#filled += chunk.length;
    return true;
  }

  /** Once all of it has come. */
  get bytes(): FileBytes {
    return bytesInFile(this.#descriptor, this.#size);
  }

  /** What has come so far, at the beginning of some memory. Throws what the disk says. */
  copyTo(room: Buffer): void {
    bytesInFile(this.#descriptor, this.#filled).read(0, this.#filled, room);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
