import { crc32, inflateRawSync } from 'node:zlib';
import { bytesInMemory, type FileBytes } from '../file-bytes.ts';

/** An entry of a zip file's central directory, which is what counts: Java and Python look at nothing else. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes of its content, as stated. */
  readonly size: number;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly storedSize: number;
  readonly offset: number;
  readonly checksum: number;
}

/** What is no zip file, or one that contradicts itself. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
  readonly kind: 'corrupt' | 'too-large' | 'too-many' | 'encrypted' | 'unsupported';

  constructor(kind: ZipFault['kind']) {
    super(`zip: ${kind}`);
    this.kind = kind;
  }
}

/** A larger directory than any build makes, and its bytes: it is held as a whole, names and all. */
const MAX_ENTRIES = 500_000;
const MAX_DIRECTORY = 64 << 20;
const END = 0x06054b50;
const END_SIZE = 22;
const END_64 = 0x06064b50;
const END_64_SIZE = 56;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_SIZE = 20;
const DIRECTORY = 0x02014b50;
const DIRECTORY_SIZE = 46;
const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const MAX_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const WIDE = 0xffffffff;
const MOST_EXPANSION = 1032;
const LEAST_ROOM = 16 << 10;
/** Bytes up to which a content is compared with its checksum. What is larger is an archive itself, which tells what is wrong with it. */
const MOST_CHECKED = 1 << 20;
/** The end of a file in which its last record stands, with what may stand right in front of that. */
const TAIL = END_SIZE + MAX_COMMENT + LOCATOR_64_SIZE + END_64_SIZE;
/** Content up to this size is read along with its header, for which there is so much room besides its name. */
const READ_ALONG = 1 << 20;
const LOCAL_EXTRA = 64;
/** Headers of entries that lie close to one another are read many at a time. */
const WINDOW = 128 << 10;

/** Whether readers may see different things in a file; asking waits for what is found out beside. */
export interface BegunAmbiguity {
  isAmbiguous(): boolean;
  /** Of the one that was asked for; null where nothing is read beside. */
  readonly digest: (() => string) | null;
}

/** PKWARE's APPNOTE, sections 4.3 and 4.5. Something may stand in front of the archive (a script that starts it). Throws {@link ZipFault}. */
export class ZipFile {
  readonly entries: readonly ZipEntry[];
  readonly #bytes: FileBytes;
  /** Bytes in front, which offsets do not count. */
  readonly #before: number;
  readonly #directory: Buffer;
  /** Where it begins. */
  readonly #start: number;

