// Huffman codes (RFC 1951 section 3.2.2) as tables.
import {
  BLOCK_END,
  COUNTS,
  DISTANCE_BITS,
  DISTANCE_MEANINGS,
  DISTANCE_TABLE,
  EXCEPTION,
  LENGTH_MEANINGS,
  LENGTHS,
  LITERAL,
  LITERAL_BITS,
  LITERAL_MEANINGS,
  LITERAL_TABLE,
  OFFSETS,
  SORTED,
  SPREADS,
  SUBTABLE,
} from './memory';

let isPrepared: bool = false;
let hasFixed: bool = false;

/** Writes down what symbols mean (section 3.2.5). Memory begins as zeros. */
export function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  for (let symbol: u32 = 0; symbol < 256; symbol++)
    store<u32>(LITERAL_MEANINGS + (symbol << 2), LITERAL | (1 << 8) | (symbol << 16));
  store<u32>(LITERAL_MEANINGS + (256 << 2), EXCEPTION | BLOCK_END);
  let base: u32 = 3;
  for (let symbol: u32 = 257; symbol < 285; symbol++) {
    const extra: u32 = symbol < 265 ? 0 : (symbol - 261) >> 2;
    store<u32>(LITERAL_MEANINGS + (symbol << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(LITERAL_MEANINGS + (285 << 2), 258 << 16);
  for (let symbol: u32 = 286; symbol < 288; symbol++) store<u32>(LITERAL_MEANINGS + (symbol << 2), EXCEPTION);
  base = 1;
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol - 2) >> 1;
    store<u32>(DISTANCE_MEANINGS + (symbol << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  for (let symbol: u32 = 30; symbol < 32; symbol++) store<u32>(DISTANCE_MEANINGS + (symbol << 2), EXCEPTION);
  for (let symbol: u32 = 0; symbol < 19; symbol++) store<u32>(LENGTH_MEANINGS + (symbol << 2), symbol << 16);
  for (let distance: u32 = 1; distance < 16; distance++)
    for (let place: u32 = 0; place < 16; place++) store<u8>(SPREADS + (distance << 4) + place, <u8>(place % distance));
}

/** The tables of section 3.2.6, where they are not there from the block before. */
export function fixedTables(): void {
  if (hasFixed) return;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  literalTable(288);
  memory.fill(LENGTHS, 5, 32);
  distanceTable(0, 32);
  hasFixed = true;
}

/** False where the lengths that stand in `LENGTHS` make no code that may be used. */
export function literalTable(count: u32): bool {
  hasFixed = false;
  if (!table(LENGTHS, count, LITERAL_MEANINGS, LITERAL_TABLE, LITERAL_BITS, true)) return false;
  pairLiterals();
  return true;
}

/** The same for distances, whose lengths stand `after` others. */
export function distanceTable(after: u32, count: u32): bool {
  hasFixed = false;
  return table(LENGTHS + after, count, DISTANCE_MEANINGS, DISTANCE_TABLE, DISTANCE_BITS, true);
}

/**
 * Makes a table. False for lengths that ask for more codes than there are, or leave some unused; as in zlib, a single code of one bit may stand
 * for itself, and none at all for a block that has none, where `mayBeShort`.
 */
export function table(lengths: usize, count: u32, meanings: usize, entries: usize, bits: u32, mayBeShort: bool): bool {
  memory.fill(COUNTS, 0, 64);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const at = COUNTS + ((<u32>load<u8>(lengths + symbol)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let longest: u32 = 15;
  while (longest > 0 && countOf(longest) === 0) longest--;
  let left: i32 = 1;
  for (let length: u32 = 1; length <= 15; length++) {
    left = (left << 1) - countOf(length);
    if (left < 0) return false;
  }
  if (left > 0 && (!mayBeShort || longest > 1)) return false;
  sort(lengths, count);
  if (left > 0) shortTable(longest, meanings, entries, bits);
  else wholeTable(meanings, entries, bits);
  return true;
}

function countOf(length: u32): u32 {
  return load<u32>(COUNTS + (length << 2));
}

function sort(lengths: usize, count: u32): void {
  let sum: u32 = 0;
  for (let length: u32 = 1; length <= 15; length++) {
    store<u32>(OFFSETS + (length << 2), sum);
    sum += countOf(length);
  }
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    if (length === 0) continue;
    const at = OFFSETS + (length << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u16>(SORTED + (place << 1), <u16>symbol);
  }
}

/** One code of one bit, or none. */
function shortTable(longest: u32, meanings: usize, entries: usize, bits: u32): void {
  const only = longest === 0 ? EXCEPTION : entryOf(SORTED, meanings, 1);
  for (let place: u32 = 0; place < (<u32>1) << bits; place++)
    store<u32>(entries + (place << 2), (place & 1) === 0 ? only : EXCEPTION);
}

/** Codes are counted up from their highest bit, as they come in the stream; the table is doubled as they get longer. */
function wholeTable(meanings: usize, entries: usize, bits: u32): void {
  const size: u32 = 1 << bits;
  let next: usize = SORTED;
  let code: u32 = 0;
  let filled: u32 = 1;
  let length: u32 = 0;
  let isWhole: bool = false;
  /** Of the longer codes that are being written: which they begin with, and from where to where their table is. */
  let prefix: u32 = size;
  let start: u32 = 0;
  let end: u32 = size;
  while (!isWhole) {
    length++;
    if (length <= bits) {
      memory.copy(entries + (filled << 2), entries, filled << 2);
      filled <<= 1;
    }
    const last: u32 = (1 << length) - 1;
    for (let left = countOf(length); left > 0; left--) {
      if (length <= bits) {
        store<u32>(entries + (code << 2), entryOf(next, meanings, length));
      } else {
        if ((code & (size - 1)) !== prefix) {
          prefix = code & (size - 1);
          start = end;
          const subBits = bitsOfLonger(length, left, bits);
          end = start + (1 << subBits);
          store<u32>(entries + (prefix << 2), EXCEPTION | SUBTABLE | (start << 16) | (subBits << 8) | bits);
        }
        const entry = entryOf(next, meanings, length - bits);
        for (let place = start + (code >> bits); place < end; place += 1 << (length - bits))
          store<u32>(entries + (place << 2), entry);
      }
      next += 2;
      // All ones: there is no further code.
      isWhole = code === last;
      if (isWhole) break;
      const bit: u32 = 1 << (31 - clz(code ^ last));
      code = (code & (bit - 1)) | bit;
    }
  }
  while (filled < size) {
    memory.copy(entries + (filled << 2), entries, filled << 2);
    filled <<= 1;
  }
}

/** How many bits the table for codes needs that are longer than `bits` and begin alike: enough for as many as there are of each length. */
function bitsOfLonger(length: u32, left: u32, bits: u32): u32 {
  let more = length - bits;
  let used = left;
  while (used < (<u32>1) << more) {
    more++;
    used = (used << 1) + countOf(bits + more);
  }
  return more;
}

function entryOf(sorted: usize, meanings: usize, length: u32): u32 {
  const meaning = load<u32>(meanings + ((<u32>load<u16>(sorted)) << 2));
  if ((meaning & (LITERAL | EXCEPTION)) !== 0) return meaning | length;
  return (meaning & 0xffff0000) | (length << 8) | ((meaning & 63) + length);
}

/** Where the bits after a literal's code are a literal's, too, both are had by one look-up. From the end on: the second is found unpaired. */
function pairLiterals(): void {
  for (let place: i32 = (1 << LITERAL_BITS) - 1; place >= 0; place--) {
    const first = load<u32>(LITERAL_TABLE + ((<u32>place) << 2));
    if ((first & LITERAL) === 0) continue;
    const second = load<u32>(LITERAL_TABLE + ((<u32>place >> (first & 63)) << 2));
    const bits = (first & 63) + (second & 63);
    if ((second & LITERAL) === 0 || bits > LITERAL_BITS) continue;
    const both = (first & 0xff0000) | ((second & 0xff0000) << 8);
    store<u32>(LITERAL_TABLE + ((<u32>place) << 2), LITERAL | (2 << 8) | bits | both);
  }
}
