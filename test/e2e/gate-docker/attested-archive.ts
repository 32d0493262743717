import { digestOf } from '../../build/image.ts';
import { directory, file, tar } from '../../build/tar.ts';
import { images, parts } from './attack-images.ts';

/** An archive whose index names, beside the good image, an attestation that is the bad one. */
export function attested(): Buffer {
  const { config, layer, name, manifest } = parts(images.good);
  const other = parts(images.bad);
  const blob = (content: Buffer) => file(`blobs/sha256/${digestOf(content).slice(7)}`, content);
  const describe = (mediaType: string, content: Buffer, more: object = {}) => ({
    mediaType,
    digest: digestOf(content),
    size: content.length,
    ...more,
  });
  const manifestOf = (of: typeof other) =>
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: describe('application/vnd.oci.image.config.v1+json', of.config),
        layers: [describe('application/vnd.oci.image.layer.v1.tar', of.layer)],
      }),
    );
  const [right, wrong] = [manifestOf(parts(images.good)), manifestOf(other)];
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      describe('application/vnd.oci.image.manifest.v1+json', right, {
        platform: { os: 'linux', architecture: 'amd64' },
      }),
      describe('application/vnd.oci.image.manifest.v1+json', wrong, {
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': digestOf(right),
          'io.containerd.image.name': 'docker.io/library/good:1',
        },
      }),
    ],
  };
  return tar([
    file('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
    file('index.json', JSON.stringify(index)),
    file('manifest.json', JSON.stringify([manifest])),
    file(name, config),
    file('layer.tar', layer),
    directory('blobs'),
    directory('blobs/sha256'),
    ...[config, layer, right, wrong, other.config, other.layer].map(blob),
  ]);
}
