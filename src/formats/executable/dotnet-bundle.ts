import { ExecutableFault, executablesIn } from './executable.ts';

/** What .NET's host has in its data, behind the eight bytes that say where the bundle's header is (dotnet/runtime, `bundle_marker.cpp`). */
export const bundleMark: Buffer = Buffer.from(
  '8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae',
  'hex',
);
/** How the list of a bundle's libraries begins, as the SDK writes it. */
export const bundledListMark: Buffer = Buffer.from('"runtimeTarget":', 'latin1');
/** Such lists are some hundred kilobytes. */
const MAX_LIST = 8 << 20;
/** More files than any program is made of. */
const MAX_FILES = 100_000;
/** The host has one; who reads bundles has another. */
const MAX_MARKS = 100;
/** Of the first format, which had no kind 0. */
const KIND_OF_LIST = [0, 2, 3];

/**
 * The `deps.json` of a .NET program that was published as a single file (dotnet/designs, "Single-file Publish"; dotnet/runtime, `header.h`, `file_entry.h`). Null for other
 * programs, the same host in front of a program in files of its own among them; throws {@link ExecutableFault} for a bundle that cannot be read, or
 * holds no such list.
 */
export function readBundledList(bytes: Buffer): Buffer | null {
  const writable = executablesIn(bytes).flatMap(({ mapped }) => mapped.filter(({ isWritable }) => isWritable));
  let marks = 0;
  // The file is searched once, however many ranges say that they are of it.
  for (let at = bytes.indexOf(bundleMark); at !== -1; at = bytes.indexOf(bundleMark, at + bundleMark.length)) {
    marks += 1;
    if (marks > MAX_MARKS) throw new ExecutableFault('more marks than any program has');
    const [from, to] = [at - 8, at + bundleMark.length];
    if (!writable.some(({ offset, size }) => offset <= from && to <= offset + size)) continue;
    const header = headerIn(bytes.subarray(from, at));
    if (header !== null) return listOf(new Reader(bytes, header));
  }
  return null;
}

/** @param lead what stands in front of the mark */
export function headerIn(lead: Buffer): number | null {
  if (lead.length < 8) return null;
  const offset = Number(lead.readBigUInt64LE(lead.length - 8));
  return offset === 0 ? null : offset;
}

function listOf(reader: Reader): Buffer {
  const version = reader.u32();
  reader.u32();
  const count = reader.u32();
  reader.skipText();
  if (version >= 2) {
    const [offset, size] = [reader.word(), reader.word()];
    if (size > 0) return reader.part(offset, size);
    // Where the settings are, and flags.
    for (let i = 0; i < 3; i += 1) reader.word();
  }
  if (count > MAX_FILES) throw new ExecutableFault('more files than any program is made of');
  for (let i = 0; i < count; i += 1) {
    const [offset, size] = [reader.word(), reader.word()];
    if (version >= 6) reader.word();
    const kind = reader.u8();
    reader.skipText();
    if (kind === (KIND_OF_LIST[version] ?? 3)) return reader.part(offset, size);
  }
  throw new ExecutableFault('a bundle without a list');
}

/** Reads on; throws {@link ExecutableFault} behind the end. */
class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  u8(): number {
    return this.#next(1).readUInt8();
  }

  u32(): number {
    return this.#next(4).readUInt32LE();
  }

  word(): number {
    return Number(this.#next(8).readBigUInt64LE());
  }

  /** A text behind its length, of which each byte brings seven bits. */
  skipText(): void {
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.u8();
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        this.#next(length);
        return;
      }
    }
    throw new ExecutableFault('a text of a length that none has');
  }

  part(offset: number, size: number): Buffer {
    if (size > MAX_LIST || offset + size > this.#bytes.length) throw new ExecutableFault('a list outside of the file');
    return this.#bytes.subarray(offset, offset + size);
  }

  #next(size: number): Buffer {
    if (this.#at + size > this.#bytes.length) throw new ExecutableFault('a bundle that breaks off');
    const part = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return part;
  }
}

/**
 * The list in a piece of a program that is too large to be held: the object of JSON that the piece is of. Null where it goes on behind the piece.
 *
 * @param lead what leads up to the piece, in which the object begins
 */
export function listIn(lead: Buffer, piece: Buffer): Buffer | null {
  const brace = lead.lastIndexOf(0x7b);
  if (brace === -1 || lead.toString('latin1', brace + 1).trim() !== '') return null;
  let depth = 1;
  let isText = false;
  for (let at = 0; at < piece.length; at += 1) {
    const byte = piece[at];
    if (isText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x7b) depth += 1;
    else if (byte === 0x7d) depth -= 1;
    if (depth === 0) return Buffer.concat([lead.subarray(brace), piece.subarray(0, at + 1)]);
  }
  return null;
}
