import type { ByteStream } from '../base/byte-stream.ts';
import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { ReadableFile } from '../base/readable-file.ts';
import type { Text } from '../base/text.ts';
import { type TarFile, tarArchive, tarLength } from '../formats/tar/tar-writer.ts';
import type { Fingerprint, ImageConfig } from '../model/image.ts';
import { fullImageName } from '../model/image-name.ts';
import { type IndexedArchive, indexArchive } from './archive-file.ts';
import { openSavedImage, parseSavedImages, type SavedImage } from './docker-save.ts';
import { type LayoutImage, layoutManifests } from './layout-manifests.ts';
import { blobName, layoutNames, parseLayoutIndex } from './oci-layout.ts';

/** An image that an engine would have after loading an archive. */
export interface LoadableImage {
  /** In full: `docker.io/library/nginx:1.27`. */
  readonly names: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
}

/** What an engine would load from an archive, and an archive of exactly that. */
export interface LoadableArchive {
  readonly images: readonly LoadableImage[];
  /**
   * The archive written anew: manifest, configs and layers that were looked at, each name once, no links, nothing else. So that no reader can
   * understand it in another way than the one that was decided on.
   */
  readonly size: number;
  content(): ByteStream;
}

const MAX_IMAGES = 1000;
/** Manifests and indexes under all entries of an index.json: of indexes and attestations an image takes a few. */
const MAX_DOCUMENTS = 4 * MAX_IMAGES;

/**
 * Reads an uncompressed archive as `docker load` would: `manifest.json` (`docker save`), `index.json` (an OCI layout), or both, which then
 * have to name the same images. Layers are bound to the config by its diffIDs, which every engine checks when it unpacks them.
 *
 * Throws `not-an-image`, `manifest-invalid`, `archive-corrupt`, `archive-truncated`, `digest-mismatch`.
 */
export async function readLoadable(handle: ReadableFile, label: string): Promise<LoadableArchive> {
  const archive = await indexArchive(handle, label);
  if (archive.ambiguity !== null) throw ambiguous(label, archive.ambiguity);
  const manifest = await archive.document('manifest.json');
  const index = await archive.document('index.json');
  const files = new OutgoingFiles(archive);
  const images: LoadableImage[] = [];
  if (manifest !== null) images.push(...(await savedImages(archive, parseSavedImages(manifest, label), files)));
  if (index !== null) {
    const inLayout = await layoutImages(archive, index, files);
    if (manifest !== null) requireSame(images, inLayout, label);
    else images.push(...inLayout.map(({ image }) => image));
  }
  if (manifest === null && index === null)
    throw failure('not-an-image', {
      file: label,
      reason: {
        en: 'it has neither manifest.json nor index.json',
        'zh-CN': '其中既没有 manifest.json 也没有 index.json',
      },
    });
  if (images.length === 0)
    throw failure('not-an-image', {
      file: label,
      reason: { en: 'it lists no image', 'zh-CN': '其中没有列出任何镜像' },
    });
  const outgoing = files.list();
  return { images, size: tarLength(outgoing), content: () => tarArchive(outgoing) };
}

async function savedImages(
  archive: IndexedArchive,
  saved: readonly SavedImage[],
  files: OutgoingFiles,
): Promise<readonly LoadableImage[]> {
  const { label } = archive;
  if (saved.length > MAX_IMAGES)
    throw ambiguous(label, {
      en: `it lists more than ${MAX_IMAGES} images`,
      'zh-CN': `列出的镜像超过 ${MAX_IMAGES} 个`,
    });
  const images: LoadableImage[] = [];
  const rewritten: object[] = [];
  for (const image of saved) {
    const { fingerprint, config, layers } = await openSavedImage(archive, image);
    if (layers.some(({ content }) => content.kind === 'missing'))
      throw failure('manifest-invalid', {
        ref: label,
        reason: { en: 'a layer that its manifest names is not in it', 'zh-CN': '缺少清单中列出的镜像层' },
      });
    const names = image.tags.map((tag) => fullName(tag, label));
    images.push({ names, fingerprint, config });
    rewritten.push({
      Config: files.keep(image.config),
      RepoTags: image.tags,
      Layers: image.layers.map((layer) => files.keep(layer)),
    });
  }
  files.put('manifest.json', Buffer.from(JSON.stringify(rewritten)));
  return images;
}

interface InLayout {
  readonly image: LoadableImage;
  readonly isNamed: boolean;
}

