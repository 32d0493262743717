import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, failureFrom, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { ArchiveContents, StoredLayer } from './archive-contents.ts';
import { fileBytes, openForReading } from './archive-file.ts';
import type { ImageSource } from './image-source.ts';
import { has, layoutNames, openLayoutImage, parseLayoutIndex } from './oci-layout.ts';
import { type Descriptor, MAX_DOCUMENT } from './oci-manifest.ts';

/** `oci:DIR[:TAG]`: an OCI image layout in a directory, as `skopeo`, `buildah` and `umoci` write it. */
export const oci: ImageSource = {
  scheme: 'oci',
  title: { en: 'an OCI image layout', 'zh-CN': 'OCI 镜像布局目录' },
  form: 'oci:DIR[:TAG]',
  recognizes: async (text) => (await isLayout(text)) || (await isLayout(splitTag(text).directory)),
  open: async (ref, context) => {
    if (ref === '')
      throw failure('bad-reference', { ref: 'oci:', reason: { en: 'it names no directory', 'zh-CN': '没有写目录名' } });
    const { directory, tag } = (await isDirectory(ref)) ? { directory: ref, tag: null } : splitTag(ref);
    const contents = await layoutContents(directory);
    const index = await contents.document('index.json');
    if (index === null) {
      throw failure('not-an-image', {
        file: directory,
        reason: {
          en: 'it has no index.json, so it is no OCI image layout',
          'zh-CN': '其中没有 index.json，不是 OCI 镜像布局',
        },
      });
    }
    const root = chosen(parseLayoutIndex(index, directory), tag, directory);
    const image = await openLayoutImage(contents, root, context.options.platform);
    return { source: 'oci', ref: `oci:${ref}`, ...image, gaps: [], close: async () => {} };
  },
};

/** Names come from manifests whose digests were checked for their form, so that none leads out of the directory. */
async function layoutContents(directory: string): Promise<ArchiveContents> {
  return {
    label: directory,
    ambiguity: null,
    document: async (name) => {
      const path = join(directory, name);
      const found = await stat(path).catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') return null;
        throw failureFrom(error, 'file-unreadable', { file: path, reason: wordsOf(error) });
      });
      if (found?.isFile() !== true) return null;
      if (found.size > MAX_DOCUMENT)
        throw failure('archive-corrupt', {
          file: path,
          reason: { en: `it is larger than ${MAX_DOCUMENT >> 20} MiB`, 'zh-CN': `大于 ${MAX_DOCUMENT >> 20} MiB` },
        });
      const handle = await openForReading(path);
      try {
        const parts: Uint8Array[] = [];
        for await (const part of fileBytes(handle, 0, found.size, path)) parts.push(part);
        return Buffer.concat(parts);
      } finally {
        await handle.close();
      }
    },
    layer: (name): StoredLayer | null => {
      const path = join(directory, name);
      const found = factsOf(path);
      // A device has no size to be held against, and a directory no content.
      if (found?.isFile() !== true) return null;
      const open = async () => {
        const handle = await openForReading(path);
        return closing(fileBytes(handle, 0, found.size, path, { isLent: true }), () => handle.close());
      };
      return { size: found.size, content: { kind: 'tar', open }, read: null };
    },
  };
}

function factsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw failureFrom(error, 'file-unreadable', { file: path, reason: wordsOf(error) });
  }
}

async function* closing(stream: AsyncIterable<Uint8Array>, close: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } finally {
    await close();
  }
}

function chosen(roots: readonly Descriptor[], tag: string | null, directory: string): Descriptor {
  const fitting = tag === null ? roots : roots.filter((root) => layoutNames(root).includes(tag) || root.digest === tag);
  const names = roots.map((root) => layoutNames(root)[0] ?? root.digest);
  const [first, ...rest] = fitting;
  if (first === undefined) {
    throw failure('image-not-found', {
      ref: `oci:${directory}:${tag ?? ''}`,
      hint: has(names),
    });
  }
  if (rest.length > 0) {
    const example = `oci:${directory}:${names[0]}`;
    throw failure('several-images', {
      file: directory,
      count: fitting.length,
      names: names.slice(0, 12).join(', '),
      example,
    });
  }
  return first;
}

function splitTag(text: string): { directory: string; tag: string | null } {
  const digest = text.indexOf('@');
  if (digest > 0) return { directory: text.slice(0, digest), tag: text.slice(digest + 1) };
  const colon = text.lastIndexOf(':');
  return colon < 1 ? { directory: text, tag: null } : { directory: text.slice(0, colon), tag: text.slice(colon + 1) };
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function isLayout(path: string): Promise<boolean> {
  return (await stat(join(path, 'index.json')).catch(() => null))?.isFile() ?? false;
}
