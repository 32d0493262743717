import { fstatSync, type Stats, statSync } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { failure, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { fileStream } from '../base/file-stream.ts';
import type { ReadableFile } from '../base/readable-file.ts';
import { standardStreams } from '../base/standard-streams.ts';
import { wordsOf } from '../base/system-words.ts';
import { compressionOf } from '../formats/compression.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { fileBytes, indexArchive, openForReading } from './archive-file.ts';
import { openArchiveImage, standardInput } from './archive-image.ts';
import type { PassingArchive } from './archive-stream.ts';
import type { ImageSource, OpenContext } from './image-source.ts';

/** `archive:FILE`: what `docker save`, `podman save` or `skopeo copy` write; `-` is standard input; `#NAME` picks one of several. */
export const archive: ImageSource = {
  scheme: 'archive',
  title: { en: 'an image archive, plain or compressed', 'zh-CN': '镜像归档文件，可压缩' },
  form: 'archive:FILE',
  recognizes: async (text) => text === '-' || isFile(text) || isFile(splitName(text).file),
  open: async (ref, context) => {
    if (ref === '')
      throw failure('bad-reference', { ref: 'archive:', reason: { en: 'it names no file', 'zh-CN': '没有写文件名' } });
    const { file, name } = ref !== '-' && isFile(ref) ? { file: ref, name: null } : splitName(ref);
    const isInput = file === '-';
    const label = isInput ? standardInput : file;
    const { signal } = context.options;
    const opened = isInput ? await openInput(signal) : await openFile(file, signal);
    const close = async () => {
      if (opened.kind === 'file') await opened.handle.close();
      else opened.stream.destroy();
    };
    try {
      const contents = await contentsOf(opened, label, context);
      const image = await openArchiveImage(contents, name, context.options.platform);
      return { source: 'archive', ref: `archive:${ref}`, ...image, gaps: [], close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** A file that can be read at any place, or a pipe or device that is read as it comes. */
type Opened =
  | { readonly kind: 'file'; readonly handle: ReadableFile }
  | { readonly kind: 'passing'; readonly stream: Readable };

/** Reads a file by its headers alone where it is not compressed. All else is read as it comes; a pipe comes once. */
async function contentsOf(opened: Opened, label: string, context: OpenContext): Promise<ArchiveContents> {
  if (opened.kind === 'passing')
    return passing({ label, open: async () => opened.stream, isOnce: true }, null, context);
  const { handle } = opened;
  const { size } = await handle.stat();
  const head = Buffer.alloc(4);
  await handle.read(head, 0, 4, 0);
  if (compressionOf(head) === 'none') return indexArchive(handle, label);
  return passing({ label, open: async () => fileBytes(handle, 0, size, label), isOnce: false }, size, context);
}

async function passing(
  archive: Omit<PassingArchive, 'maxSize'>,
  total: number | null,
  context: OpenContext,
): Promise<ArchiveContents> {
  const what = { en: 'Reading the archive', 'zh-CN': '正在读取归档' };
  const { signal, limits } = context.options;
  let done = 0;
  const { readArchiveStream } = await import('./archive-stream.ts');
  return readArchiveStream({ ...archive, maxSize: limits.maxImageSize }, context.intake, (chunk) => {
    signal.throwIfAborted();
    done += chunk.length;
    context.progress.step({ what, done, total, unit: 'bytes' });
  });
}

async function openFile(file: string, signal: AbortSignal): Promise<Opened> {
  try {
    const facts = statSync(file);
    if (facts.isDirectory()) throw failure('file-unreadable', { file, reason: directory });
    if (facts.isFile()) return { kind: 'file', handle: await openForReading(file) };
    return { kind: 'passing', stream: addAbortSignal(signal, fileStream(file, facts)) };
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
  }
}

/** Standard input by a handle of its own where it is a file, so that it can be read like one. */
async function openInput(signal: AbortSignal): Promise<Opened> {
  if (fstatSync(0).isFile()) {
    // A file that was opened with rights that we do not have can still be read as it comes.
    const handle = await openForReading('/dev/stdin', standardInput).catch(() => null);
    if (handle !== null) return { kind: 'file', handle };
  }
  return { kind: 'passing', stream: addAbortSignal(signal, standardStreams.input()) };
}

function splitName(text: string): { file: string; name: string | null } {
  const mark = text.lastIndexOf('#');
  return mark < 1 ? { file: text, name: null } : { file: text.slice(0, mark), name: text.slice(mark + 1) };
}

function isFile(path: string): boolean {
  const found = factsOf(path);
  // Pipes and `<(…)` are read as they come.
  return found !== null && (found.isFile() || found.isFIFO() || found.isCharacterDevice());
}

/** Null for what is not there, or is no name of a file at all. */
function factsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (systemCode(error) !== undefined) return null;
    throw error;
  }
}

const directory = { en: 'it is a directory', 'zh-CN': '这是一个目录' } as const;
