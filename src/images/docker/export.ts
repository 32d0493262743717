import { createHash } from 'node:crypto';
import { type ByteStream, drain, tapped } from '../../base/byte-stream.ts';
import type { Digest } from '../../base/digest.ts';
import { failure, failureFrom, PlimsollError } from '../../base/errors.ts';
import { TarError } from '../../formats/tar/tar-entry.ts';
import type { Platform } from '../../model/image.ts';
import { openArchiveImage } from '../archive-image.ts';
import { readArchiveStream } from '../archive-stream.ts';
import type { LayerContent, LayerIntake } from '../image-source.ts';
import type { OpenedArchive } from '../oci-layout.ts';
import { type Engine, engineFailure } from './engine.ts';

/** An image that an engine can export. */
export interface Exportable {
  readonly engine: Engine;
  readonly id: string;
  /** Which of the platforms under one id; null where there is only one. */
  readonly only: Platform | null;
  /** How it is called in errors. */
  readonly ref: string;
  /** Bytes, uncompressed, beyond which the export is not read on. */
  readonly maxSize: number;
}

/**
 * Reads an image as its engine exports it, by id, so that a name that is moved meanwhile changes nothing. The layers go through the intake as they
 * come; each can be had again, by a further export.
 */
export async function exportedImage(
  image: Exportable,
  intake: LayerIntake,
  platform: Platform,
  seen: (chunk: Uint8Array) => void,
): Promise<OpenedArchive> {
  const archive = { label: image.ref, open: () => exportStream(image), isOnce: false, maxSize: image.maxSize };
  try {
    const contents = await readArchiveStream(archive, intake, seen);
    const { layers, ...opened } = requireIdentity(await openArchiveImage(contents, null, platform), image);
    return { ...opened, layers: layers.map((layer) => ({ ...layer, content: named(layer.content, image) })) };
  } catch (error) {
    throw exportFailure(error, image);
  }
}

/** Content of which trouble on the way is told as the engine's. */
function named(content: LayerContent, image: Exportable): LayerContent {
  if (content.kind !== 'tar') return content;
  return {
    kind: 'tar',
    open: async () => guarded(await content.open(), image),
  };
}

async function* guarded(stream: ByteStream, image: Exportable): ByteStream {
  try {
    yield* stream;
  } catch (error) {
    throw exportFailure(error, image);
  }
}

/** The layer at a place, of an image whose layers were all known and of which nothing was exported. */
export async function layerAt(image: Exportable, place: number, platform: Platform): Promise<ByteStream> {
  const { layers } = await exportedImage(image, passing, platform, () => {});
  const content = layers[place]?.content;
  if (content?.kind !== 'tar') throw failure('image-export-failed', { address: addressOf(image), ref: image.ref });
  return content.open();
}

/** Lets layers go by, only noting what they were. */
const passing: LayerIntake = {
  knows: async () => false,
  take: async (blob) => {
    const hash = createHash('sha256');
    await drain(tapped(blob, (chunk) => hash.update(chunk)));
    const digest: Digest = `sha256:${hash.digest('hex')}`;
    return { diffId: digest, blobDigest: digest };
  },
};

async function exportStream({ engine, id, only, ref }: Exportable): Promise<ByteStream> {
  const query = only === null ? '' : `?platform=${encodeURIComponent(JSON.stringify(only))}`;
  const path = `/images/${encodeURIComponent(id)}/get${query}`;
  const response = await engine.get(path);
  if (response.status === 200) return response.body;
  if (response.status !== 404) throw await engineFailure(response, engine.endpoint.address);
  response.discard();
  throw failure('image-not-found', { ref, hint: goneHint });
}

/** The engine must have exported what it was asked for: ids are digests of the config, of the manifest or of the index. */
function requireIdentity(opened: OpenedArchive, { id, ref }: Exportable): OpenedArchive {
  const { configDigest, manifestDigest, indexDigest } = opened.fingerprint;
  if ([configDigest, manifestDigest, indexDigest].some((digest) => digest === id)) return opened;
  throw failure('digest-mismatch', {
    what: { en: `the export of ${ref}`, 'zh-CN': `${ref} 的导出内容` },
    expected: id,
    actual: configDigest,
  });
}

/** Of an engine that answered until now: it was ended, or is stuck. Behind a socket it would else be called `localhost`. */
const gone: readonly string[] = ['archive-truncated', 'connection-lost', 'host-unreachable', 'answer-too-slow'];

/** An export that ends too early is the engine's trouble, not that of a file that somebody could save again, nor of a network. */
function exportFailure(error: unknown, image: Exportable): unknown {
  const isCut =
    (error instanceof PlimsollError && gone.includes(error.code)) ||
    (error instanceof TarError && error.kind === 'truncated');
  if (!isCut) return error;
  return failureFrom(error, 'image-export-failed', { address: addressOf(image), ref: image.ref });
}

function addressOf({ engine }: Exportable): string {
  return engine.endpoint.address;
}

const goneHint = {
  en: 'It was removed while it was being read. Pull or build it again.',
  'zh-CN': '镜像在读取过程中被删除。请重新拉取或构建。',
} as const;
