import { drain } from '../base/byte-stream.ts';
import type { Digest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import { verified } from '../base/verified-stream.ts';
import type { Fingerprint, ImageConfig } from '../model/image.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { parseImageConfig } from './image-config.ts';
import { fingerprintOf } from './manifest-walk.ts';
import { blobName } from './oci-layout.ts';
import { type Descriptor, parseManifest } from './oci-manifest.ts';

/** A manifest or index of a layout, with the digests of what it consists of. */
export interface LayoutImage {
  /** The document itself, the config, the layers. */
  readonly digests: readonly Digest[];
  /** Null for an index and for what no engine can run (attestations, artifacts). */
  readonly image: { readonly fingerprint: Fingerprint; readonly config: ImageConfig } | null;
}

const MAX_DEPTH = 4;
/** What is listed and is not there counts: it is looked for. */
const MAX_DOCUMENTS = 2000;

/**
 * Everything under one entry of a layout's index.json, for every platform: an engine takes the one that it likes. A manifest that the archive
 * lacks is left out, as an engine cannot load it either. Throws `manifest-invalid`, `digest-mismatch`.
 */
export async function layoutManifests(archive: ArchiveContents, root: Descriptor): Promise<readonly LayoutImage[]> {
  const found: LayoutImage[] = [];
  let listed = 0;
  const visit = async (descriptor: Descriptor, indexDigest: Digest | null, depth: number): Promise<void> => {
    listed += 1;
    if (depth > MAX_DEPTH) throw failure('manifest-invalid', { ref: archive.label, reason: texts.deep });
    if (listed > MAX_DOCUMENTS) throw failure('manifest-invalid', { ref: archive.label, reason: texts.many });
    const bytes = await document(archive, descriptor);
    if (bytes === null) return;
    const parsed = parseManifest(bytes, archive.label);
    if (parsed.kind === 'index') {
      found.push({ digests: [descriptor.digest], image: null });
      for (const child of parsed.manifests) await visit(child, indexDigest ?? descriptor.digest, depth + 1);
      return;
    }
    const digests = [descriptor.digest, parsed.config.digest, ...parsed.layers.map(({ digest }) => digest)];
    found.push({ digests, image: await imageOf(archive, descriptor, indexDigest, parsed.config) });
  };
  await visit(root, null, 0);
  return found;
}

async function imageOf(
  archive: ArchiveContents,
  manifest: Descriptor,
  indexDigest: Digest | null,
  configDescriptor: Descriptor,
): Promise<LayoutImage['image']> {
  // BuildKit's attestations are manifests for no platform.
  if (manifest.platform?.os === 'unknown') return null;
  const bytes = await document(archive, configDescriptor);
  if (bytes === null)
    throw failure('manifest-invalid', {
      ref: archive.label,
      reason: {
        en: `the config ${configDescriptor.digest} is missing`,
        'zh-CN': `缺少配置 ${configDescriptor.digest}`,
      },
    });
  const config = parseImageConfig(bytes, archive.label);
  const digests = { configDigest: configDescriptor.digest, manifestDigest: manifest.digest, indexDigest };
  return { config, fingerprint: fingerprintOf(config, digests) };
}

/** A document of the archive, verified; null where the archive does not have it. */
async function document(archive: ArchiveContents, { digest, size }: Descriptor): Promise<Buffer | null> {
  const bytes = await archive.document(blobName(digest));
  if (bytes === null) return null;
  await drain(
    verified(only(bytes), {
      digest,
      size,
      what: { en: `a document of ${archive.label}`, 'zh-CN': `${archive.label} 中的文档` },
    }),
  );
  return bytes;
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

const texts = {
  deep: { en: 'its indexes are nested too deeply', 'zh-CN': '索引嵌套过深' },
  many: { en: 'its index lists too much', 'zh-CN': '索引列出的条目过多' },
} as const satisfies Record<string, Text>;
