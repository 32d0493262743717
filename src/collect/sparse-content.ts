import type { SparsePiece } from '../formats/tar/tar-entry.ts';

/** Puts the stored pieces of a sparse file, which come one behind the other, where they belong in a buffer of zeros. */
export class SparseContent {
  readonly #whole: Buffer;
  readonly #pieces: readonly SparsePiece[];
  #piece = 0;
  #within = 0;

  constructor(whole: Buffer, pieces: readonly SparsePiece[]) {
    this.#whole = whole;
    this.#pieces = pieces;
  }

  take(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const piece = this.#pieces[this.#piece];
      if (piece === undefined) return;
      const taken = Math.min(piece.length - this.#within, chunk.length - at);
      this.#whole.set(chunk.subarray(at, at + taken), piece.offset + this.#within);
      at += taken;
      this.#within += taken;
      if (this.#within < piece.length) continue;
      this.#piece += 1;
      this.#within = 0;
    }
  }
}
