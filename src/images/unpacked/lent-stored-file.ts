import type { FileBytes } from '../../formats/file-bytes.ts';
import { ArchiveAltered, type LentFile } from '../../formats/tar-split/archive-piece.ts';
import type { ZipPlaces } from '../../formats/zip/zip-names.ts';
import type { BegunDigests, DigestKind } from './digests/digester.ts';
import { usedDigester } from './digests/digesters.ts';
import type { StoredFile } from './stored-file.ts';

/**
 * An unpacked file that is looked at where it lies while a thread beside hashes it. Both read it, and the times of the file tell that they read the
 * same: what is written to it meanwhile changes them.
 */
export class LentStoredFile implements LentFile {
  readonly bytes: FileBytes;
  readonly #file: StoredFile;
  readonly #times: string;
  readonly #digester = usedDigester();
  /** Of all of it; begun with the first that asks for more of all of it. */
  #whole: BegunDigests | null = null;
  readonly #begun: BegunDigests[] = [];
  /** Whoever looks may take it for something else: what could not be read is told here, too. */
  readonly #trouble: unknown[] = [];

  /** Takes the file over: it is closed with this one. */
  constructor(file: StoredFile) {
    this.#file = file;
    this.#times = file.times();
    this.bytes = this.#bytes(0, file.piece.size);
  }

  settle(): void {
    this.#whole ??= this.#begin(['crc64'], 0, this.#file.piece.size);
    for (const digests of this.#begun) digests.check();
    if (this.#trouble.length > 0) throw this.#trouble[0];
    this.#file.check(this.#whole.value('crc64'));
    if (this.#file.times() !== this.#times) throw new ArchiveAltered('a file that was changed meanwhile');
  }

  close(): void {
    try {
      // Its number may be another file's next.
      this.#begun.at(-1)?.wait();
    } finally {
      this.#digester.done();
      this.#file.close();
    }
  }

  #begin(kinds: readonly DigestKind[], from: number, to: number, places: ZipPlaces | null = null): BegunDigests {
    const digests = this.#digester.one.begin({ descriptor: this.#file.descriptor, from, to }, kinds, places);
    this.#begun.push(digests);
    return digests;
  }

  #bytes(start: number, end: number): FileBytes {
    return {
      length: end - start,
      read: (from, to, room) =>
        this.#told(() => {
          if (!(from >= 0 && to >= from && start + to <= end)) throw new RangeError('a place beyond the file');
          const fits = room !== undefined && room.length >= to - from;
          return this.#file.readAt(fits ? room.subarray(0, to - from) : Buffer.allocUnsafe(to - from), start + from);
        }),
      part: (from, to) => this.#bytes(start + from, start + to),
      isHashedBeside: true,
      digest: (algorithm) => {
        const begun = this.#begin([algorithm], start, end);
        return () => this.#told(() => begun.value(algorithm).toString('hex'));
      },
      named: (places, algorithm) => {
        // All of it goes by for its checksum as well.
        const isWhole = this.#whole === null && start === 0 && end === this.#file.piece.size;
        const kinds: DigestKind[] = isWhole ? ['crc64'] : [];
        const begun = this.#begin(algorithm === null ? kinds : [...kinds, algorithm], start, end, places);
        if (isWhole) this.#whole = begun;
        return {
          isSame: () => this.#told(() => begun.isNamed()),
          digest: () => this.#told(() => begun.value(algorithm ?? 'sha1').toString('hex')),
        };
      },
      release: () => {},
    };
  }

  #told<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      this.#trouble.push(error);
      throw error;
    }
  }
}
