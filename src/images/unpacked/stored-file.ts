import { closeSync, fstatSync, readSync } from 'node:fs';
import type { ReadInto } from '../../formats/executable/elf-outline.ts';
import { ArchiveAltered } from '../../formats/tar-split/archive-piece.ts';
import { Crc64 } from '../../formats/tar-split/crc64.ts';
import type { SplitPiece } from '../../formats/tar-split/tar-split.ts';

export type StoredPiece = Extract<SplitPiece, { kind: 'file' }>;

/** Many files are looked at for no more than how they begin. */
const FIRST = 4096;

/** A file that an engine has unpacked, open for reading. What is not what its piece says is {@link ArchiveAltered}. */
export class StoredFile {
  readonly descriptor: number;
  readonly piece: StoredPiece;
  readonly #blocks: number;

  /** Takes the descriptor over: it is closed here, also where the file is not what it should be. */
  constructor(descriptor: number, piece: StoredPiece) {
    this.descriptor = descriptor;
    this.piece = piece;
    try {
      const facts = fstatSync(descriptor);
      if (!facts.isFile() || facts.size !== piece.size) throw new ArchiveAltered('a file of another size');
      this.#blocks = facts.blocks;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** Whether its content may lie elsewhere. */
  get isHollow(): boolean {
    return this.#blocks === 0 && this.piece.size > FIRST;
  }

  readonly places: ReadInto = (target, offset) => readSync(this.descriptor, target, 0, target.length, offset);

  *chunks(buffer: Buffer, isChecked: boolean): Iterable<Uint8Array> {
    const { size } = this.piece;
    const sum = isChecked ? new Crc64() : null;
    for (let at = 0; at < size; ) {
      const room = Math.min(size - at, at === 0 ? FIRST : buffer.length);
      const read = readSync(this.descriptor, buffer, 0, room, at);
      if (read === 0) throw new ArchiveAltered('a file that became shorter');
      const chunk = buffer.subarray(0, read);
      at += read;
      yield chunk;
      // Most are asked for their first chunk alone, and then nothing is held against anything.
      sum?.update(chunk);
    }
    if (sum !== null) this.check(sum.digest());
  }

  readTo(target: Buffer): void {
    this.readAt(target, 0);
    const sum = new Crc64();
    sum.update(target);
    this.check(sum.digest());
  }

  /** Fills all of it from a place of the file on. */
  readAt(target: Buffer, place: number): Buffer {
    for (let at = 0; at < target.length; ) {
      const read = readSync(this.descriptor, target, at, target.length - at, place + at);
      if (read === 0) throw new ArchiveAltered('a file that became shorter');
      at += read;
    }
    return target;
  }

  /** Holds the checksum of its content against that of its piece. */
  check(sum: Buffer): void {
    if (this.piece.crc !== sum.toString('base64') && this.piece.size > 0)
      throw new ArchiveAltered('a file of other content');
  }

  /** Which change as soon as anybody writes to it. */
  times(): string {
    const { mtimeNs, ctimeNs, size } = fstatSync(this.descriptor, { bigint: true });
    return `${mtimeNs} ${ctimeNs} ${size}`;
  }
}
