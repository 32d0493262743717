import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LayerFile } from './layers.ts';

/**
 * Writes an image as `docker save` of an engine with containerd's store does: an OCI layout with a `manifest.json` beside, layers compressed.
 * Every peer reads it.
 */
export function writeArchive(folder: string, name: string, layers: readonly LayerFile[]): void {
  const layout = join(folder, 'layout');
  const blobs = join(layout, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (content: object, mediaType: string) => {
    const bytes = Buffer.from(JSON.stringify(content));
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  for (const { file, digest } of layers) linkSync(file, join(blobs, digest.slice('sha256:'.length)));
  const config = put(
    {
      os: 'linux',
      architecture: 'amd64',
      created: '1970-01-01T00:00:00Z',
      config: { Cmd: ['/bin/sh'] },
      history: layers.map((_, at) => ({ created: '1970-01-01T00:00:00Z', created_by: `layer ${at + 1}` })),
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    },
    'application/vnd.oci.image.config.v1+json',
  );
  const manifest = put(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: layers.map(({ digest, compressed }) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest,
        size: compressed,
      })),
    },
    'application/vnd.oci.image.manifest.v1+json',
  );
  const annotations = { 'io.containerd.image.name': `docker.io/${name}`, 'org.opencontainers.image.ref.name': 'bench' };
  const write = (file: string, content: object) => writeFileSync(join(layout, file), JSON.stringify(content));
  write('oci-layout', { imageLayoutVersion: '1.0.0' });
  write('index.json', { schemaVersion: 2, manifests: [{ ...manifest, annotations }] });
  const path = (digest: string) => `blobs/sha256/${digest.slice('sha256:'.length)}`;
  write('manifest.json', [
    { Config: path(config.digest), RepoTags: [name], Layers: layers.map(({ digest }) => path(digest)) },
  ]);
  const parts = ['blobs', 'index.json', 'manifest.json', 'oci-layout'];
  execFileSync('tar', ['-C', layout, '--sort=name', '-cf', join(folder, 'image.tar'), ...parts]);
  rmSync(layout, { recursive: true });
}
