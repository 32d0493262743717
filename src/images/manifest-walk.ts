import { type Digest, sha256 } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { chainId, type Fingerprint, type ImageConfig, type Platform } from '../model/image.ts';
import { parseImageConfig } from './image-config.ts';
import { type Descriptor, parseManifest } from './oci-manifest.ts';
import { pickPlatform } from './platform-choice.ts';

/** An image as its manifest and config describe it. */
export interface DescribedImage {
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  /** Blobs of the layers, bottom first; as many as there are diffIDs. */
  readonly layers: readonly Descriptor[];
}

/** Gets a small document whole. Answers for digest and size: what it returns is what the descriptor names. */
export type FetchDocument = (descriptor: Pick<Descriptor, 'digest' | 'size' | 'mediaType'>) => Promise<Uint8Array>;

const MAX_INDEX_DEPTH = 4;

/**
 * From a manifest or index to the image for a platform: follows indexes, reads the config, checks that they agree.
 *
 * @param root the document asked for, already verified
 */
export async function describeImage(
  root: Uint8Array,
  fetch: FetchDocument,
  platform: Platform,
  ref: string,
): Promise<DescribedImage> {
  let bytes = root;
  let indexDigest: Digest | null = null;
  for (let depth = 0; ; depth += 1) {
    const document = parseManifest(bytes, ref);
    if (document.kind === 'manifest') {
      const config = await fetch(document.config);
      return {
        ...agreed(parseImageConfig(config, ref), document.layers, ref, {
          configDigest: document.config.digest,
          manifestDigest: sha256(bytes),
          indexDigest,
        }),
        layers: document.layers,
      };
    }
    if (depth === MAX_INDEX_DEPTH)
      throw failure('manifest-invalid', {
        ref,
        reason: { en: 'its indexes are nested too deeply', 'zh-CN': '索引嵌套过深' },
      });
    indexDigest ??= sha256(bytes);
    bytes = await fetch(pickPlatform(document.manifests, platform, ref));
  }
}

function agreed(
  config: ImageConfig,
  layers: readonly Descriptor[],
  ref: string,
  digests: Pick<Fingerprint, 'configDigest' | 'manifestDigest' | 'indexDigest'>,
): { fingerprint: Fingerprint; config: ImageConfig } {
  if (config.diffIds.length !== layers.length) {
    const reason = {
      en: `its config names ${config.diffIds.length} layers and its manifest ${layers.length}`,
      'zh-CN': `配置列出 ${config.diffIds.length} 层，清单列出 ${layers.length} 层`,
    };
    throw failure('manifest-invalid', { ref, reason });
  }
  return { fingerprint: fingerprintOf(config, digests), config };
}

/** The fingerprint of an image whose config was verified. */
export function fingerprintOf(
  config: ImageConfig,
  digests: Pick<Fingerprint, 'configDigest' | 'manifestDigest' | 'indexDigest'>,
): Fingerprint {
  return { ...digests, diffIds: config.diffIds, chainId: chainId(config.diffIds) };
}
