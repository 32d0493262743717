/** Damage, or more than was allowed for. */
class LzmaFault extends Error {}

/**
 * LZMA2 is pieces of LZMA (LZMA SDK, `lzma-specification.txt`) or of plain bytes, each behind a byte that says which, with what of the decoder's state is set anew.
 *
 * Where a block of it ends, and what was in it; null where it is damaged or holds more than `most` bytes. What the caller does with `most` bounds the time: some megabytes take a second.
 */
export function lzma2Block(
  bytes: Buffer,
  begin: number,
  dictionary: number,
  most: number,
): { readonly content: Buffer; readonly end: number } | null {
  try {
    return unpacked(bytes, begin, dictionary, most);
  } catch (error) {
    if (error instanceof LzmaFault) return null;
    throw error;
  }
}

const LEAST_PIECES = 16;

function unpacked(bytes: Buffer, begin: number, dictionary: number, most: number) {
  const decoder = new LzmaDecoder(bytes, dictionary, most);
  let at = begin;
  for (let pieces = 0; ; pieces += 1) {
    const control = bytes[at];
    // Packers begin a new piece where 64 KiB are packed or 2 MiB were; each may cost setting some thousand numbers.
    if (pieces > LEAST_PIECES + ((at - begin) >> 10) + (decoder.filled >> 16)) throw new LzmaFault();
    if (control === undefined) throw new LzmaFault();
    if (control === 0) return { content: decoder.content(), end: at + 1 };
    if (control === 1 || control === 2) {
      if (at + 3 > bytes.length) throw new LzmaFault();
      const size = bytes.readUInt16BE(at + 1) + 1;
      if (control === 1) decoder.forgetAll();
      decoder.copy(at + 3, size);
      at += 3 + size;
      continue;
    }
    if (control < 0x80 || at + 6 > bytes.length) throw new LzmaFault();
    const size = ((control & 0x1f) << 16) + bytes.readUInt16BE(at + 1) + 1;
    const packed = bytes.readUInt16BE(at + 3) + 1;
    const resets = (control >> 5) & 3;
    at += 5;
    if (resets === 3) decoder.forgetAll();
    if (resets >= 2) decoder.setProperties(bytes[at++] ?? 255);
    else if (resets === 1) decoder.reset();
    decoder.decode(at, packed, size);
    at += packed;
  }
}

const HALF = 1024;
const STATES = 12;
const POSITIONS = 16;
const MIN_MATCH = 2;

/** The probabilities of a length: choices, eight short ones and eight middle ones for each position, 256 long ones. */
interface Lengths {
  readonly choice: Uint16Array;
  readonly low: Uint16Array;
  readonly mid: Uint16Array;
  readonly high: Uint16Array;
}

/** LZMA as the specification of its SDK describes it, in the pieces that LZMA2 makes of it. */
class LzmaDecoder {
  readonly #bytes: Buffer;
  readonly #dictionary: number;
  readonly #most: number;
  #output = Buffer.allocUnsafe(1 << 16);
  #filled = 0;
  /** Where the dictionary begins, before which nobody may look. */
  #start = 0;
  #at = 0;
  #end = 0;
  #range = 0;
  #code = 0;
  #state = 0;
  #reps: [number, number, number, number] = [0, 0, 0, 0];
  #lc = -1;
  #lp = 0;
  #pb = 0;
  #literals = new Uint16Array(0);
  readonly #isMatch = new Uint16Array(STATES * POSITIONS);
  readonly #isRep = new Uint16Array(STATES);
  readonly #isRep0 = new Uint16Array(STATES);
  readonly #isRep1 = new Uint16Array(STATES);
  readonly #isRep2 = new Uint16Array(STATES);
  readonly #isRep0Long = new Uint16Array(STATES * POSITIONS);
  readonly #slots = new Uint16Array(4 * 64);
  readonly #special = new Uint16Array(128);
  readonly #aligned = new Uint16Array(16);
  readonly #matchLengths = lengths();
  readonly #repLengths = lengths();

  constructor(bytes: Buffer, dictionary: number, most: number) {
    this.#bytes = bytes;
    this.#dictionary = dictionary;
    this.#most = most;
  }

  get filled(): number {
    return this.#filled;
  }

  content(): Buffer {
    return this.#output.subarray(0, this.#filled);
  }

  forgetAll(): void {
    this.#start = this.#filled;
    this.#lc = -1;
  }

