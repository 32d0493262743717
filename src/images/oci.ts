import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../base/digest.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { artifactOf } from './artifact.ts';
import type { ImageSource } from './image-source.ts';
import { layoutAttachments } from './layout-attachments.ts';
import { layoutContents } from './layout-folder.ts';
import { blobName, has, layoutNames, openLayoutImage, parseLayoutIndex } from './oci-layout.ts';
import type { Descriptor } from './oci-manifest.ts';

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
    const contents = layoutContents(directory);
    const index = await contents.document('index.json');
    if (index === null) {
      // A directory that is not there is another matter than one that is no layout.
      await stat(directory).catch((error: unknown) => {
        throw failureFrom(error, 'file-unreadable', { file: directory, reason: wordsOf(error) });
      });
      throw failure('not-an-image', {
        file: directory,
        reason: {
          en: 'it has no index.json, so it is no OCI image layout',
          'zh-CN': '其中没有 index.json，不是 OCI 镜像布局',
        },
      });
    }
    const entries = parseLayoutIndex(index, directory);
    const root = chosen(tag === null ? await imagesAmong(entries, contents) : entries, tag, directory);
    const image = await openLayoutImage(contents, root, context.options.platform);
    const beside = layoutAttachments(contents, entries);
    return { source: 'oci', ref: `oci:${ref}`, ...image, gaps: [], beside, close: async () => {} };
  },
};

/** Entries looked at for what they are; a layout of more is asked for by name. */
const MOST_LOOKED_AT = 64;

/** What is listed without what lies beside images: signatures, attestations. An engine would not run that either. */
async function imagesAmong(entries: readonly Descriptor[], contents: ArchiveContents): Promise<readonly Descriptor[]> {
  if (entries.length < 2 || entries.length > MOST_LOOKED_AT) return entries;
  const images: Descriptor[] = [];
  for (const entry of entries) {
    const bytes = await contents.document(blobName(entry.digest));
    if (bytes === null || sha256(bytes) !== entry.digest || artifactOf(bytes) === null) images.push(entry);
  }
  return images.length === 0 ? entries : images;
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
