/** Takes a checksum of bytes that come one after the other. */
export interface Crc64 {
  update(bytes: Uint8Array): void;
  /** Eight bytes, the most significant first. */
  digest(): Buffer;
}

/**
 * CRC-64 of ISO 3309 as Go's hash/crc64 has it (reflected, polynomial 0xD8…00, all bits turned over before and after). It tells damage,
 * not intent: whoever can write a file can also make its checksum fit.
 *
 * The sum is the remainder of a polynomial by x^64 + x^4 + x^3 + x + 1. What a word of 64 bits comes to when another one follows is that word times
 * x^64, which is x^4 + x^3 + x + 1: itself, shifted by 4, by 3, by 1 and not at all. With two words between, twice that is x^8 + x^6 + x^2 + 1.
 *
 * All that it uses stands in here: a thread is started with the text of this function.
 */
export function crc64Kind(): new () => Crc64 {
  const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  /** What the bits that are shifted out of a word come to in the upper half of the next one: once more times x^4 + x^3 + x + 1. */
  function again(over: number): number {
    return over ^ (over >>> 1) ^ (over >>> 3) ^ (over >>> 4);
  }

  const beyondOne = Int32Array.from({ length: 16 }, (_, bits) => again((bits << 31) ^ (bits << 29) ^ (bits << 28)));
  const beyondTwo = Int32Array.from({ length: 256 }, (_, bits) => again((bits << 30) ^ (bits << 26) ^ (bits << 24)));
  /** The same for a byte alone: the polynomial's bits are so high that nothing of it reaches the lower half. */
  const afterByte = Int32Array.from({ length: 256 }, (_, byte) => {
    let high = 0;
    for (let bit = 0; bit < 8; bit += 1) high = (high >>> 1) ^ (((byte >>> bit) & 1) === 1 ? 0xd8000000 : 0);
    return high;
  });

  return class Crc64 {
    /** The two halves of the sum. */
    #low = -1;
    #high = -1;

    update(bytes: Uint8Array): void {
      const isInWords = bytes.length >= 32 && bytes.byteOffset % 4 === 0 && isLittleEndian;
      const whole = isInWords ? bytes.length & ~15 : 0;
      if (isInWords) this.#fold(new Int32Array(bytes.buffer, bytes.byteOffset, whole / 4));
      for (let i = whole; i < bytes.length; i += 1) {
        const index = (this.#low ^ (bytes[i] as number)) & 0xff;
        this.#low = (this.#low >>> 8) | (this.#high << 24);
        this.#high = (this.#high >>> 8) ^ (afterByte[index] as number);
      }
    }

    /** Eight bytes, the most significant first. */
    digest(): Buffer {
      const sum = Buffer.alloc(8);
      sum.writeInt32BE(~this.#high, 0);
      sum.writeInt32BE(~this.#low, 4);
      return sum;
    }

    /** Takes a multiple of four words. Every other 64 bits go their own way to the end, so that the processor need not wait for one to do the other. */
    #fold(words: Int32Array): void {
      const word = (at: number) => words[at] as number;
      let firstLow = this.#low ^ word(0);
      let firstHigh = this.#high ^ word(1);
      let secondLow = word(2);
      let secondHigh = word(3);
      for (let at = 4; at < words.length; at += 4) {
        const firstOver = beyondTwo[firstLow & 0xff] as number;
        const secondOver = beyondTwo[secondLow & 0xff] as number;
        firstLow ^=
          ((firstLow >>> 2) | (firstHigh << 30)) ^
          ((firstLow >>> 6) | (firstHigh << 26)) ^
          ((firstLow >>> 8) | (firstHigh << 24)) ^
          word(at);
        firstHigh ^= (firstHigh >>> 2) ^ (firstHigh >>> 6) ^ (firstHigh >>> 8) ^ firstOver ^ word(at + 1);
        secondLow ^=
          ((secondLow >>> 2) | (secondHigh << 30)) ^
          ((secondLow >>> 6) | (secondHigh << 26)) ^
          ((secondLow >>> 8) | (secondHigh << 24)) ^
          word(at + 2);
        secondHigh ^= (secondHigh >>> 2) ^ (secondHigh >>> 6) ^ (secondHigh >>> 8) ^ secondOver ^ word(at + 3);
      }
      this.#low = firstLow;
      this.#high = firstHigh;
      this.#follow();
      this.#low ^= secondLow;
      this.#high ^= secondHigh;
      this.#follow();
    }

    /** What the sum comes to when 64 bits follow. */
    #follow(): void {
      const [low, high] = [this.#low, this.#high];
      this.#low ^= ((low >>> 1) | (high << 31)) ^ ((low >>> 3) | (high << 29)) ^ ((low >>> 4) | (high << 28));
      this.#high ^= (high >>> 1) ^ (high >>> 3) ^ (high >>> 4) ^ (beyondOne[low & 0xf] as number);
    }
  };
}

export const Crc64 = crc64Kind();
