import { gathered } from '../../base/byte-stream.ts';
import { failure } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { verified } from '../../base/verified-stream.ts';
import { foundNames, type ImageName, parseImageName } from '../../model/image-name.ts';
import type { Image, Layer, LayerContent, OpenContext, OpenOptions } from '../image-source.ts';
import { describeImage } from '../manifest-walk.ts';
import { isEncryptedType, isForeignLayerType, isLayerType } from '../media-types.ts';
import type { Descriptor } from '../oci-manifest.ts';
import { registryAttachments } from './attachments.ts';
import { blobStream, sourceOfForeign } from './blob.ts';
import { documentFetcher, rootManifest } from './manifest.ts';
import type { Session } from './session.ts';

/** Opens an image of a registry over a session of its own, or one that is made for the purpose. */
export async function openRegistryImage(
  ref: string,
  context: OpenContext,
  sessionFor: (name: ImageName, options: OpenOptions) => Promise<Session>,
): Promise<Image> {
  const name = parseImageName(ref);
  if ('reason' in name) {
    throw failure('bad-reference', { ref: `registry:${printable(ref, 200)}`, reason: name.reason });
  }
  const { options } = context;
  const session = await sessionFor(name, options);
  try {
    const root = await rootManifest(session, ref);
    const described = await describeImage(root, documentFetcher(session, ref), options.platform, ref);
    const { fingerprint, config } = described;
    const layers: Layer[] = [];
    for (const [i, descriptor] of described.layers.entries()) {
      const { mediaType, size, digest } = descriptor;
      const content = await layerContent(session, descriptor, ref);
      layers.push({ diffId: config.diffIds[i] ?? digest, mediaType, blob: digest, storedSize: size, content });
    }
    const names = foundNames(ref);
    const close = async () => session.close();
    const beside = registryAttachments(session);
    return { source: 'registry', ref: `registry:${ref}`, names, fingerprint, config, layers, gaps: [], beside, close };
  } catch (error) {
    session.close();
    throw error;
  }
}

/** Bytes of a layer that are handed on together. A connection gives 64 KiB at a time, and each chunk wakes the thread that inflates. */
const CHUNK = 512 << 10;

async function layerContent(session: Session, descriptor: Descriptor, ref: string): Promise<LayerContent> {
  const { mediaType, digest, size } = descriptor;
  if (isEncryptedType(mediaType)) return { kind: 'missing', reason: 'encrypted' };
  if (!isLayerType(mediaType)) return { kind: 'missing', reason: 'unsupported-format' };
  const isForeign = isForeignLayerType(mediaType);
  if (isForeign && (await sourceOfForeign(session, descriptor)) === null)
    return { kind: 'missing', reason: 'foreign-layer' };
  const blob = { digest, size, urls: isForeign ? descriptor.urls : [] };
  const what = { en: `the layer ${digest} of ${ref}`, 'zh-CN': `${ref} 的镜像层 ${digest}` };
  // What is said to be empty need not be.
  const chunk = Math.max(1, Math.min(CHUNK, size));
  const open = async () => verified(gathered(blobStream(session, blob), chunk), { digest, size, what });
  return { kind: 'tar', open };
}