  setProperties(properties: number): void {
    if (properties >= 225) throw new LzmaFault();
    this.#lc = properties % 9;
    this.#lp = Math.floor(properties / 9) % 5;
    this.#pb = Math.floor(properties / 45);
    if (this.#lc + this.#lp > 4) throw new LzmaFault();
    this.#literals = new Uint16Array(0x300 << (this.#lc + this.#lp));
    this.reset();
  }

  reset(): void {
    this.#state = 0;
    this.#reps = [0, 0, 0, 0];
    const { choice: c1, low: l1, mid: m1, high: h1 } = this.#matchLengths;
    const { choice: c2, low: l2, mid: m2, high: h2 } = this.#repLengths;
    const single = [this.#isMatch, this.#isRep, this.#isRep0, this.#isRep1, this.#isRep2, this.#isRep0Long];
    for (const all of [...single, this.#slots, this.#special, this.#aligned, this.#literals]) all.fill(HALF);
    for (const all of [c1, l1, m1, h1, c2, l2, m2, h2]) all.fill(HALF);
  }

  /** What is not packed. */
  copy(at: number, size: number): void {
    if (at + size > this.#bytes.length) throw new LzmaFault();
    this.#room(size);
    this.#bytes.copy(this.#output, this.#filled, at, at + size);
    this.#filled += size;
  }

  decode(at: number, packed: number, size: number): void {
    if (this.#lc < 0 || packed < 5 || at + packed > this.#bytes.length || this.#bytes[at] !== 0) throw new LzmaFault();
    this.#room(size);
    this.#code = this.#bytes.readUInt32BE(at + 1);
    this.#range = 0xffffffff;
    this.#at = at + 5;
    this.#end = at + packed;
    const end = this.#filled + size;
    while (this.#filled < end) this.#symbol(end);
    this.#normalize();
    if (this.#at !== this.#end || this.#code !== 0) throw new LzmaFault();
  }

  #room(size: number): void {
    const needed = this.#filled + size;
    if (needed > this.#most) throw new LzmaFault();
    if (needed <= this.#output.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.#most, Math.max(needed, this.#output.length * 2)));
    this.#output.copy(larger, 0, 0, this.#filled);
    this.#output = larger;
  }

  #symbol(end: number): void {
    const state = this.#state;
    const position = (this.#filled - this.#start) & ((1 << this.#pb) - 1);
    if (this.#bit(this.#isMatch, state * POSITIONS + position) === 0) {
      this.#literal();
      return;
    }
    let length: number;
    if (this.#bit(this.#isRep, state) === 0) {
      length = this.#length(this.#matchLengths, position);
      const [r0, r1, r2] = this.#reps;
      this.#reps = [this.#distance(length), r0, r1, r2];
      this.#state = state < 7 ? 7 : 10;
    } else {
      const isShort = this.#again(state, position);
      length = isShort ? 1 : this.#length(this.#repLengths, position);
      this.#state = isShort ? (state < 7 ? 9 : 11) : state < 7 ? 8 : 11;
    }
    this.#repeat(length, end);
  }

  /** Takes one of the last four distances; whether it is for a single byte. */
  #again(state: number, position: number): boolean {
    if (this.#bit(this.#isRep0, state) === 0) return this.#bit(this.#isRep0Long, state * POSITIONS + position) === 0;
    const [r0, r1, r2, r3] = this.#reps;
    if (this.#bit(this.#isRep1, state) === 0) this.#reps = [r1, r0, r2, r3];
    else if (this.#bit(this.#isRep2, state) === 0) this.#reps = [r2, r0, r1, r3];
    else this.#reps = [r3, r0, r1, r2];
    return false;
  }

  #repeat(length: number, end: number): void {
    const distance = this.#reps[0] + 1;
    if (distance > this.#filled - this.#start || distance > this.#dictionary || this.#filled + length > end)
      throw new LzmaFault();
    const output = this.#output;
    let at = this.#filled;
    for (const last = at + length; at < last; at += 1) output[at] = output[at - distance] ?? 0;
    this.#filled = at;
  }

  #literal(): void {
    const done = this.#filled - this.#start;
    const before = done === 0 ? 0 : (this.#output[this.#filled - 1] ?? 0);
    const low = done & ((1 << this.#lp) - 1);
    const base = 0x300 * ((low << this.#lc) + (before >> (8 - this.#lc)));
    let symbol = 1;
    if (this.#state >= 7) {
      const distance = this.#reps[0] + 1;
      if (distance > done) throw new LzmaFault();
      let matched = this.#output[this.#filled - distance] ?? 0;
      while (symbol < 0x100) {
        const wanted = (matched >> 7) & 1;
        matched <<= 1;
        const bit = this.#bit(this.#literals, base + ((1 + wanted) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== wanted) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literals, base + symbol);
    this.#output[this.#filled] = symbol & 0xff;
    this.#filled += 1;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #length({ choice, low, mid, high }: Lengths, position: number): number {
    if (this.#bit(choice, 0) === 0) return MIN_MATCH + this.#tree(low, position << 3, 3);
    if (this.#bit(choice, 1) === 0) return MIN_MATCH + 8 + this.#tree(mid, position << 3, 3);
    return MIN_MATCH + 16 + this.#tree(high, 0, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(this.#slots, Math.min(length - MIN_MATCH, 3) << 6, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return high + this.#reversed(this.#special, high - slot, bits);
    let direct = 0;
    for (let n = bits - 4; n > 0; n -= 1) {
      this.#normalize();
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit === 1) this.#code -= this.#range;
      direct = direct * 2 + bit;
    }
    return high + direct * 16 + this.#reversed(this.#aligned, 0, 4);
  }

  #tree(probabilities: Uint16Array, base: number, bits: number): number {
    let symbol = 1;
    for (let n = 0; n < bits; n += 1) symbol = (symbol << 1) | this.#bit(probabilities, base + symbol);
    return symbol - (1 << bits);
  }

  #reversed(probabilities: Uint16Array, base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let n = 0; n < bits; n += 1) {
      const bit = this.#bit(probabilities, base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << n;
    }
    return value;
  }

  #bit(probabilities: Uint16Array, at: number): 0 | 1 {
    this.#normalize();
    const probability = probabilities[at] ?? HALF;
    const bound = (this.#range >>> 11) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      probabilities[at] = probability + ((2048 - probability) >> 5);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    probabilities[at] = probability - (probability >> 5);
    return 1;
  }

  #normalize(): void {
    if (this.#range >= 0x1000000) return;
    if (this.#at >= this.#end) throw new LzmaFault();
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.#bytes[this.#at] ?? 0)) >>> 0;
    this.#at += 1;
  }
}

function lengths(): Lengths {
  return {
    choice: new Uint16Array(2),
    low: new Uint16Array(POSITIONS * 8),
    mid: new Uint16Array(POSITIONS * 8),
    high: new Uint16Array(256),
  };
}
