// DEFLATE (RFC 1951), piece by piece: AssemblyScript, from which scripts/assembly.mjs makes src/formats/inflate/inflate-program.ts. What it accepts
// is what zlib accepts. It reads and writes nothing but the memory that it is given.
import { distanceTable, fixedTables, literalTable, prepare, table } from './codes';
import {
  BLOCK_END,
  DISTANCE_BITS,
  DISTANCE_TABLE,
  EXCEPTION,
  LENGTH_BITS,
  LENGTH_MEANINGS,
  LENGTH_TABLE,
  LENGTHS,
  LITERAL,
  LITERAL_BITS,
  LITERAL_TABLE,
  SPREADS,
  SUBTABLE,
} from './memory';

// What `inflate` returns; those below zero are `outcomes` of inflate-memory.ts.
const NEED_INPUT: i32 = 0;
const NEED_OUTPUT: i32 = 1;
const DONE: i32 = 2;
const TRUNCATED: i32 = -1;
const BAD_BLOCK: i32 = -2;
const BAD_STORED: i32 = -3;
const BAD_LENGTHS: i32 = -4;
const BAD_CODE: i32 = -5;
const BAD_DISTANCE: i32 = -6;

/** A block's header is read at once: at most 17 bits, 19 lengths of 3 bits, and 316 symbols of at most 14 bits are less than 512 bytes. */
const MOST_HEADER: usize = 512;

const BLOCK_HEADER: i32 = 0;
const STORED: i32 = 1;
const SYMBOLS: i32 = 2;
let phase: i32 = BLOCK_HEADER;
let isLastBlock: bool = false;
/** Bytes of the stored block that are still to come. */
let stored: u32 = 0;

/** The next bits of the stream, and how many there are of them. */
let buffer: u64 = 0;
let bits: u32 = 0;
/** From here to there are bytes after them. */
let input: usize = 0;
let inputEnd: usize = 0;

let output: usize = 0;
/** Where the next chunk is to begin, soon after which this one ends. */
let outputLimit: usize = 0;
/** Where what matches may reach back to begins. */
let oldest: usize = 0;

/** Before each stream. */
export function reset(): void {
  prepare();
  phase = BLOCK_HEADER;
  isLastBlock = false;
  buffer = 0;
  bits = 0;
}

/** After NEED_INPUT: what was left of the bytes before has to stand before the new ones. */
export function setInput(start: usize, end: usize): void {
  input = start;
  inputEnd = end;
}

/** After NEED_OUTPUT, `known` bytes of what came before stand before `start`. Up to 258 bytes may come after `limit`, and 16 more be touched. */
export function setOutput(start: usize, limit: usize, known: usize): void {
  output = start;
  outputLimit = limit;
  oldest = start - known;
}

export function inputAt(): usize {
  return input;
}

export function outputAt(): usize {
  return output;
}

/** Goes on until something is missing, the stream is done, or is none. `isEnd`: no input comes after what is there. */
export function inflate(isEnd: bool): i32 {
  while (true) {
    if (phase === BLOCK_HEADER) {
      if (isLastBlock) {
        dropBits();
        return DONE;
      }
      if (!isEnd && inputEnd - input < MOST_HEADER) return NEED_INPUT;
      const result = blockHeader();
      if (result !== DONE) return result;
    }
    const result = phase === STORED ? storedBytes(isEnd) : symbols(isEnd);
    if (result !== DONE) return result;
    phase = BLOCK_HEADER;
  }
}

/** Section 3.2.3. */
function blockHeader(): i32 {
  if (!has(3)) return TRUNCATED;
  isLastBlock = take(1) !== 0;
  const type = take(2);
  if (type === 0) return storedHeader();
  phase = SYMBOLS;
  if (type === 2) return dynamicTables();
  if (type === 3) return BAD_BLOCK;
  fixedTables();
  return DONE;
}

/** Section 3.2.4. */
function storedHeader(): i32 {
  take(bits & 7);
  if (!has(32)) return TRUNCATED;
  stored = take(16);
  if (take(16) !== (stored ^ 0xffff)) return BAD_STORED;
  dropBits();
  phase = STORED;
  return DONE;
}

function storedBytes(isEnd: bool): i32 {
  while (stored > 0) {
    if (output >= outputLimit) return NEED_OUTPUT;
    if (input === inputEnd) return isEnd ? TRUNCATED : NEED_INPUT;
    const count = min<usize>(min<usize>(stored, outputLimit - output), inputEnd - input);
    memory.copy(output, input, count);
    output += count;
    input += count;
    stored -= <u32>count;
  }
  return DONE;
}

