import type { TarEntryType } from './tar-entry.ts';

/** A header block of 512 bytes, as it stands there (POSIX.1-2024, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
export interface RawHeader {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly typeFlag: string;
  readonly linkName: string;
}

const SPACE = 0x20;

/** Whether the checksum of a block fits: the sum over its bytes, signed or unsigned, the field itself read as blanks. */
export function checksumFits(block: Uint8Array): boolean {
  let unsigned = 8 * SPACE;
  for (let i = 0; i < 148; i += 1) unsigned += block[i] as number;
  for (let i = 156; i < 512; i += 1) unsigned += block[i] as number;
  const stated = readNumber(block, 148, 8);
  if (stated === unsigned) return true;
  let signed = unsigned;
  for (let i = 0; i < 512; i += 1) if ((i < 148 || i >= 156) && (block[i] as number) >= 128) signed -= 256;
  return stated === signed;
}

/** Whether a block could be the first one of a tar archive: telling a layer from anything else by its content. */
export function looksLikeTar(block: Uint8Array): boolean {
  return block.length >= 512 && (isZero(block.subarray(0, 512)) || checksumFits(block));
}

/** Reads a header block whose checksum was found right. A number that makes no sense is NaN. */
export function readHeader(block: Buffer): RawHeader {
  const base = readText(block, 0, 100);
  const prefix = readPrefix(block);
  return {
    name: prefix === '' ? base : `${prefix}/${base}`,
    mode: readNumber(block, 100, 8),
    uid: readNumber(block, 108, 8),
    gid: readNumber(block, 116, 8),
    size: readNumber(block, 124, 12),
    typeFlag: String.fromCharCode(block[156] as number),
    linkName: readText(block, 157, 100),
  };
}

/**
 * What stands in front of the name. Besides ustar's there is the shorter one of star, and, as Go's reader has it, one in the place of two
 * times that old writers put into GNU headers: engines unpack to the name with the prefix.
 */
function readPrefix(block: Buffer): string {
  if (isAt(block, 257, 'ustar\0')) return readText(block, 345, isAt(block, 508, 'tar\0') ? 131 : 155);
  if (!isAt(block, 257, 'ustar  \0')) return '';
  const isTime = (offset: number) => block[offset] === 0 || isNumber(block, offset, 12);
  if (isTime(345) && isTime(357)) return '';
  const prefix = readText(block, 345, 155);
  return /^[\0-\x7f]*$/.test(prefix) ? prefix : '';
}

function isAt(block: Buffer, offset: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (block[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

function isNumber(block: Buffer, offset: number, length: number): boolean {
  return !Number.isNaN(readNumber(block, offset, length));
}

/** The type that a flag stands for. As Go's reader has it, flag NUL with a trailing slash is a directory. */
export function typeOf(flag: string, name: string): TarEntryType {
  switch (flag) {
    case '\0':
      return name.endsWith('/') ? 'directory' : 'file';
    case '0':
    case '7':
    case 'S':
      return 'file';
    case '1':
      return 'hardlink';
    case '2':
      return 'symlink';
    case '3':
      return 'character-device';
    case '4':
      return 'block-device';
    case '5':
      return 'directory';
    case '6':
      return 'fifo';
    default:
      return 'other';
  }
}

export function isZero(block: Uint8Array): boolean {
  for (let i = 0; i < block.length; i += 1) if (block[i] !== 0) return false;
  return true;
}

/** A text field: up to its first NUL, as UTF-8. */
function readText(block: Buffer, offset: number, length: number): string {
  let end = offset;
  while (end < offset + length && block[end] !== 0) end += 1;
  return end === offset ? '' : block.toString('utf8', offset, end);
}

/** A number field: octal digits between blanks and NULs, or base 256 where the first bit is set. NaN for anything else. */
export function readNumber(block: Uint8Array, offset: number, length: number): number {
  const first = block[offset] as number;
  if ((first & 0x80) !== 0) return readBase256(block, offset, length);
  let start = offset;
  let end = offset + length;
  while (start < end && isBlank(block[start] as number)) start += 1;
  while (end > start && isBlank(block[end - 1] as number)) end -= 1;
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const byte = block[i] as number;
    if (byte === 0) break;
    if (byte < 0x30 || byte > 0x37) return Number.NaN;
    value = value * 8 + (byte - 0x30);
  }
  return value;
}

function readBase256(block: Uint8Array, offset: number, length: number): number {
  const negative = ((block[offset] as number) & 0x40) !== 0;
  let value = 0;
  for (let i = 0; i < length; i += 1) {
    let byte = block[offset + i] as number;
    if (negative) byte ^= 0xff;
    if (i === 0) byte &= 0x7f;
    value = value * 256 + byte;
  }
  if (!Number.isSafeInteger(value)) return Number.NaN;
  return negative ? -value - 1 : value;
}

function isBlank(byte: number): boolean {
  return byte === 0 || byte === SPACE;
}
