import { failure } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import type { Platform } from '../model/image.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { openSavedImage, parseSavedImages, type SavedImage } from './docker-save.ts';
import { blobName, has, layoutNames, type OpenedArchive, openLayoutImage, parseLayoutIndex } from './oci-layout.ts';
import { type Descriptor, parseManifest } from './oci-manifest.ts';

/** How an archive on standard input is called, in errors too. */
export const standardInput = 'archive:-';

/**
 * Finds the image in an archive: what `docker save` writes (manifest.json), an OCI layout (index.json), or both at once, as
 * engines since version 25 write it. Where both are there they must speak of the same image, because one engine loads by the
 * one and the next by the other.
 *
 * @param name which image, where there are several: a tag as saved; null where the caller named none
 */
export async function openArchiveImage(
  contents: ArchiveContents,
  name: string | null,
  platform: Platform,
): Promise<OpenedArchive> {
  const { label } = contents;
  if (contents.ambiguity !== null) throw failure('manifest-invalid', { ref: label, reason: contents.ambiguity });
  const saved = await contents.document('manifest.json');
  const index = await contents.document('index.json');
  if (saved === null && index === null) {
    throw failure('not-an-image', {
      file: label,
      reason: {
        en: 'it has neither manifest.json nor index.json',
        'zh-CN': '其中既没有 manifest.json 也没有 index.json',
      },
    });
  }
  const roots = index === null ? [] : parseLayoutIndex(index, label);
  if (saved === null) return openLayoutImage(contents, chosenRoot(roots, name, label), platform);
  const opened = await openSavedImage(contents, chosenSaved(parseSavedImages(saved, label), name, label));
  if (index === null) return opened;
  return agreeing(contents, opened, rootsFor(roots, name), platform);
}

function chosenSaved(images: readonly SavedImage[], name: string | null, label: string): SavedImage {
  const fitting = name === null ? images : images.filter((image) => image.tags.some((tag) => sameName(tag, name)));
  return theOne(
    fitting,
    (image) => image.tags[0] ?? image.config,
    name,
    label,
    images.flatMap((image) => image.tags),
  );
}

function chosenRoot(roots: readonly Descriptor[], name: string | null, label: string): Descriptor {
  const fitting = name === null ? roots : roots.filter((root) => layoutNames(root).some((one) => sameName(one, name)));
  return theOne(fitting, (root) => layoutNames(root)[0] ?? root.digest, name, label, roots.flatMap(layoutNames));
}

/** The reference to one of several images. */
function refTo(label: string, name: string): string {
  return `${label === standardInput ? label : `archive:${label}`}#${name}`;
}

/** A name as saved: `repo:tag`, or its tag alone. */
function sameName(saved: string, asked: string): boolean {
  return saved === asked || saved.slice(saved.lastIndexOf(':') + 1) === asked;
}

function theOne<T>(
  fitting: readonly T[],
  nameOf: (one: T) => string,
  name: string | null,
  label: string,
  all: readonly string[],
): T {
  const [first, ...rest] = fitting;
  if (first === undefined) {
    if (name === null)
      throw failure('not-an-image', {
        file: label,
        reason: { en: 'it lists no image', 'zh-CN': '其中没有列出任何镜像' },
      });
    throw failure('image-not-found', { ref: refTo(label, name), hint: has(all) });
  }
  if (rest.length > 0) {
    const names = fitting.map(nameOf);
    throw failure('several-images', {
      file: label,
      count: fitting.length,
      names: names.slice(0, 12).join(', '),
      example: refTo(label, names[0] ?? ''),
    });
  }
  return first;
}

/** The entries of index.json that have to lead to the image: those of its name where it has one there, else all. */
function rootsFor(roots: readonly Descriptor[], name: string | null): readonly Descriptor[] {
  const named = roots.filter((root) => name === null || layoutNames(root).some((one) => sameName(one, name)));
  return named.length > 0 ? named : roots;
}

/**
 * Holds what manifest.json says against index.json, and takes the manifest digest from there. Each of the entries has to lead to the image,
 * for one of its platforms: an engine that goes by index.json loads them all.
 */
async function agreeing(
  contents: ArchiveContents,
  opened: OpenedArchive,
  roots: readonly Descriptor[],
  platform: Platform,
): Promise<OpenedArchive> {
  const { configDigest } = opened.fingerprint;
  const budget = { left: MAX_WALKED };
  let agreed: OpenedArchive | null = null;
  for (const root of roots) {
    const configs = await configsUnder(contents, root, budget);
    if (configs.length === 0) continue;
    if (!configs.includes(configDigest)) throw differing(contents.label);
    agreed ??= await openLayoutImage(contents, root, opened.config.platform ?? platform);
  }
  if (agreed === null) return opened;
  if (agreed.fingerprint.configDigest !== configDigest) throw differing(contents.label);
  const names = [...new Set([...opened.names, ...agreed.names])];
  return { ...opened, names, fingerprint: agreed.fingerprint, layers: agreed.layers };
}

function differing(ref: string) {
  return failure('manifest-invalid', { ref, reason: texts.differing });
}

/** Indexes and manifests together that are read to see whether they lead to the image. */
const MAX_WALKED = 64 << 20;

/**
 * The config digests of all images under a descriptor whose manifests are in the archive. What is named is not yet verified here, so that an
 * index may well name itself: each document is looked at once, and not without end.
 */
async function configsUnder(
  contents: ArchiveContents,
  root: Descriptor,
  budget: { left: number },
): Promise<readonly string[]> {
  const found: string[] = [];
  const walked = new Set<string>();
  const pending = [{ descriptor: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { descriptor, depth } = next;
    const { digest, platform } = descriptor;
    if (depth > 3 || platform?.os === 'unknown' || walked.has(digest)) continue;
    walked.add(digest);
    const content = await contents.document(blobName(digest));
    if (content === null) continue;
    budget.left -= content.length;
    if (budget.left < 0)
      throw failure('manifest-invalid', {
        ref: contents.label,
        reason: { en: 'its indexes have no end', 'zh-CN': '其索引没有尽头' },
      });
    const document = parseManifest(content, contents.label);
    if (document.kind === 'manifest') found.push(document.config.digest);
    else for (const child of document.manifests) pending.push({ descriptor: child, depth: depth + 1 });
  }
  return found;
}

const texts = {
  differing: {
    en: 'its manifest.json and its index.json name different images, so that it depends on the engine which one is loaded',
    'zh-CN': 'manifest.json 与 index.json 指向不同的镜像，加载哪一个取决于引擎',
  },
} as const satisfies Record<string, Text>;
