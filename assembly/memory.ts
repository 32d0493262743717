// Where things lie in the memory that is shared with src/formats/inflate/inflate-memory.ts, which has the rest of it: what stands here is nobody
// else's. Addresses and sizes are bytes.

/** Code lengths of a block's symbols, a byte each: 286 of literals and lengths, then 30 of distances. */
export const LENGTHS: usize = 1024;
/** 16 words: how many codes have which length. */
export const COUNTS: usize = 1408;
/** 16 words: where the symbols of each length go while they are sorted. */
export const OFFSETS: usize = 1472;
/** Symbols in the order of their codes, two bytes each. */
export const SORTED: usize = 1536;
/** What each symbol means, a word each, without the length of its code. */
export const LITERAL_MEANINGS: usize = 4096;
export const DISTANCE_MEANINGS: usize = 5376;
export const LENGTH_MEANINGS: usize = 5632;
/** 16 rows of 16 bytes: byte i of row d is i modulo d, which spreads the last d bytes over sixteen. */
export const SPREADS: usize = 5888;
/** Tables of entries, a word each: the first 2^bits of them are looked up by the next bits of the stream, tables for longer codes follow. */
export const LENGTH_TABLE: usize = 6400;
export const LITERAL_TABLE: usize = 8192;
export const DISTANCE_TABLE: usize = 24576;

export const LENGTH_BITS: u32 = 7;
export const LITERAL_BITS: u32 = 11;
export const DISTANCE_BITS: u32 = 9;

// An entry: its lowest 6 bits say how many bits of the stream it takes.
/** One or two literals: how many in bits 8 and 9, they themselves from bit 16 on. */
export const LITERAL: u32 = 1 << 15;
/** Not a length or distance: one of those below, or no code at all. */
export const EXCEPTION: u32 = 1 << 14;
/** A longer code: where its table begins from bit 16 on, how many bits that is looked up by from bit 8 on. */
export const SUBTABLE: u32 = 1 << 13;
export const BLOCK_END: u32 = 1 << 12;
// A length or distance: its base from bit 16 on, where its extra bits begin from bit 8 on.