/** Section 3.2.7. */
function dynamicTables(): i32 {
  if (!has(14)) return TRUNCATED;
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const lengths = take(4) + 4;
  if (literals > 286 || distances > 30) return BAD_LENGTHS;
  memory.fill(LENGTHS, 0, 19);
  for (let number: u32 = 0; number < lengths; number++) {
    if (!has(3)) return TRUNCATED;
    store<u8>(LENGTHS + placeOfLength(number), <u8>take(3));
  }
  if (!table(LENGTHS, 19, LENGTH_MEANINGS, LENGTH_TABLE, LENGTH_BITS, false)) return BAD_LENGTHS;
  const all = literals + distances;
  let symbol: u32 = 0;
  while (symbol < all) {
    has(14);
    const entry = load<u32>(LENGTH_TABLE + ((<u32>buffer & ((1 << LENGTH_BITS) - 1)) << 2));
    const length = entry >> 16;
    const extra: u32 = length < 16 ? 0 : length === 16 ? 2 : length === 17 ? 3 : 7;
    // The bits of the code itself, which the entry has twice.
    const own = (entry >> 8) & 15;
    if (bits < own + extra) return TRUNCATED;
    take(own);
    if (length < 16) {
      store<u8>(LENGTHS + symbol, <u8>length);
      symbol++;
      continue;
    }
    const times = take(extra) + (length === 18 ? 11 : 3);
    if (symbol + times > all || (length === 16 && symbol === 0)) return BAD_LENGTHS;
    memory.fill(LENGTHS + symbol, length === 16 ? load<u8>(LENGTHS + symbol - 1) : 0, times);
    symbol += times;
  }
  // A block has to be able to end.
  if (load<u8>(LENGTHS + 256) === 0) return BAD_LENGTHS;
  return literalTable(literals) && distanceTable(literals, distances) ? DONE : BAD_LENGTHS;
}

/** 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15. */
function placeOfLength(number: u32): u32 {
  if (number < 3) return 16 + number;
  if (number === 3) return 0;
  return (number & 1) === 0 ? 8 + ((number - 4) >> 1) : 7 - ((number - 5) >> 1);
}

/** Whether there are as many bits, of which those that there are stand in the buffer. */
function has(count: u32): bool {
  while (bits < count) {
    if (input === inputEnd) return false;
    buffer |= (<u64>load<u8>(input)) << bits;
    input++;
    bits += 8;
  }
  return true;
}

function take(count: u32): u32 {
  const value = <u32>buffer & ((1 << count) - 1);
  buffer >>= count;
  bits -= count;
  return value;
}

/** Up to the next byte of the input. */
function dropBits(): void {
  input -= bits >> 3;
  buffer = 0;
  bits = 0;
}

/** Section 3.2.5. */
function symbols(isEnd: bool): i32 {
  const result = manySymbols();
  if (result !== NEED_INPUT || !isEnd) return result;
  return lastSymbols();
}

/**
 * As long as there is more input than one round may take. The buffer's upper bits may hold more than it counts, which are those that come next;
 * of the count, only the lowest 6 bits are kept right, which shifts look at alone.
 */
function manySymbols(): i32 {
  if (inputEnd < input + 32) return NEED_INPUT;
  const inputLimit = inputEnd - 24;
  const limit = outputLimit;
  const first = oldest;
  let from = input;
  let to = output;
  let next = buffer;
  let count = bits;
  let result = NEED_OUTPUT;
  next |= load<u64>(from) << count;
  from += 7 - ((count >> 3) & 7);
  count |= 56;
  let entry = load<u32>((<u32>next & ((1 << LITERAL_BITS) - 1)) << 2, LITERAL_TABLE);
  while (true) {
    if (to >= limit) break;
    if (from >= inputLimit) {
      result = NEED_INPUT;
      break;
    }
    // Three times at most 11 bits, and 11 more to look at, are in the 56 that there are.
    if ((entry & LITERAL) !== 0) {
      store<u16>(to, <u16>(entry >> 16));
      to += (entry >> 8) & 3;
      next >>= entry;
      count -= entry;
      entry = load<u32>((<u32>next & ((1 << LITERAL_BITS) - 1)) << 2, LITERAL_TABLE);
      if ((entry & LITERAL) !== 0) {
        store<u16>(to, <u16>(entry >> 16));
        to += (entry >> 8) & 3;
        next >>= entry;
        count -= entry;
        entry = load<u32>((<u32>next & ((1 << LITERAL_BITS) - 1)) << 2, LITERAL_TABLE);
        if ((entry & LITERAL) !== 0) {
          store<u16>(to, <u16>(entry >> 16));
          to += (entry >> 8) & 3;
          next >>= entry;
          count -= entry;
          entry = load<u32>((<u32>next & ((1 << LITERAL_BITS) - 1)) << 2, LITERAL_TABLE);
          next |= load<u64>(from) << count;
          from += 7 - ((count >> 3) & 7);
          count |= 56;
          continue;
        }
      }
      next |= load<u64>(from) << count;
      from += 7 - ((count >> 3) & 7);
      count |= 56;
    }
    if ((entry & EXCEPTION) !== 0) {
      if ((entry & SUBTABLE) !== 0) {
        next >>= entry;
        count -= entry;
        entry = load<u32>(longer(entry, <u32>next) << 2, LITERAL_TABLE);
        if ((entry & LITERAL) !== 0) {
          store<u8>(to, <u8>(entry >> 16));
          to++;
          next >>= entry;
          count -= entry;
          entry = load<u32>((<u32>next & ((1 << LITERAL_BITS) - 1)) << 2, LITERAL_TABLE);
          next |= load<u64>(from) << count;
          from += 7 - ((count >> 3) & 7);
          count |= 56;
          continue;
        }
      }
      if ((entry & EXCEPTION) !== 0) {
        result = (entry & BLOCK_END) !== 0 ? DONE : BAD_CODE;
        next >>= entry;
        count -= entry;
        break;
      }
    }
    // At most 20 bits, then 28.
    const length = amountOf(entry, <u32>next);
    next >>= entry;
    count -= entry;
    entry = load<u32>((<u32>next & ((1 << DISTANCE_BITS) - 1)) << 2, DISTANCE_TABLE);
    if ((entry & SUBTABLE) !== 0 && (entry & EXCEPTION) !== 0) {
      next >>= entry;
      count -= entry;
      entry = load<u32>(longer(entry, <u32>next) << 2, DISTANCE_TABLE);
    }
    if ((entry & EXCEPTION) !== 0) {
      result = BAD_CODE;
      break;
    }
    const distance = amountOf(entry, <u32>next);
    next >>= entry;
    count -= entry;
    if (distance > to - first) {
      result = BAD_DISTANCE;
      break;
    }
    next |= load<u64>(from) << count;
    from += 7 - ((count >> 3) & 7);
    count |= 56;
    entry = load<u32>((<u32>next & ((1 << LITERAL_BITS) - 1)) << 2, LITERAL_TABLE);
    copy(to, distance, length);
    to += length;
  }
  output = to;
  // Whole bytes go back: where input is moved before more of it comes, they are moved with it.
  input = from - ((count >> 3) & 7);
  bits = count & 7;
  buffer = next & ~((<u64>-1) << bits);
  return result;
}

