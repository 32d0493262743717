import type { ByteStream } from '../../base/byte-stream.ts';
import { isObject } from '../go-json.ts';

/** A list of pieces that does not follow its format (vbatts/tar-split, `tar/storage/entry.go`). */
export class TarSplitError extends Error {
  override readonly name = 'TarSplitError';
}

/** A piece of a tar archive that was taken apart into what its files hold and everything else. */
export type SplitPiece =
  /** Headers, padding, what stands behind the end: as it was. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Where the content of an entry belongs, also of one that has none. */
  | {
      readonly kind: 'file';
      /** As in the archive: not normalized, any bytes, a character each (`latin1`). */
      readonly name: string;
      readonly size: number;
      /** CRC-64 of the content, in base64; null where there is none. */
      readonly crc: string | null;
    };

/** A header's extension takes up to 1 MiB, and what follows an archive comes in pieces of about as much; in base64 that is a third more. */
const MAX_LINE = 8 << 20;
/** Bytes of a whole list: five million entries, more than are read of a layer, with headers of 1 KiB each. */
const MAX_LIST = 8 * 2 ** 30;

/**
 * Reads the list of pieces that engines keep of each layer, one JSON object a line, uncompressed: of each chunk, the pieces whose lines end in it. All
 * pieces in their order, each file's content in its place, are the archive to the last byte. Throws {@link TarSplitError}.
 */
export async function* readTarSplit(list: ByteStream): AsyncGenerator<readonly SplitPiece[], void, undefined> {
  let kept: Uint8Array[] = [];
  let length = 0;
  let total = 0;
  let position = 0;
  for await (const chunk of list) {
    total += chunk.length;
    if (total > MAX_LIST) throw new TarSplitError('it is too long');
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const pieces: SplitPiece[] = [];
    let at = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
      const isWhole = length === 0;
      const line = isWhole ? bytes : Buffer.concat([...kept, bytes.subarray(at, end)]);
      const from = isWhole ? at : 0;
      const to = isWhole ? end : line.length;
      kept = [];
      length = 0;
      at = end + 1;
      if (to === from) continue;
      pieces.push(asWritten(line, from, to, position) ?? pieceOf(parsed(line.toString('utf8', from, to)), position));
      position += 1;
    }
    if (at < bytes.length) {
      // Memory of a chunk is given back when the next one is asked for.
      kept.push(Buffer.from(bytes.subarray(at)));
      length += bytes.length - at;
      if (length > MAX_LINE) throw new TarSplitError('a line is too long');
    }
    yield pieces;
  }
  // What writes it ends each line.
  if (length > 0) throw new TarSplitError('it ends in the middle of a line');
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7d;
const ZERO = 0x30;
const bytesStart = '{"type":2,"payload":"';
const fileStart = '{"type":1,"name":"';
const emptyFacts = '","payload":null';
const sizeStart = '","size":';
const sumStart = ',"payload":"';
const positionStart = ',"position":';
/** Eight bytes in base64: of what the last letter means, two bits are nothing. */
const SUM = 12;
const lastOfSum = new Set(Buffer.from('AEIMQUYcgkosw048'));
const MOST_DIGITS = 15;

/**
 * A line as Go's encoder writes it, read without making an object of it: most of a list is base64 of zeros. Null for every other line, that may say
 * the same in other words.
 */
function asWritten(list: Buffer, from: number, to: number, position: number): SplitPiece | null {
  const end = beforePosition(list, to, position);
  if (end === null) return null;
  if (stands(bytesStart, list, from)) return bytesAsWritten(list, from + bytesStart.length, end - 1);
  return stands(fileStart, list, from) ? fileAsWritten(list, from + fileStart.length, end) : null;
}

