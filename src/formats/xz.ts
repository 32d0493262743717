import { lzma2Block } from './lzma2.ts';

const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]);
const LZMA2 = 0x21;
/** Modules of Linux have one. */
const MAX_BLOCKS = 1000;
/** Sizes of checks by their types (.xz file format 1.2.1, section 2.1.1.2). */
const checkSizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/**
 * What is packed in an xz file (The .xz File Format 1.2.1): its first stream, of blocks without other filters than LZMA2, as `xz` makes them for modules of Linux. Null for anything else, for what
 * is damaged so far that it cannot be unpacked, and for more than `most` bytes. Checks are not made: whoever damages a file can make them right.
 */
export function unxz(bytes: Buffer, most: number): Buffer | null {
  if (bytes.length < 12 || !bytes.subarray(0, 6).equals(MAGIC) || bytes[6] !== 0) return null;
  const check = checkSizes[(bytes[7] ?? 0) & 15] ?? 0;
  const parts: Buffer[] = [];
  let total = 0;
  // An index begins with a zero where a block has its size.
  for (let at = 12; bytes[at] !== 0; ) {
    const header = blockHeader(bytes, at);
    if (header === null || parts.length >= MAX_BLOCKS) return null;
    const block = lzma2Block(bytes, header.end, header.dictionary, most - total);
    if (block === null) return null;
    parts.push(block.content);
    total += block.content.length;
    at = block.end + ((4 - ((block.end - header.end) & 3)) & 3) + check;
  }
  return Buffer.concat(parts);
}

/** Where a block's content begins, and how far back it may look. */
function blockHeader(bytes: Buffer, at: number): { readonly end: number; readonly dictionary: number } | null {
  const size = bytes[at];
  if (size === undefined) return null;
  const end = at + (size + 1) * 4;
  const flags = bytes[at + 1] ?? 0;
  if (end > bytes.length || (flags & 0x3f) !== 0) return null;
  let place = at + 2;
  // Sizes, which are known once they are unpacked.
  for (const bit of [0x40, 0x80]) {
    if ((flags & bit) === 0) continue;
    while (place < end && (bytes[place] ?? 0) >= 0x80) place += 1;
    place += 1;
  }
  const [filter, properties, bits = 41] = bytes.subarray(place, place + 3);
  if (place + 3 > end || filter !== LZMA2 || properties !== 1 || bits > 40) return null;
  return { end, dictionary: bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11) };
}
