import { drain } from '../base/byte-stream.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import { verified } from '../base/verified-stream.ts';
import { JsonError, listMember, parseObject } from '../formats/go-json.ts';
import type { Fingerprint, ImageConfig, Platform } from '../model/image.ts';
import { fullImageNames } from '../model/image-name.ts';
import type { ArchiveContents } from './archive-contents.ts';
import type { Layer, LayerContent } from './image-source.ts';
import { describeImage } from './manifest-walk.ts';
import { isEncryptedType, isForeignLayerType, isLayerType } from './media-types.ts';
import { type Descriptor, readDescriptor } from './oci-manifest.ts';

/** An image found in an archive or layout. */
export interface OpenedArchive {
  /** In full, as the archive has them. */
  readonly names: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
}

/** The images that an OCI layout's index.json lists (OCI image-spec, "Image Layout"). Throws `manifest-invalid`. */
export function parseLayoutIndex(bytes: Uint8Array, label: string): readonly Descriptor[] {
  try {
    return (listMember(parseObject(bytes), 'manifests') ?? []).map(readDescriptor);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failureFrom(error, 'manifest-invalid', {
      ref: label,
      reason: fill(verbatim('index.json: {reason}'), { reason: error.reason }),
    });
  }
}

/** The names under which an entry of index.json is known. */
export function layoutNames(descriptor: Descriptor): readonly string[] {
  const { annotations } = descriptor;
  return [annotations['org.opencontainers.image.ref.name'], annotations['io.containerd.image.name']].filter(
    (name) => name !== undefined,
  );
}

/** What to choose from, for somebody who asked for another image. */
export function has(names: readonly string[]): Text {
  if (names.length === 0) return { en: 'None of its images has a name.', 'zh-CN': '其中的镜像都没有名称。' };
  const some = names.slice(0, 12).join(', ');
  return { en: `It has: ${some}`, 'zh-CN': `其中有：${some}` };
}

/** Opens one image of an OCI layout. */
export async function openLayoutImage(
  contents: ArchiveContents,
  root: Descriptor,
  platform: Platform,
): Promise<OpenedArchive> {
  const { label } = contents;
  const fetch = async (wanted: Pick<Descriptor, 'digest' | 'size'>): Promise<Uint8Array> => {
    const bytes = await contents.document(blobName(wanted.digest));
    if (bytes === null)
      throw failure('manifest-invalid', {
        ref: label,
        reason: { en: `the blob ${wanted.digest} is missing`, 'zh-CN': `缺少数据 ${wanted.digest}` },
      });
    await drain(
      verified(only(bytes), {
        digest: wanted.digest,
        size: wanted.size,
        what: { en: `a document of ${label}`, 'zh-CN': `${label} 中的文档` },
      }),
    );
    return bytes;
  };
  const described = await describeImage(await fetch(root), fetch, platform, label);
  const layers = described.layers.map((descriptor, i): Layer => {
    const diffId = described.config.diffIds[i] ?? descriptor.digest;
    return {
      diffId,
      mediaType: descriptor.mediaType,
      storedSize: descriptor.size,
      content: layerContent(contents, descriptor),
    };
  });
  const names = fullImageNames(layoutNames(root));
  return { names, fingerprint: described.fingerprint, config: described.config, layers };
}

function layerContent(contents: ArchiveContents, descriptor: Descriptor): LayerContent {
  if (isEncryptedType(descriptor.mediaType)) return { kind: 'missing', reason: 'encrypted' };
  if (!isLayerType(descriptor.mediaType)) return { kind: 'missing', reason: 'unsupported-format' };
  const stored = contents.layer(blobName(descriptor.digest));
  if (stored === null) {
    return { kind: 'missing', reason: isForeignLayerType(descriptor.mediaType) ? 'foreign-layer' : 'missing' };
  }
  const { content, read } = stored;
  if (read !== null && descriptor.digest.startsWith('sha256:') && read.blobDigest !== descriptor.digest) {
    return { kind: 'missing', reason: 'digest-mismatch' };
  }
  if (content.kind !== 'tar') return content;
  const { digest, size } = descriptor;
  const what = { en: `the layer ${digest} of ${contents.label}`, 'zh-CN': `${contents.label} 的镜像层 ${digest}` };
  const expected = { digest, size, what };
  return {
    kind: 'tar',
    open: async () => verified(await content.open(), expected),
    ...(content.stored === undefined ? {} : { stored: { ...content.stored, expected } }),
  };
}

/** Where a blob lies in a layout. */
export function blobName(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