/** What the stream ends with: nothing is read beyond it, and no code taken of which a bit is missing. */
function lastSymbols(): i32 {
  while (true) {
    if (output >= outputLimit) return NEED_OUTPUT;
    has(48);
    let entry = load<u32>(LITERAL_TABLE + ((<u32>buffer & ((1 << LITERAL_BITS) - 1)) << 2));
    if ((entry & SUBTABLE) !== 0 && (entry & EXCEPTION) !== 0) {
      if (bits < LITERAL_BITS) return TRUNCATED;
      take(LITERAL_BITS);
      entry = load<u32>(LITERAL_TABLE + (longer(entry, <u32>buffer) << 2));
    }
    if (bits < (entry & 63)) return TRUNCATED;
    if ((entry & LITERAL) !== 0) {
      store<u16>(output, <u16>(entry >> 16));
      output += (entry >> 8) & 3;
      take(entry & 63);
      continue;
    }
    if ((entry & EXCEPTION) !== 0) {
      if ((entry & BLOCK_END) === 0) return bits === 0 ? TRUNCATED : BAD_CODE;
      take(entry & 63);
      return DONE;
    }
    const length = amountOf(entry, <u32>buffer);
    take(entry & 63);
    has(28);
    entry = load<u32>(DISTANCE_TABLE + ((<u32>buffer & ((1 << DISTANCE_BITS) - 1)) << 2));
    if ((entry & SUBTABLE) !== 0 && (entry & EXCEPTION) !== 0) {
      if (bits < DISTANCE_BITS) return TRUNCATED;
      take(DISTANCE_BITS);
      entry = load<u32>(DISTANCE_TABLE + (longer(entry, <u32>buffer) << 2));
    }
    if ((entry & EXCEPTION) !== 0) return bits === 0 ? TRUNCATED : BAD_CODE;
    if (bits < (entry & 63)) return TRUNCATED;
    const distance = amountOf(entry, <u32>buffer);
    take(entry & 63);
    if (distance > output - oldest) return BAD_DISTANCE;
    copy(output, distance, length);
    output += length;
  }
}

/** Where a longer code's entry is. */
function longer(entry: u32, next: u32): u32 {
  return (entry >> 16) + (next & ((1 << ((entry >> 8) & 15)) - 1));
}

/** A length or distance: its base, and the extra bits after its code. */
function amountOf(entry: u32, next: u32): usize {
  return (entry >> 16) + ((next & ~(-1 << (entry & 31))) >> ((entry >> 8) & 15));
}

/** What was written `distance` bytes ago, once more, sixteen bytes at a time: up to 15 beyond the end, which are overwritten or not looked at. */
function copy(to: usize, distance: usize, length: usize): void {
  const end = to + length;
  let from = to - distance;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < end);
    return;
  }
  // The last bytes over and over: as many whole repetitions of them as sixteen bytes hold at a time.
  const bytes = i8x16.swizzle(v128.load(from), v128.load(SPREADS + (distance << 4)));
  const step = 16 - (16 % <u32>distance);
  do {
    v128.store(to, bytes);
    to += step;
  } while (to < end);
}
