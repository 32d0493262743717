export interface Varint {
  readonly value: number;
  /** Where what follows begins. */
  readonly next: number;
}

/**
 * A variable-length integer ("A variable-length integer or varint"): seven bits a byte, high ones first, the ninth byte whole. Null where
 * it passes `end`. Values past 2^53 lose their low bits: no size and no row number in use comes near.
 */
export function readVarint(bytes: Buffer, at: number, end: number): Varint | null {
  let value = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = at + i < end ? bytes[at + i] : undefined;
    if (byte === undefined) return null;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return at + 9 <= end ? nineBytes(bytes, at) : null;
}

/** A two's complement number of 64 bits: how negative row numbers are written. */
function nineBytes(bytes: Buffer, at: number): Varint {
  let value = 0n;
  for (const byte of bytes.subarray(at, at + 8)) value = (value << 7n) | BigInt(byte & 0x7f);
  value = (value << 8n) | BigInt(bytes[at + 8] ?? 0);
  return { value: Number(BigInt.asIntN(64, value)), next: at + 9 };
}
