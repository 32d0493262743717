/**
 * CRC-64 of ISO 3309 as Go's hash/crc64 has it (reflected, polynomial 0xD8…00, all bits turned over before and after). It tells damage,
 * not intent: whoever can write a file can also make its checksum fit.
 */
export class Crc64 {
  /** The two halves of the sum. */
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array): void {
    const { length } = bytes;
    const byte = (at: number) => bytes[at] as number;
    const entry = (table: Int32Array, at: number) => table[at & 0xff] as number;
    let low = this.#low;
    let high = this.#high;
    let i = 0;
    // Four bytes at a time: the polynomial's bits are so high that only the first of them reaches the lower half.
    for (; i + 4 <= length; i += 4) {
      const word = low ^ (byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24));
      low = high ^ entry(thirdLow, word);
      high = entry(third, word) ^ entry(second, word >>> 8) ^ entry(first, word >>> 16) ^ entry(none, word >>> 24);
    }
    for (; i < length; i += 1) {
      const index = low ^ byte(i);
      low = (low >>> 8) | (high << 24);
      high = (high >>> 8) ^ entry(none, index);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Eight bytes, the most significant first. */
  digest(): Buffer {
    const sum = Buffer.alloc(8);
    sum.writeInt32BE(~this.#high, 0);
    sum.writeInt32BE(~this.#low, 4);
    return sum;
  }
}

/** What a byte brings into the upper half of the sum, and what that is when one, two and three more have followed. */
const none = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  let high = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    high = (high >>> 1) ^ ((rest & 1) === 1 ? 0xd8000000 : 0);
    rest >>>= 1;
  }
  return high;
});
const first = none.map((high) => high >>> 8);
const second = none.map((high) => high >>> 16);
const third = none.map((high) => high >>> 24);
const thirdLow = none.map((high) => high << 8);
