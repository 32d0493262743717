import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../base/errors.ts';
import type { ImageSource } from './image-source.ts';
import { layoutContents } from './layout-folder.ts';
import { has, layoutNames, openLayoutImage, parseLayoutIndex } from './oci-layout.ts';
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
