import type { SparsePiece } from '../formats/tar/tar-entry.ts';

/** The content of a sparse file with its holes filled. Its buffer holds the stored pieces, then room for the whole, which is what is returned. */
export function unfolded(buffer: Buffer, pieces: readonly SparsePiece[]): Buffer {
  const stored = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = buffer.subarray(stored).fill(0);
  let from = 0;
  for (const { offset, length } of pieces) {
    buffer.copy(whole, offset, from, from + length);
    from += length;
  }
  return whole;
}