/** Where a line's last member begins, that says where it stands in the list. */
function beforePosition(list: Buffer, to: number, position: number): number | null {
  let at = to - 1;
  if (list[at] !== BRACE) return null;
  for (let left = position, digit = left % 10; ; digit = left % 10) {
    at -= 1;
    if (list[at] !== ZERO + digit) return null;
    left = (left - digit) / 10;
    if (left === 0) break;
  }
  at -= positionStart.length;
  return stands(positionStart, list, at) ? at : null;
}

/** @param end where the quote behind it has to stand */
function bytesAsWritten(list: Buffer, start: number, end: number): SplitPiece | null {
  if (end < start || list[end] !== QUOTE) return null;
  const payload = list.toString('latin1', start, end);
  const bytes = Buffer.from(payload, 'base64');
  // What is no base64 is passed over, and then there are fewer bytes: also what ends the text, and begins another one.
  const isBase64 = payload.length % 4 === 0 && bytes.length === (payload.length / 4) * 3 - paddingOf(payload);
  return isBase64 ? { kind: 'bytes', bytes } : null;
}

/** @param end where its members end */
function fileAsWritten(list: Buffer, start: number, end: number): SplitPiece | null {
  let at = start;
  for (let byte = list[at] ?? QUOTE; byte !== QUOTE; byte = list[at] ?? QUOTE) {
    if (byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return null;
    at += 1;
  }
  if (at >= end) return null;
  const name = list.toString('latin1', start, at);
  if (at + emptyFacts.length === end && stands(emptyFacts, list, at)) return { kind: 'file', name, size: 0, crc: null };
  if (!stands(sizeStart, list, at)) return null;
  at += sizeStart.length;
  const sumAt = end - 1 - SUM;
  const digitsEnd = sumAt - sumStart.length;
  if (digitsEnd <= at || digitsEnd - at > MOST_DIGITS || list[at] === ZERO) return null;
  let size = 0;
  for (; at < digitsEnd; at += 1) {
    const digit = (list[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return null;
    size = size * 10 + digit;
  }
  if (!stands(sumStart, list, at) || list[end - 1] !== QUOTE) return null;
  const crc = list.toString('latin1', sumAt, end - 1);
  return isSum(crc) ? { kind: 'file', name, size, crc } : null;
}

function isSum(text: string): boolean {
  return /^[A-Za-z0-9+/]{11}=$/.test(text) && lastOfSum.has(text.charCodeAt(SUM - 2));
}

/** Whether a text of ASCII stands somewhere. */
function stands(text: string, list: Buffer, at: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (list[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function paddingOf(payload: string): number {
  if (!payload.endsWith('=')) return 0;
  return payload.endsWith('==') ? 2 : 1;
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch (error) {
    throw new TarSplitError('a line is no JSON', { cause: error });
  }
  throw new TarSplitError('a line is no object');
}

function pieceOf(entry: Readonly<Record<string, unknown>>, expected: number): SplitPiece {
  const { type, name, name_raw: rawName, size = 0, payload, position } = entry;
  if (position !== expected) throw new TarSplitError(`piece ${expected} is not in its place`);
  if (type === 2) return { kind: 'bytes', bytes: base64(payload) };
  if (type !== 1) throw new TarSplitError('a piece of an unknown kind');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new TarSplitError('a file has no valid size');
  // Names that are not UTF-8 stand there in base64.
  const bytes = rawName === undefined || rawName === '' || rawName === null ? utf8(name) : base64(rawName);
  const sum = payload === null || payload === undefined || payload === '' ? null : base64(payload);
  if (sum !== null && sum.length !== 8) throw new TarSplitError('a checksum of another length');
  if (sum === null && size > 0) throw new TarSplitError('a file has no checksum');
  return { kind: 'file', name: bytes.toString('latin1'), size, crc: sum?.toString('base64') ?? null };
}

function base64(text: unknown): Buffer {
  if (typeof text !== 'string') throw new TarSplitError('a piece without content');
  return Buffer.from(text, 'base64');
}

function utf8(text: unknown): Buffer {
  if (typeof text !== 'string') throw new TarSplitError('a file without a name');
  return Buffer.from(text, 'utf8');
}
