import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf, type LayerCompression, layoutOf } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { run } from '../build/parts.ts';

/** An image as its engine saved it. */
interface SavedImage {
  readonly config: Buffer;
  readonly layers: readonly Buffer[];
  readonly tag: string;
}

export function readSaved(archive: string, folder: string): SavedImage {
  const unpacked = mkdtempSync(join(folder, 'unpacked-'));
  run('tar', ['-C', unpacked, '-xf', archive]);
  const [image] = JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8'));
  return {
    config: readFileSync(join(unpacked, image.Config)),
    layers: image.Layers.map((name: string) => readFileSync(join(unpacked, name))),
    tag: image.RepoTags[0],
  };
}

/** An OCI layout with the config that the engine has, byte for byte. */
export function layoutDirectory({ config, layers }: SavedImage, compression: LayerCompression, folder: string): string {
  const root = mkdtempSync(join(folder, 'layout-'));
  for (const [name, content] of layoutOf(config, layers, compression, 'v1')) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

/**
 * What engines save that keep images in containerd's store: compressed layers, `manifest.json` beside `index.json`, and in that an index of
 * several platforms, of which one is here, with BuildKit's attestation.
 */
export function containerdSave({ config, layers, tag }: SavedImage): Buffer {
  const files = layoutOf(config, layers, 'zstd');
  const [image] = JSON.parse(String(files.get('index.json'))).manifests;
  const manifest = JSON.parse(String(files.get(blobName(image.digest))));
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...described('not here'), platform: { os: 'linux', architecture: 's390x' } },
      { ...image, platform: { os: 'linux', architecture: JSON.parse(String(config)).architecture } },
      {
        ...described('an attestation'),
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    ],
  });
  files.set(blobName(digestOf(index)), Buffer.from(index));
  const root = {
    ...described(index),
    mediaType: 'application/vnd.oci.image.index.v1+json',
    annotations: { 'io.containerd.image.name': `docker.io/${tag}`, 'org.opencontainers.image.ref.name': '11' },
  };
  files.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [root] })));
  const listed = {
    Config: blobName(manifest.config.digest),
    RepoTags: [tag],
    Layers: manifest.layers.map(({ digest }: { digest: string }) => blobName(digest)),
  };
  files.set('manifest.json', Buffer.from(JSON.stringify([listed])));
  return tar([...files].map(([name, content]) => file(name, content)));
}

function described(content: string) {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return { mediaType, digest: digestOf(content), size: content.length };
}

function blobName(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
