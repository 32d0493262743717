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
      /** As in the archive: not normalized, any bytes. */
      readonly name: Buffer;
      readonly size: number;
      /** CRC-64 of the content; null where there is none. */
      readonly crc: Buffer | null;
    };

/** A header's extension takes up to 1 MiB, and what follows an archive comes in pieces of about as much; in base64 that is a third more. */
const MAX_LINE = 8 << 20;
/** Bytes of a whole list: five million entries, more than are read of a layer, with headers of 1 KiB each. */
const MAX_LIST = 8 * 2 ** 30;

/**
 * Reads the list of pieces that engines keep of each layer, one JSON object a line, uncompressed. The pieces in their order, each file's content in
 * its place, are the archive to the last byte. Throws {@link TarSplitError}.
 */
export async function* readTarSplit(list: ByteStream): AsyncGenerator<SplitPiece, void, undefined> {
  let position = 0;
  for await (const line of linesOf(list)) {
    if (line.length === 0) continue;
    const piece = pieceOf(parsed(line), position);
    position += 1;
    yield piece;
  }
}

async function* linesOf(list: ByteStream): AsyncGenerator<string, void, undefined> {
  let kept: Uint8Array[] = [];
  let length = 0;
  let total = 0;
  for await (const chunk of list) {
    total += chunk.length;
    if (total > MAX_LIST) throw new TarSplitError('it is too long');
    let at = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, at)) {
      const rest = chunk.subarray(at, end);
      yield length === 0 ? textOf(rest) : textOf(Buffer.concat([...kept, rest]));
      kept = [];
      length = 0;
      at = end + 1;
    }
    if (at === chunk.length) continue;
    // Memory of a chunk is given back when the next one is asked for.
    kept.push(Buffer.from(chunk.subarray(at)));
    length += chunk.length - at;
    if (length > MAX_LINE) throw new TarSplitError('a line is too long');
  }
  // What writes it ends each line.
  if (length > 0) throw new TarSplitError('it ends in the middle of a line');
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
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
  return { kind: 'file', name: bytes, size, crc };
}

function base64(text: unknown): Buffer {
  if (typeof text !== 'string') throw new TarSplitError('a piece without content');
  return Buffer.from(text, 'base64');
}

function utf8(text: unknown): Buffer {
  if (typeof text !== 'string') throw new TarSplitError('a file without a name');
  return Buffer.from(text, 'utf8');
}
