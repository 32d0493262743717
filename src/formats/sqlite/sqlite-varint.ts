/**
 * A variable-length integer ("A variable-length integer or varint"): seven bits a byte, high ones first, the ninth byte whole. Null where
 * it passes `end`. Values past 2^53 lose their low bits: no size and no row number in use comes near.
 */
export function readVarint(
  bytes: Buffer,
  at: number,
  end: number,
): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let i = 0; i < 9; i += 1) {
    const byte = at + i < end ? bytes[at + i] : undefined;
    if (byte === undefined) return null;
    if (i === 8) {
      // Nine bytes are a two's complement number of 64 bits.
      const whole = value * 256 + byte;
      return { value: whole >= 2 ** 63 ? whole - 2 ** 64 : whole, next: at + 9 };
    }
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return null;
}
