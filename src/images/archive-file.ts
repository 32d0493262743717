import type { ByteStream } from '../base/byte-stream.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { openReadable, type ReadableFile } from '../base/readable-file.ts';
import { wordsOf } from '../base/system-words.ts';
import { fill, type Text } from '../base/text.ts';
import { type TarEntry, TarError } from '../formats/tar/tar-entry.ts';
import { TarParser } from '../formats/tar/tar-parser.ts';
import type { ArchiveContents, StoredLayer } from './archive-contents.ts';
import { ArchiveNames } from './archive-names.ts';
import { MAX_DOCUMENT } from './oci-manifest.ts';

interface Place {
  readonly offset: number;
  readonly size: number;
}

const CHUNK = 1 << 20;
const HEADER_CHUNK = 8 << 10;
const MAX_FILES = 100_000;

/**
 * A file opened for reading, once, and closed by its owner. Reads name positions, so that several may go on at a time. Whatever keeps it from
 * being read, then or later, is `file-unreadable`: a disk may fail in the middle.
 */
export async function openForReading(path: string, label = path): Promise<ReadableFile> {
  const told = (error: unknown) => {
    throw unreadable(label)(error);
  };
  const handle = await openReadable(path).catch(told);
  return { ...handle, read: (...place) => handle.read(...place).catch(told) };
}

/** The error for a file that the system does not let be read. */
export function unreadable(label: string): (error: unknown) => Error {
  return (error) => failureFrom(error, 'file-unreadable', { file: label, reason: wordsOf(error) });
}

/**
 * Bytes of a file from `start`, `length` of them. Throws `archive-truncated` where the file ends before.
 * @param isLent whether two buffers take turns: a chunk is overwritten when the second one after it is asked for
 */
export async function* fileBytes(
  handle: ReadableFile,
  start: number,
  length: number,
  label: string,
  { isLent = false }: { readonly isLent?: boolean } = {},
): ByteStream {
  const size = Math.min(CHUNK, length);
  const lent = isLent ? [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] : [];
  let position = start;
  const end = start + length;
  for (let turn = 0; position < end; turn += 1) {
    const buffer = lent[turn % 2] ?? Buffer.allocUnsafe(Math.min(CHUNK, end - position));
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - position), position);
    if (bytesRead === 0) throw endsEarly(label)(position);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The error for a file that ends at `position` before a layer in it does. */
export function endsEarly(label: string): (position: number) => Error {
  return (position) => failure('archive-truncated', { file: label, bytes: position, part: parts.layer });
}

/** An archive whose files are known by name and place. */
export interface IndexedArchive extends ArchiveContents {
  /** The file that a name leads to in the end, links followed; null where there is none. */
  resolved(name: string): string | null;
}

/** Finds the files of an uncompressed archive by its headers alone, seeking over their content. */
export async function indexArchive(handle: ReadableFile, label: string): Promise<IndexedArchive> {
  const files = new Map<string, Place>();
  const names = new ArchiveNames();
  const { size: fileSize } = await handle.stat();
  const note = (entry: TarEntry, offset: number): boolean => {
    if (names.count >= MAX_FILES)
      throw new TarError('corrupt', { en: 'it holds too many files', 'zh-CN': '其中的文件过多' }, offset);
    const name = names.add(entry);
    if (name !== null && entry.type === 'file' && entry.sparse === null) files.set(name, { offset, size: entry.size });
    return false;
  };
  const parser = new TarParser({ entry: note, data: () => {}, end: () => {} });
  try {
    let position = 0;
    while (position < fileSize && !parser.ended) {
      const buffer = Buffer.allocUnsafe(HEADER_CHUNK);
      const { bytesRead } = await handle.read(buffer, 0, HEADER_CHUNK, position);
      if (bytesRead === 0) break;
      parser.push(buffer.subarray(0, bytesRead));
      position += bytesRead;
      const skip = Math.min(parser.skippable, fileSize - position);
      parser.skip(skip);
      position += skip;
    }
    parser.finish();
  } catch (error) {
    throw archiveFailure(error, label);
  }
  const find = (name: string): Place | null => files.get(names.resolved(name)) ?? null;
  return {
    label,
    ambiguity: names.ambiguity(),
    resolved: (name) => (find(name) === null ? null : names.resolved(name)),
    document: async (name) => {
      const place = find(name);
      if (place === null) return null;
      if (place.size > MAX_DOCUMENT)
        throw failure('archive-corrupt', {
          file: label,
          reason: {
            en: `${name} is larger than ${MAX_DOCUMENT >> 20} MiB`,
            'zh-CN': `${name} 大于 ${MAX_DOCUMENT >> 20} MiB`,
          },
        });
      const parts: Uint8Array[] = [];
      for await (const part of fileBytes(handle, place.offset, place.size, label)) parts.push(part);
      return Buffer.concat(parts);
    },
    layer: (name): StoredLayer | null => {
      const place = find(name);
      if (place === null) return null;
      const { offset, size } = place;
      const open = async () => fileBytes(handle, offset, size, label, { isLent: true });
      const words = { endsEarly: endsEarly(label), unreadable: unreadable(label) };
      const opened = { file: handle.fd, from: offset, ...words, close: async () => {} };
      const stored = { size, expected: null, open: async () => opened };
      return { size, content: { kind: 'tar', open, stored }, read: null };
    },
  };
}

/** Turns trouble with the outer archive into words. */
export function archiveFailure(error: unknown, label: string): unknown {
  if (!(error instanceof TarError)) return error;
  // What is wrong from the first byte on is not damaged but something else.
  if (error.offset === 0) {
    return failureFrom(error, 'not-an-image', {
      file: label,
      reason: { en: 'it is no tar archive', 'zh-CN': '不是 tar 归档' },
    });
  }
  if (error.kind === 'truncated') {
    return failureFrom(error, 'archive-truncated', { file: label, bytes: error.offset, part: parts.entry });
  }
  return failureFrom(error, 'archive-corrupt', {
    file: label,
    reason: fill(parts.place, { reason: error.reason, offset: error.offset }),
  });
}

const parts = {
  layer: { en: 'a layer', 'zh-CN': '镜像层' },
  entry: { en: 'a file of the archive', 'zh-CN': '归档中的文件' },
  place: { en: '{reason}, at byte {offset}', 'zh-CN': '{reason}（第 {offset} 字节）' },
} as const satisfies Record<string, Text>;
