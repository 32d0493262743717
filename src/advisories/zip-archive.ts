import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { failureFrom, reasonOf, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import { fill, type Text } from '../base/text.ts';

/** One file of an archive. */
export interface ZipMember {
  readonly name: string;
  /** Its bytes, checked against length and CRC-32. Throws `feed-damaged` with archive and member. Valid until the next call. */
  read(): Buffer;
}

export interface ZipLimits {
  /** Bytes of one member, uncompressed. */
  readonly member: number;
  readonly members: number;
}

/** Bytes of all members may be this many times those of the archive; OSV records compress to about a tenth. */
const mostRatio = 200;
const ratioFloor = 64 * 2 ** 20;
const localHeaderSize = 30;

/**
 * Walks an archive's central directory in its order. Members are read with one call each, synchronously: they are small and there
 * are hundreds of thousands. Throws `feed-damaged`, which names the archive as `label` says.
 */
export async function* zipMembers(path: string, label: string, limits: ZipLimits): AsyncGenerator<ZipMember> {
  const damaged = (reason: Text, cause?: unknown) => failureFrom(cause, 'feed-damaged', { file: label, reason });
  const fd = openForReading(path);
  let zip: ZipFile | undefined;
  try {
    const { size } = fstatSync(fd);
    try {
      zip = await fromRandomAccessReaderPromise(directoryReader(fd), size);
    } catch (error) {
      throw damaged(wordsOf(error), error);
    }
    if (zip.entryCount > limits.members)
      throw damaged({
        en: `it has ${zip.entryCount} members, more than ${limits.members}`,
        'zh-CN': `其中有 ${zip.entryCount} 个文件，超过 ${limits.members} 个`,
      });
    const budget = { left: Math.max(ratioFloor, size * mostRatio) };
    const reader = memberReader(fd, size);
    const entries = zip.eachEntry();
    for (;;) {
      let next: IteratorResult<Entry>;
      try {
        next = await entries.next();
      } catch (error) {
        throw damaged(wordsOf(error), error);
      }
      if (next.done === true) return;
      const entry = next.value;
      if (entry.fileName.endsWith('/')) continue;
      yield {
        name: entry.fileName,
        read: () => {
          if (entry.uncompressedSize > limits.member) {
            throw damaged({
              en: `${entry.fileName} has ${entry.uncompressedSize} bytes, more than ${limits.member}`,
              'zh-CN': `${entry.fileName} 有 ${entry.uncompressedSize} 字节，超过 ${limits.member} 字节`,
            });
          }
          budget.left -= entry.uncompressedSize;
          if (budget.left < 0)
            throw damaged({
              en: `it unpacks to more than ${mostRatio} times its size`,
              'zh-CN': `解压后超过原大小的 ${mostRatio} 倍`,
            });
          try {
            return reader(entry);
          } catch (error) {
            throw damaged(fill(texts.member, { name: entry.fileName, why: wordsOf(error) }), error);
          }
        },
      };
    }
  } finally {
    zip?.close();
    closeSync(fd);
  }
}

function openForReading(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw failureFrom(error, 'file-unreadable', { file: path, reason: wordsOf(error) });
  }
}

/** Gives yauzl the central directory out of large pieces: asking the disk for each entry takes half the time of an import. */
function directoryReader(fd: number): InstanceType<typeof RandomAccessReader> {
  const piece = Buffer.allocUnsafe(2 ** 18);
  let from = 0;
  let filled = 0;
  const reader = new RandomAccessReader();
  reader.read = (buffer, offset, length, position, callback) => {
    try {
      if (length > piece.length) {
        callback(null, readSync(fd, buffer, offset, length, position));
        return;
      }
      if (position < from || position + length > from + filled) {
        from = position;
        filled = readSync(fd, piece, 0, piece.length, position);
      }
      const start = position - from;
      callback(null, piece.copy(buffer, offset, start, Math.min(start + length, filled)));
    } catch (error) {
      callback(error instanceof Error ? error : new Error(reasonOf(error)));
    }
  };
  return reader;
}

/** Reads members; throws plain errors that say what is wrong. APPNOTE.TXT 6.3.10, section 4.3.7 "Local file header". */
function memberReader(fd: number, size: number): (entry: Entry) => Buffer {
  let room = Buffer.allocUnsafe(2 ** 16);
  return (entry) => {
    if (entry.isEncrypted()) throw new Error('it is encrypted');
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
      throw new Error(`it is compressed by method ${entry.compressionMethod}`);
    }
    // Deflate adds five bytes to 64 KiB that it cannot compress (RFC 1951, section 3.2.4); more is a lie about either size.
    if (entry.compressedSize > entry.uncompressedSize * 1.01 + 64)
      throw new Error('its two sizes contradict each other');
    const start = entry.relativeOffsetOfLocalHeader;
    // The local extra field may be longer than the central one; what does not fit the guess is read again.
    const guess = localHeaderSize + Buffer.byteLength(entry.fileName) + 64 + entry.compressedSize;
    const fill = (length: number): Buffer => {
      if (start + entry.compressedSize + localHeaderSize > size) throw new Error('the archive ends before it');
      const wanted = Math.min(length, size - start);
      if (room.length < wanted) room = Buffer.allocUnsafe(Math.max(wanted, room.length * 2));
      const read = readSync(fd, room, 0, wanted, start);
      if (read < wanted) throw new Error('the archive ends in the middle of it');
      return room.subarray(0, read);
    };
    let bytes = fill(guess);
    if (bytes.length < localHeaderSize || bytes.readUInt32LE(0) !== 0x04034b50)
      throw new Error('its header is not where it should be');
    const from = localHeaderSize + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
    const end = from + entry.compressedSize;
    if (end > bytes.length) bytes = fill(end);
    if (end > bytes.length) throw new Error('the archive ends in the middle of it');
    return unpack(bytes.subarray(from, end), entry);
  };
}

function unpack(packed: Buffer, entry: Entry): Buffer {
  let bytes = packed;
  if (entry.compressionMethod === 8) {
    try {
      bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
    } catch (error) {
      const longer = systemCode(error) === 'ERR_BUFFER_TOO_LARGE';
      throw new Error(longer ? 'it is longer than the archive says' : `it does not inflate: ${reasonOf(error)}`);
    }
  }
  if (bytes.length !== entry.uncompressedSize)
    throw new Error(`it has ${bytes.length} bytes, not ${entry.uncompressedSize}`);
  if (crc32(bytes) !== entry.crc32) throw new Error('its checksum (CRC-32) does not match');
  return bytes;
}

const texts = {
  member: { en: '{name}: {why}', 'zh-CN': '{name}：{why}' },
} as const satisfies Record<string, Text>;
