import { stat } from 'node:fs/promises';
import { type ByteStream, tapped } from '../base/byte-stream.ts';
import { failure } from '../base/errors.ts';
import { compressionOf } from '../formats/decompress.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { fileBytes, indexArchive, openForReading } from './archive-file.ts';
import { openArchiveImage } from './archive-image.ts';
import { readArchiveStream } from './archive-stream.ts';
import type { Image, ImageSource, OpenContext } from './image-source.ts';

/** `archive:FILE`: what `docker save`, `podman save` or `skopeo copy` write; `-` is standard input; `#NAME` picks one of several. */
export const archive: ImageSource = {
  scheme: 'archive',
  title: { en: 'an image archive, plain or compressed', 'zh-CN': '镜像归档文件，可压缩' },
  form: 'archive:FILE',
  recognizes: async (text) => text === '-' || (await isFile(text)) || (await isFile(splitName(text).file)),
  open: async (ref, context) => {
    if (ref === '') throw failure('bad-reference', { ref: 'archive:', reason: 'it names no file' });
    if (ref === '-')
      return opened(ref, 'standard input', null, context, () => taken(process.stdin, null, context, 'standard input'));
    const { file, name } = (await isFile(ref)) ? { file: ref, name: null } : splitName(ref);
    const handle = await openForReading(file);
    const { size } = await handle.stat();
    const head = Buffer.alloc(4);
    await handle.read(head, 0, 4, 0);
    const contents =
      compressionOf(head) === 'none'
        ? () => indexArchive(handle, file)
        : () => taken(fileBytes(handle, 0, size, file), size, context, file);
    return opened(ref, file, name, context, contents, () => handle.close());
  },
};

async function opened(
  ref: string,
  label: string,
  name: string | null,
  context: OpenContext,
  read: () => Promise<ArchiveContents>,
  close: () => Promise<void> = async () => {},
): Promise<Image> {
  try {
    const contents = await read();
    const image = await openArchiveImage({ ...contents, label }, name, context.options.platform);
    return { source: 'archive', ref: `archive:${ref}`, ...image, gaps: [], close };
  } catch (error) {
    await close();
    throw error;
  }
}

function taken(
  stream: ByteStream,
  total: number | null,
  context: OpenContext,
  label: string,
): Promise<ArchiveContents> {
  const what = { en: 'Reading the archive', 'zh-CN': '正在读取归档' };
  let done = 0;
  const counted = tapped(stream, (chunk) => {
    context.options.signal.throwIfAborted();
    done += chunk.length;
    context.progress.step({ what, done, total, unit: 'bytes' });
  });
  return readArchiveStream(counted, context.intake, label);
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