  constructor(content: Buffer | FileBytes) {
    const bytes = Buffer.isBuffer(content) ? bytesInMemory(content) : content;
    this.#bytes = bytes;
    const { count, size, offset, directoryEnd } = directoryOf(bytes);
    const start = directoryEnd - size;
    if (!(start >= 0) || !(offset <= start)) throw new ZipFault('corrupt');
    if (size > MAX_DIRECTORY) throw new ZipFault('too-many');
    this.#before = start - offset;
    this.#start = start;
    this.#directory = bytes.read(start, directoryEnd);
    this.entries = readDirectory(this.#directory, count);
  }

  /** Whether an entry may have this in its name: quicker than a look at each. */
  mayName(text: string): boolean {
    return this.#directory.includes(text);
  }

  /**
   * Whether a reader that goes through the file from its beginning, as Java's `JarInputStream` does, would find something else than the directory
   * says: another archive in front, an entry in front of all that it names, or entries of other names. What is returned waits for that, where the file is
   * read beside.
   * @param algorithm of a digest that is to be taken on the same way, where the file is read beside
   */
  begunAmbiguity(algorithm: 'sha1' | null = null): BegunAmbiguity {
    const [directory, before] = [this.#start, this.#before];
    // Whoever reads the file beside understands offsets of 32 bits alone.
    if (this.#bytes.named !== undefined && this.entries.every(({ offset }) => offset < WIDE)) {
      const places = { directory, directoryEnd: directory + this.#directory.length, before };
      const names = this.#bytes.named(places, algorithm);
      return { isAmbiguous: () => !names.isSame(), digest: algorithm === null ? null : () => names.digest() };
    }
    const isAmbiguous = this.#isAmbiguous();
    return { isAmbiguous: () => isAmbiguous, digest: null };
  }

  #isAmbiguous(): boolean {
    const { length: end } = this.#bytes;
    const directory = this.#directory;
    const isBegun = end >= 4 && this.#bytes.read(0, 4).readUInt32LE(0) === LOCAL;
    if (isBegun && this.entries.every(({ offset }) => this.#before + offset !== 0)) return true;
    const room = Buffer.allocUnsafe(Math.min(WINDOW, end));
    let windowAt = 0;
    let window = this.#bytes.read(0, room.length, room);
    let at = 0;
    for (const { offset } of this.entries) {
      const length = directory.readUInt16LE(at + 28);
      const [local, name] = [this.#before + offset, at + DIRECTORY_SIZE];
      if (local + LOCAL_SIZE + length > end) return true;
      if (local < windowAt || local + LOCAL_SIZE + length > windowAt + window.length) {
        windowAt = local;
        window = this.#bytes.read(local, Math.min(end, local + Math.max(room.length, LOCAL_SIZE + length)), room);
      }
      const start = local - windowAt;
      const nameAt = start + LOCAL_SIZE;
      const isSame =
        window.readUInt32LE(start) === LOCAL &&
        window.readUInt16LE(start + 26) === length &&
        window.compare(directory, name, name + length, nameAt, nameAt + length) === 0;
      if (!isSame) return true;
      at = name + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return false;
  }

  /** The content of an entry: a part of the file's own bytes where it is stored as it is. Throws {@link ZipFault}. */
  read(entry: ZipEntry, limit: number): Buffer {
    const content = this.#unpack(entry, limit);
    if (content.length <= MOST_CHECKED && crc32(content) !== entry.checksum) throw new ZipFault('corrupt');
    return content;
  }

  #unpack(entry: ZipEntry, limit: number): Buffer {
    const { method, storedSize, size } = entry;
    const along = storedSize <= Math.min(limit, READ_ALONG) ? LOCAL_EXTRA + entry.name.length + storedSize : 0;
    const { start, read, at } = this.#placeOf(entry, along);
    if (size > limit || storedSize > limit) throw new ZipFault('too-large');
    const stored =
      start + storedSize <= at + read.length
        ? read.subarray(start - at, start - at + storedSize)
        : this.#bytes.read(start, start + storedSize);
    if (method === STORED) return stored;
    if (method !== DEFLATED) throw new ZipFault('unsupported');
    try {
      return inflateRawSync(stored, { maxOutputLength: Math.max(1, limit), chunkSize: roomFor(size, stored.length) });
    } catch (error) {
      if (error instanceof RangeError) throw new ZipFault('too-large');
      throw new ZipFault('corrupt');
    }
  }

  /** As {@link read}, without holding in memory what is stored as it is. */
  open(entry: ZipEntry, limit: number): FileBytes {
    const { method, storedSize, size } = entry;
    // What is small is compared with its checksum.
    if (method !== STORED || size <= MOST_CHECKED || storedSize <= MOST_CHECKED)
      return bytesInMemory(this.read(entry, limit), method !== STORED);
    const { start } = this.#placeOf(entry, 0);
    if (size > limit || storedSize > limit) throw new ZipFault('too-large');
    return this.#bytes.part(start, start + storedSize);
  }

  /** Where an entry's content begins, and what was read from `at` on: its header and as much besides. */
  #placeOf({ offset, storedSize, isEncrypted }: ZipEntry, along: number): { start: number; read: Buffer; at: number } {
    if (isEncrypted) throw new ZipFault('encrypted');
    const { length } = this.#bytes;
    const at = this.#before + offset;
    if (at + LOCAL_SIZE > length) throw new ZipFault('corrupt');
    const read = this.#bytes.read(at, Math.min(length, at + LOCAL_SIZE + along));
    if (read.readUInt32LE(0) !== LOCAL) throw new ZipFault('corrupt');
    const start = at + LOCAL_SIZE + read.readUInt16LE(26) + read.readUInt16LE(28);
    if (start + storedSize > length) throw new ZipFault('corrupt');
    return { start, read, at };
  }
}

/**
 * Room for the whole content at once, so that it is not put together from pieces and there twice for a while: what is stated, as far as so few
 * bytes can hold it (https://zlib.net/zlib_tech.html, "Maximum Compression Factor").
 */
function roomFor(size: number, storedSize: number): number {
  return Math.max(LEAST_ROOM, Math.min(size + 1, storedSize * MOST_EXPANSION));
}

/** The last record that ends where the file does, its comment included. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - END_SIZE; at >= Math.max(0, bytes.length - END_SIZE - MAX_COMMENT); at -= 1) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== END) continue;
    if (at + END_SIZE + bytes.readUInt16LE(at + 20) <= bytes.length) return at;
  }
  throw new ZipFault('corrupt');
}

function directoryOf(bytes: FileBytes): { count: number; size: number; offset: number; directoryEnd: number } {
  const tailAt = Math.max(0, bytes.length - TAIL);
  const tail = bytes.read(tailAt, bytes.length);
  const end = endOf(tail);
  const count = tail.readUInt16LE(end + 10);
  const size = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  const narrow = { count, size, offset, directoryEnd: tailAt + end };
  if (count !== 0xffff && size !== WIDE && offset !== WIDE) return narrow;
  const locator = end - LOCATOR_64_SIZE;
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR_64) return narrow;
  // Whatever stands in front of the archive: the record lies right before its locator where it is not where that says.
  const stated = Number(tail.readBigUInt64LE(locator + 8));
  const before = tailAt + locator - END_64_SIZE;
  for (const at of [stated, before]) {
    if (!(at >= 0) || at > before) continue;
    const record = bytes.read(at, at + END_64_SIZE);
    if (record.readUInt32LE(0) !== END_64) continue;
    return {
      count: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      directoryEnd: at,
    };
  }
  throw new ZipFault('corrupt');
}

function readDirectory(bytes: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + DIRECTORY_SIZE <= bytes.length && bytes.readUInt32LE(at) === DIRECTORY) {
    const nameEnd = at + DIRECTORY_SIZE + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    if (extraEnd > bytes.length) throw new ZipFault('corrupt');
    if (entries.length >= MAX_ENTRIES) throw new ZipFault('too-many');
    const entry = {
      name: bytes.toString('utf8', at + DIRECTORY_SIZE, nameEnd),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) !== 0,
      method: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 24),
      storedSize: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
      checksum: bytes.readUInt32LE(at + 16),
    };
    if (entry.size === WIDE || entry.storedSize === WIDE || entry.offset === WIDE)
      widen(entry, bytes.subarray(nameEnd, extraEnd));
    entries.push(entry);
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
  // Java goes by the bytes, not by the number; a directory that breaks off has lost something.
  if (entries.length < count || at < bytes.length) throw new ZipFault('corrupt');
  return entries;
}

/** Of size, stored size and offset those that do not fit stand in an extra field, in this order. */
function widen(entry: { size: number; storedSize: number; offset: number }, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    const wide = (value: number): number => {
      if (value !== WIDE) return value;
      if (next + 8 > extra.length) throw new ZipFault('corrupt');
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    };
    entry.size = wide(entry.size);
    entry.storedSize = wide(entry.storedSize);
    entry.offset = wide(entry.offset);
    return;
  }
}