async function layoutImages(
  archive: IndexedArchive,
  index: Buffer,
  files: OutgoingFiles,
): Promise<readonly InLayout[]> {
  const { label } = archive;
  const found: InLayout[] = [];
  let looked = 0;
  for (const root of parseLayoutIndex(index, label)) {
    // The annotation of OCI may hold a tag alone, which names nothing by itself.
    const names = layoutNames(root).filter((name) => /[/:]/.test(name));
    const full = [...new Set(names.map((name) => fullName(name, label)))];
    for (const one of await layoutManifests(archive, root)) {
      looked += 1;
      if (looked > MAX_DOCUMENTS)
        throw ambiguous(label, { en: 'its index.json lists too much', 'zh-CN': 'index.json 列出的条目过多' });
      if (found.length >= MAX_IMAGES)
        throw ambiguous(label, {
          en: `it lists more than ${MAX_IMAGES} images`,
          'zh-CN': `列出的镜像超过 ${MAX_IMAGES} 个`,
        });
      keepBlobs(one, archive, files);
      if (one.image === null) continue;
      found.push({ image: { names: full, ...one.image }, isNamed: full.length > 0 });
    }
  }
  files.put('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  files.put('index.json', index);
  return found;
}

function keepBlobs({ digests }: LayoutImage, archive: IndexedArchive, files: OutgoingFiles): void {
  for (const digest of digests) {
    if (archive.resolved(blobName(digest)) === null) continue;
    if (files.keep(blobName(digest)) !== blobName(digest))
      throw ambiguous(archive.label, {
        en: `its blob ${digest} lies behind a link or is named by another algorithm than SHA-256`,
        'zh-CN': `数据 ${digest} 位于链接之后，或未以 SHA-256 命名`,
      });
  }
}

/** One engine loads by the one document, the next by the other: both have to mean the same. */
function requireSame(saved: readonly LoadableImage[], inLayout: readonly InLayout[], label: string): void {
  const configs = (images: readonly LoadableImage[]) => new Set(images.map((image) => image.fingerprint.configDigest));
  const [inManifest, inIndex] = [configs(saved), configs(inLayout.map(({ image }) => image))];
  const isSame = inManifest.size === inIndex.size && [...inManifest].every((digest) => inIndex.has(digest));
  if (!isSame)
    throw ambiguous(label, {
      en: 'its manifest.json and its index.json name different images',
      'zh-CN': 'manifest.json 与 index.json 指向不同的镜像',
    });
  for (const { image, isNamed } of inLayout) {
    const twin = saved.find((one) => one.fingerprint.configDigest === image.fingerprint.configDigest);
    if (isNamed && !image.names.every((name) => twin?.names.includes(name) === true))
      throw ambiguous(label, {
        en: 'its manifest.json and its index.json give an image different names',
        'zh-CN': 'manifest.json 与 index.json 给同一镜像的名称不同',
      });
  }
}

function fullName(tag: string, label: string): string {
  const full = fullImageName(tag);
  if (full === null)
    throw ambiguous(label, {
      en: `it names an image ${printable(tag, 80)}, which is no name`,
      'zh-CN': `镜像名 ${printable(tag, 80)} 不是有效的名称`,
    });
  return full;
}

function ambiguous(label: string, reason: Text) {
  return failure('manifest-invalid', { ref: label, reason });
}

/** Files of an archive on their way into another one, each once, under names of our own where they are not blobs. */
class OutgoingFiles {
  readonly #archive: IndexedArchive;
  readonly #files = new Map<string, TarFile>();

  constructor(archive: IndexedArchive) {
    this.#archive = archive;
  }

  /** Takes a file along and returns the name that it has there. */
  keep(name: string): string {
    const from = this.#archive.resolved(name);
    const stored = from === null ? null : this.#archive.layer(from);
    if (from === null || stored === null || stored.content.kind !== 'tar')
      throw failure('manifest-invalid', {
        ref: this.#archive.label,
        reason: { en: `${printable(name, 80)} is missing`, 'zh-CN': `缺少 ${printable(name, 80)}` },
      });
    const there = this.#files.get(from);
    if (there !== undefined) return there.name;
    const as = /^blobs\/sha256\/[0-9a-f]{64}$/.test(from) ? from : `files/${this.#files.size}`;
    this.#files.set(from, { name: as, size: stored.size, open: stored.content.open });
    return as;
  }

  put(name: string, content: Buffer): void {
    // Its key is no name that an archive's own file can have.
    this.#files.set(`/${name}`, { name, size: content.length, open: async () => only(content) });
  }

  list(): readonly TarFile[] {
    return [...this.#files.values()];
  }
}

async function* only(content: Buffer): ByteStream {
  yield content;
}
