import type { TarEntry } from '../formats/tar/tar-entry.ts';
import type { Collector } from './collector.ts';
import { beginsAsProgram } from './program-reader.ts';

/** Bytes by which a program is told. */
const HEAD = 8;

/** A file of which the beginning is enough, until its first bytes say whether it is a program: then nothing of it is hidden by its name. */
export class AwaitedFile {
  readonly path: string;
  readonly entry: TarEntry;
  readonly enough: number;
  readonly head = Buffer.alloc(HEAD);
  #filled = 0;

  constructor(path: string, entry: TarEntry, enough: number) {
    this.path = path;
    this.entry = entry;
    this.enough = enough;
  }

  /** What follows its head in the chunk; null where the head is not complete yet. */
  take(chunk: Uint8Array): Uint8Array | null {
    const taken = chunk.subarray(0, HEAD - this.#filled);
    this.head.set(taken, this.#filled);
    this.#filled += taken.length;
    return this.#filled < HEAD ? null : chunk.subarray(taken.length);
  }

  get isProgram(): boolean {
    return beginsAsProgram(this.head);
  }
}

/** Bytes of a file that are enough for all of these; null where any of them wants all of it ({@link Wanted.beginning}). */
export function enoughFor(collectors: readonly Collector[]): number | null {
  let most = 0;
  for (const { wants } of collectors) {
    if (wants.beginning === undefined) return null;
    most = Math.max(most, wants.beginning);
  }
  return most;
}
