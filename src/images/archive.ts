import { fstatSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { failure } from '../base/errors.ts';
import { compressionOf } from '../formats/decompress.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { fileBytes, indexArchive, openForReading } from './archive-file.ts';
import { openArchiveImage } from './archive-image.ts';
import { type PassingArchive, readArchiveStream } from './archive-stream.ts';
import type { ImageSource, OpenContext } from './image-source.ts';

/** `archive:FILE`: what `docker save`, `podman save` or `skopeo copy` write; `-` is standard input; `#NAME` picks one of several. */
export const archive: ImageSource = {
  scheme: 'archive',
  title: { en: 'an image archive, plain or compressed', 'zh-CN': '镜像归档文件，可压缩' },
  form: 'archive:FILE',
  recognizes: async (text) => text === '-' || (await isFile(text)) || (await isFile(splitName(text).file)),
  open: async (ref, context) => {
    if (ref === '') throw failure('bad-reference', { ref: 'archive:', reason: 'it names no file' });
    const isInput = ref === '-';
    const { file, name } = isInput || (await isFile(ref)) ? { file: ref, name: null } : splitName(ref);
    const label = isInput ? 'standard input' : file;
    const handle = isInput ? await openInput() : await openForReading(file);
    const close = async () => handle?.close();
    try {
      const contents = await contentsOf(handle, label, context);
      const image = await openArchiveImage(contents, name, context.options.platform);
      return { source: 'archive', ref: `archive:${ref}`, ...image, gaps: [], close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** Reads a file by its headers alone where it is not compressed. All else is read as it comes; a pipe comes once. */
async function contentsOf(handle: FileHandle | null, label: string, context: OpenContext): Promise<ArchiveContents> {
  if (handle === null) return passing({ label, open: async () => process.stdin, isOnce: true }, null, context);
  const facts = await handle.stat();
  if (!facts.isFile()) {
    return passing(
      { label, open: async () => handle.createReadStream({ autoClose: false }), isOnce: true },
      null,
      context,
    );
  }
  const head = Buffer.alloc(4);
  await handle.read(head, 0, 4, 0);
  if (compressionOf(head) === 'none') return indexArchive(handle, label);
  return passing(
    { label, open: async () => fileBytes(handle, 0, facts.size, label), isOnce: false },
    facts.size,
    context,
  );
}

function passing(archive: PassingArchive, total: number | null, context: OpenContext): Promise<ArchiveContents> {
  const what = { en: 'Reading the archive', 'zh-CN': '正在读取归档' };
  let done = 0;
  return readArchiveStream(archive, context.intake, (chunk) => {
    context.options.signal.throwIfAborted();
    done += chunk.length;
    context.progress.step({ what, done, total, unit: 'bytes' });
  });
}

/** Standard input by a handle of its own where it is a file, so that it can be read like one; null where it is anything else. */
async function openInput(): Promise<FileHandle | null> {
  if (!fstatSync(process.stdin.fd).isFile()) return null;
  // A file that was opened with rights that we do not have can still be read as it comes.
  return open('/dev/stdin', 'r').catch(() => null);
}

function splitName(text: string): { file: string; name: string | null } {
  const mark = text.lastIndexOf('#');
  return mark < 1 ? { file: text, name: null } : { file: text.slice(0, mark), name: text.slice(mark + 1) };
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  // Pipes and `<(…)` are read as they come.
  return found !== null && (found.isFile() || found.isFIFO() || found.isCharacterDevice());
}
