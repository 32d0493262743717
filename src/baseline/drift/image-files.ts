import { createHash } from 'node:crypto';
import { type ByteStream, drain, tapped } from '../../base/byte-stream.ts';
import type { Digest } from '../../base/digest.ts';
import { failure } from '../../base/errors.ts';
import { decompressed } from '../../formats/decompress.ts';
import { TarParser } from '../../formats/tar/tar-parser.ts';
import type { Engine } from '../../images/docker/engine.ts';
import { exportedImage } from '../../images/docker/export.ts';
import type { LayerIntake } from '../../images/image-source.ts';
import { defaultPlatform } from '../../images/platform-choice.ts';
import type { FileFacts } from './file-facts.ts';
import { type LayerLook, LayerLooker } from './layer-look.ts';

export interface ImageLook {
  readonly engine: Engine;
  /** The image's id. */
  readonly id: string;
  /** Bytes over all layers, uncompressed. */
  readonly maxSize: number;
  readonly seen: (chunk: Uint8Array) => void;
}

/** So often is an image read for hard links that lead to other hard links. */
const mostReadings = 4;

/**
 * Files of an image as it was before a container changed them, by their paths; a path that the image does not have is left out. The image is
 * read once, and once more where a hard link leads to a file that nobody asked for; `unknown` where links lead on and on. Throws
 * errors of the catalogue where it cannot be read.
 */
export async function imageFiles(
  look: ImageLook,
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FileFacts | 'unknown'>> {
  let asked = paths;
  let image = joined(await layersOf(look, asked), paths);
  for (let reading = 1; image.links.size > 0 && reading < mostReadings; reading += 1) {
    asked = new Set([...asked, ...image.links.values()]);
    image = joined(await layersOf(look, asked), asked);
  }
  if (image.isLost) return new Map([...paths].map((path) => [path, 'unknown']));
  return new Map<string, FileFacts | 'unknown'>([
    ...image.found,
    ...[...image.links.keys()].map((path) => [path, 'unknown'] as const),
  ]);
}

/** The layers, lowest first, as they say of the paths. */
async function layersOf(look: ImageLook, paths: ReadonlySet<string>): Promise<readonly LayerLook[]> {
  const { engine, id, maxSize, seen } = look;
  const byDiffId = new Map<Digest, LayerLook>();
  const intake: LayerIntake = {
    knows: async () => false,
    take: async (blob) => {
      const hash = createHash('sha256');
      const stored = tapped(blob, (chunk) => hash.update(chunk));
      const { diffId, look: layer } = await lookedAt(unclosed(stored), paths);
      await drain(stored);
      byDiffId.set(diffId, layer);
      return { diffId, blobDigest: `sha256:${hash.digest('hex')}` };
    },
  };
  const image = { engine, id, only: null, ref: `docker:${id}`, maxSize };
  const { config } = await exportedImage(image, intake, defaultPlatform(), seen);
  return config.diffIds.map((diffId) => {
    const layer = byDiffId.get(diffId);
    if (layer === undefined) {
      throw failure('digest-mismatch', {
        what: { en: `a layer of docker:${id}`, 'zh-CN': `docker:${id} 的一个镜像层` },
        expected: diffId,
        actual: [...byDiffId.keys()].join(', '),
      });
    }
    return layer;
  });
}

async function lookedAt(blob: ByteStream, paths: ReadonlySet<string>): Promise<{ diffId: Digest; look: LayerLook }> {
  const hash = createHash('sha256');
  const looker = new LayerLooker(paths);
  const parser = new TarParser(looker);
  for await (const chunk of (await decompressed(blob)).content) {
    hash.update(chunk);
    parser.push(chunk);
  }
  parser.finish();
  return { diffId: `sha256:${hash.digest('hex')}`, look: looker.result() };
}

/** A stream whose reader may stop early without closing it for the one who reads the rest. */
function unclosed(stream: AsyncGenerator<Uint8Array>): ByteStream {
  return { [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) };
}

/** What the layers come to, laid on one another. */
function joined(
  layers: readonly LayerLook[],
  paths: ReadonlySet<string>,
): Pick<LayerLook, 'found' | 'links' | 'isLost'> {
  const found = new Map<string, FileFacts>();
  const links = new Map<string, string>();
  for (const layer of layers) {
    for (const path of paths) {
      const facts = layer.found.get(path);
      const link = layer.links.get(path);
      const isNew = facts !== undefined || link !== undefined;
      if (isNew || layer.hides(path)) {
        found.delete(path);
        links.delete(path);
      }
      if (facts !== undefined) found.set(path, facts);
      if (link !== undefined) links.set(path, link);
    }
  }
  return { found, links, isLost: layers.some(({ isLost }) => isLost) };
}
