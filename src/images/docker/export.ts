import { createHash } from 'node:crypto';
import { type ByteStream, drain, tapped } from '../../base/byte-stream.ts';
import type { Digest } from '../../base/digest.ts';
import { failure, failureFrom, PlimsollError } from '../../base/errors.ts';
import { readTar } from '../../formats/tar/read-tar.ts';
import { TarError } from '../../formats/tar/tar-entry.ts';
import type { Platform } from '../../model/image.ts';
import type { ArchiveContents } from '../archive-contents.ts';
import { archiveName } from '../archive-file.ts';
import { openArchiveImage } from '../archive-image.ts';
import { readArchiveStream } from '../archive-stream.ts';
import type { LayerIntake } from '../image-source.ts';
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
  try {
    const contents = await readArchiveStream(tapped(await exportStream(image), seen), intake, image.ref);
    const opened = await openArchiveImage(reopening(contents, image), null, platform);
    return requireIdentity(opened, image);
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
  knows: () => false,
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

function reopening(contents: ArchiveContents, image: Exportable): ArchiveContents {
  return {
    ...contents,
    layer: (name) => {
      const stored = contents.layer(name);
      if (stored === null) return null;
      return { ...stored, content: { kind: 'tar', open: async () => fileOfExport(image, archiveName(name)) } };
    },
  };
}

/** One file out of a fresh export. A layer that occurs twice is exported as a link to its first place. */
async function* fileOfExport(image: Exportable, name: string): ByteStream {
  let wanted = name;
  for (let links = 0; links < 8; links += 1) {
    let target: string | null = null;
    try {
      for await (const { entry, content } of readTar(await exportStream(image))) {
        if (archiveName(entry.name) !== wanted) continue;
        if (entry.type === 'file') {
          yield* content;
          return;
        }
        target = archiveName(entry.type === 'symlink' ? `${wanted}/../${entry.linkName}` : entry.linkName);
        break;
      }
    } catch (error) {
      throw exportFailure(error, image);
    }
    if (target === null) break;
    wanted = target;
  }
  throw failure('image-export-failed', { address: addressOf(image), ref: image.ref });
}

/** The engine must have exported what it was asked for: ids are digests of the config, of the manifest or of the index. */
function requireIdentity(opened: OpenedArchive, { id, ref }: Exportable): OpenedArchive {
  const { configDigest, manifestDigest, indexDigest } = opened.fingerprint;
  if ([configDigest, manifestDigest, indexDigest].some((digest) => digest === id)) return opened;
  throw failure('digest-mismatch', { what: `the export of ${ref}`, expected: id, actual: configDigest });
}

/** An export that ends too early is the engine's trouble, not that of a file that somebody could save again. */
function exportFailure(error: unknown, image: Exportable): unknown {
  const isCut =
    (error instanceof PlimsollError && ['archive-truncated', 'connection-lost'].includes(error.code)) ||
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
