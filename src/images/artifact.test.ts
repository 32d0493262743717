import assert from 'node:assert/strict';
import { test } from 'node:test';
import { artifactOf } from './artifact.ts';

const oci = 'application/vnd.oci.image.config.v1+json';
const layer = 'application/vnd.oci.image.layer.v1.tar+gzip';
const of = (mediaType: string, digest = `sha256:${'a'.repeat(64)}`) => ({ mediaType, digest, size: 2 });
const manifest = (config: string, layers: readonly string[], more: object = {}) => ({
  schemaVersion: 2,
  config: of(config),
  layers: layers.map((type) => of(type)),
  ...more,
});
const empty = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

const cases: readonly [string, object, string | null][] = [
  ['an image', manifest(oci, [layer]), null],
  ['an image that calls itself an artifact', manifest(oci, [layer], { artifactType: 'application/spdx+json' }), null],
  ["cosign's signature", manifest(oci, ['application/vnd.dev.cosign.simplesigning.v1+json']), 'signature'],
  [
    "cosign's signature with a layer that runs",
    manifest(oci, ['application/vnd.dev.cosign.simplesigning.v1+json', layer]),
    null,
  ],
  ['layers of kinds that nobody knows', manifest(oci, ['application/x-anything']), null],
  ['an attestation', manifest(oci, ['application/vnd.dsse.envelope.v1+json']), 'attestation'],
  ['an SBOM', manifest('application/vnd.oci.empty.v1+json', ['application/spdx+json']), 'sbom'],
  [
    'a chart',
    manifest('application/vnd.cncf.helm.config.v1+json', ['application/vnd.cncf.helm.chart.content.v1.tar+gzip']),
    'helm-chart',
  ],
  ['a config that is none, over layers that run', manifest('application/vnd.cncf.helm.config.v1+json', [layer]), null],
  [
    'files that ORAS pushed as layers',
    { ...manifest('x/y', [layer]), config: of('application/vnd.unknown.config.v1+json', empty) },
    'other',
  ],
  [
    'a cache of builds',
    { schemaVersion: 2, manifests: [of(layer), of('application/vnd.buildkit.cacheconfig.v0')] },
    'build-cache',
  ],
  [
    'an index of images',
    {
      schemaVersion: 2,
      manifests: [
        { ...of('application/vnd.oci.image.manifest.v1+json'), platform: { os: 'linux', architecture: 'amd64' } },
      ],
    },
    null,
  ],
  [
    'referrers',
    {
      schemaVersion: 2,
      manifests: [{ ...of('application/vnd.oci.image.manifest.v1+json'), artifactType: 'application/spdx+json' }],
    },
    'referrers',
  ],
  [
    'referrers, one of which has a platform',
    {
      schemaVersion: 2,
      manifests: [{ ...of('x/y'), artifactType: 'a/b', platform: { os: 'linux', architecture: 'amd64' } }],
    },
    null,
  ],
  ['an index of nothing', { schemaVersion: 2, manifests: [] }, 'empty-index'],
  ['both', { schemaVersion: 2, manifests: [], config: of(oci) }, null],
  ['schema 1', { schemaVersion: 1 }, null],
];
for (const [title, document, expected] of cases) {
  test(title, () => assert.equal(artifactOf(Buffer.from(JSON.stringify(document)))?.kind ?? null, expected));
}
