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
      /** CRC-64 of the content; null where there is none. */
      readonly crc: Buffer | null;
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
      const line = length === 0 ? bytes.subarray(at, end) : Buffer.concat([...kept, bytes.subarray(at, end)]);
      kept = [];
      length = 0;
      at = end + 1;
      if (line.length === 0) continue;
      pieces.push(asWritten(line, position) ?? pieceOf(parsed(line.toString('utf8')), position));
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
const bytesStart = '{"type":2,"payload":"';
const fileStart = '{"type":1,"name":"';
/** Behind the name of a file with content: its size, and a checksum of eight bytes. */
const fileFacts = /^","size":([1-9]\d{0,14}),"payload":"([A-Za-z0-9+/]{11}=)"$/;
const emptyFacts = '","payload":null';

/**
 * A line as Go's encoder writes it, read without making an object of it: most of a list is base64 of zeros. Null for every other line, that may say
 * the same in other words.
 */
function asWritten(line: Buffer, position: number): SplitPiece | null {
  const rest = `,"position":${position}}`;
  const end = line.length - rest.length;
  if (end < bytesStart.length || line.toString('latin1', end) !== rest) return null;
  if (line.toString('latin1', 0, bytesStart.length) === bytesStart) {
    const payload = line.toString('latin1', bytesStart.length, end - 1);
    const bytes = Buffer.from(payload, 'base64');
    // What is no base64 is passed over, and then there are fewer bytes: also what ends the text, and begins another one.
    const isBase64 = payload.length % 4 === 0 && bytes.length === (payload.length / 4) * 3 - paddingOf(payload);
    return isBase64 && line[end - 1] === QUOTE ? { kind: 'bytes', bytes } : null;
  }
  if (line.toString('latin1', 0, fileStart.length) !== fileStart) return null;
  let nameEnd = fileStart.length;
  for (let byte = line[nameEnd] ?? QUOTE; byte !== QUOTE; byte = line[nameEnd] ?? QUOTE) {
    if (byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return null;
    nameEnd += 1;
  }
  const name = line.toString('latin1', fileStart.length, nameEnd);
  const facts = line.toString('latin1', nameEnd, end);
  if (facts === emptyFacts) return { kind: 'file', name, size: 0, crc: null };
  const [, size, payload] = fileFacts.exec(facts) ?? [];
  if (size === undefined || payload === undefined) return null;
  return { kind: 'file', name, size: Number(size), crc: Buffer.from(payload, 'base64') };
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
  const crc = payload === null || payload === undefined || payload === '' ? null : base64(payload);
  if (crc !== null && crc.length !== 8) throw new TarSplitError('a checksum of another length');
  if (crc === null && size > 0) throw new TarSplitError('a file has no checksum');
  return { kind: 'file', name: bytes.toString('latin1'), size, crc };
}

function base64(text: unknown): Buffer {
  if (typeof text !== 'string') throw new TarSplitError('a piece without content');
  return Buffer.from(text, 'base64');
}

function utf8(text: unknown): Buffer {
  if (typeof text !== 'string') throw new TarSplitError('a file without a name');
  return Buffer.from(text, 'utf8');
}
