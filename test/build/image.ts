import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { file, tar } from './tar.ts';

/** What a test says about an image; everything else follows from it. */
export interface TestImage {
  /** Uncompressed layers, bottom first. */
  readonly layers: readonly Buffer[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly tag?: string;
  /** Members put over the config document, to make it wrong. */
  readonly patch?: Readonly<Record<string, unknown>>;
}

export type LayerCompression = 'none' | 'gzip' | 'zstd';

export function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function configOf({ layers, config = {}, platform, patch = {} }: TestImage): Buffer {
  return Buffer.from(
    JSON.stringify({
      ...(platform ?? { os: 'linux', architecture: 'amd64' }),
      created: '2024-01-02T03:04:05Z',
      config,
      rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
      history: layers.map((_, i) => ({ created_by: `layer ${i + 1}` })),
      ...patch,
    }),
  );
}

/** What `docker save` wrote before version 25. */
export function dockerArchive(image: TestImage): Buffer {
  const config = configOf(image);
  const name = digestOf(config).slice(7);
  const layerNames = image.layers.map((layer, i) => `${i}${digestOf(layer).slice(8, 40)}/layer.tar`);
  const manifest = [{ Config: `${name}.json`, RepoTags: [image.tag ?? 'test:latest'], Layers: layerNames }];
  return tar([
    ...image.layers.map((layer, i) => file(layerNames[i]!, layer)),
    file(`${name}.json`, config),
    file('manifest.json', JSON.stringify(manifest)),
  ]);
}

/** The blobs and documents of an OCI layout, by name. */
export function layoutFiles(image: TestImage, compression: LayerCompression = 'gzip'): Map<string, Buffer> {
  return layoutOf(configOf(image), image.layers, compression, image.tag);
}

/** As {@link layoutFiles}, of a config that is there already. */
export function layoutOf(
  configBytes: Buffer,
  plainLayers: readonly Buffer[],
  compression: LayerCompression = 'gzip',
  tag = 'latest',
): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const blob = (content: Buffer, mediaType: string) => {
    const digest = digestOf(content);
    files.set(`blobs/sha256/${digest.slice(7)}`, content);
    return { mediaType, digest, size: content.length };
  };
  const layers = plainLayers.map((layer) => blob(compress(layer, compression), layerType(compression)));
  const config = blob(configBytes, 'application/vnd.oci.image.config.v1+json');
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = blob(
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers })),
    manifestType,
  );
  const annotations = { 'org.opencontainers.image.ref.name': tag };
  files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  files.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] })));
  return files;
}

/** An OCI layout as one archive. */
export function ociArchive(image: TestImage, compression: LayerCompression = 'gzip'): Buffer {
  return tar([...layoutFiles(image, compression)].map(([name, content]) => file(name, content)));
}

function compress(layer: Buffer, compression: LayerCompression): Buffer {
  if (compression === 'gzip') return gzipSync(layer);
  return compression === 'zstd' ? zstdCompressSync(layer) : layer;
}

function layerType(compression: LayerCompression): string {
  return `application/vnd.oci.image.layer.v1.tar${compression === 'none' ? '' : `+${compression}`}`;
}
