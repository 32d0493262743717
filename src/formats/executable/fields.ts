/** Numbers and names in a header of an executable. Where the bytes end before them it says so by NaN, which fails every comparison. */
export interface Fields {
  u16(at: number): number;
  u32(at: number): number;
  /** An address, offset or size: as wide as the machine's words. What a double cannot hold exactly lies beyond any file. */
  word(at: number, isWide: boolean): number;
  /** A text that ends with a NUL, or after `limit` bytes. */
  name(at: number, limit: number): string;
}

export function fieldsOf(bytes: Buffer, isLittleEndian: boolean): Fields {
  const has = (at: number, size: number) => at >= 0 && at + size <= bytes.length;
  const u16 = (at: number) =>
    has(at, 2) ? (isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) : Number.NaN;
  const u32 = (at: number) =>
    has(at, 4) ? (isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) : Number.NaN;
  return {
    u16,
    u32,
    word: (at, isWide) => {
      if (!isWide) return u32(at);
      return isLittleEndian ? u32(at) + u32(at + 4) * 2 ** 32 : u32(at) * 2 ** 32 + u32(at + 4);
    },
    name: (at, limit) => {
      if (!has(at, 0)) return '';
      const text = bytes.subarray(at, at + limit);
      const nul = text.indexOf(0);
      return text.toString('latin1', 0, nul === -1 ? text.length : nul);
    },
  };
}
