import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { configOf, digestOf } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { has, inHook } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { selfSigned } from './certificates.ts';
import { listening } from './listening.ts';
import { type RunningRegistry, startRegistry } from './registry-server.ts';
import { type Descriptor, uploadBlob, uploadManifest } from './registry-upload.ts';
import { type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-media-types-'));
let registry: RunningRegistry | null = null;
let repository = '';
const isReady = (t: TestContext) => has(t, 'docker-registry', 'openssl');

before(async () => {
  if (!isReady(inHook)) return;
  registry = await startRegistry(folder);
  repository = `${registry.host}/app`;
});
after(() => {
  registry?.stop();
  rmSync(folder, { recursive: true });
});

const docker = {
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs',
};
const oci = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer',
};

const urls = ['https://127.0.0.1:1/layer'];
const plain = (content: Buffer) => content;
type Stored = readonly [mediaType: string, stored: (layer: Buffer) => Buffer];
const layerTypes: Readonly<Record<'docker' | 'oci', readonly Stored[]>> = {
  docker: [
    [`${docker.layer}.diff.tar`, plain],
    [`${docker.layer}.diff.tar.gzip`, gzipSync],
    [`${docker.layer}.diff.tar.zstd`, zstdCompressSync],
    [`${docker.layer}.foreign.diff.tar.gzip`, gzipSync],
  ],
  oci: [
    [`${oci.layer}.v1.tar`, plain],
    [`${oci.layer}.v1.tar+gzip`, gzipSync],
    [`${oci.layer}.v1.tar+zstd`, zstdCompressSync],
    [`${oci.layer}.nondistributable.v1.tar`, plain],
    [`${oci.layer}.nondistributable.v1.tar+gzip`, gzipSync],
    [`${oci.layer}.nondistributable.v1.tar+zstd`, zstdCompressSync],
  ],
};

/** A layer with one npm package. */
function withPackage(name: string): Buffer {
  return tar([file(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }))]);
}

async function uploaded(
  tag: string,
  kind: typeof docker,
  layers: readonly Buffer[],
  descriptors: readonly Descriptor[],
  platform?: { os: string; architecture: string; variant?: string },
) {
  const config = configOf({ layers, ...(platform === undefined ? {} : { platform }) });
  const described = await uploadBlob(repository, config, kind.config);
  return uploadManifest(repository, tag, { config: described, layers: descriptors }, kind.manifest);
}

function packagesOf(report: Report): string[] {
  return report.packages.map(({ name }) => name);
}

describe('every media type of a layer', () => {
  for (const [name, kind] of Object.entries({ docker, oci } as const)) {
    test(name, async (t) => {
      if (!isReady(t)) return;
      const types = layerTypes[name as 'docker' | 'oci'];
      const layers = types.map((_, i) => withPackage(`p${i}`));
      const descriptors: Descriptor[] = [];
      for (const [i, [mediaType, stored]] of types.entries()) {
        const described = await uploadBlob(repository, stored(layers[i]!), mediaType);
        descriptors.push({ ...described, ...(mediaType.includes('foreign') ? { urls } : {}) });
      }
      await uploaded(name, kind, layers, descriptors);
      const report = await reportOf(`registry:${repository}:${name}`, folder);
      assert.deepEqual(
        packagesOf(report),
        types.map((_, i) => `p${i}`),
      );
      assert.deepEqual(report.gaps, []);
      assert.equal(
        report.image.size,
        layers.reduce((sum, layer) => sum + layer.length, 0),
      );
    });
  }

  test('a layer that lies elsewhere and cannot be had is a gap, and the scan is not complete', async (t) => {
    if (!isReady(t)) return;
    const layers = [withPackage('found'), withPackage('hidden')];
    const missing = { mediaType: `${docker.layer}.foreign.diff.tar.gzip`, digest: digestOf('not here'), size: 8, urls };
    const first = await uploadBlob(repository, gzipSync(layers[0]!), `${docker.layer}.diff.tar.gzip`);
    await uploaded('foreign', docker, layers, [first, missing]);
    const ran = await plimsoll(['scan', `registry:${repository}:foreign`, '-o', 'json'], { home: folder });
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /^plimsoll: .*\(incomplete\)\n/);
    const report: Report = JSON.parse(ran.stdout);
    assert.deepEqual(
      report.gaps.map(({ what, reason }) => [what, reason]),
      [['layer', 'foreign-layer']],
    );
    assert.deepEqual(packagesOf(report), ['found']);
  });
});

test('a layer that lies elsewhere is fetched from there, and verified', async (t) => {
  if (!isReady(t)) return;
  const layers = [withPackage('found'), withPackage('fetched')];
  const stored = gzipSync(layers[1]!);
  let served = stored;
  const pair = selfSigned(folder, 'elsewhere');
  const server = createServer({ key: pair.key, cert: pair.cert }, (request, response) => {
    if (request.url === '/layer') response.writeHead(200, { 'content-length': served.length }).end(served);
    else response.writeHead(404).end();
  });
  const port = await listening(server);
  try {
    const there = [`https://127.0.0.1:${port}/other`, `https://127.0.0.1:${port}/layer`];
    const mediaType = `${docker.layer}.foreign.diff.tar.gzip`;
    const foreign = { mediaType, digest: digestOf(stored), size: stored.length, urls: there };
    const first = await uploadBlob(repository, gzipSync(layers[0]!), `${docker.layer}.diff.tar.gzip`);
    await uploaded('elsewhere', docker, layers, [first, foreign]);
    const flags = ['--registry-ca', pair.certificateFile];
    const ref = `registry:${repository}:elsewhere`;
    assert.deepEqual(packagesOf(await reportOf(ref, folder, { flags })), ['fetched', 'found']);
    served = Buffer.from(stored).fill(0, 20, 30);
    const lied = await plimsoll(['scan', ref, ...flags, '-o', 'json'], { home: mkdtempSync(join(folder, 'home-')) });
    assert.equal(lied.code, 3);
    const report: Report = JSON.parse(lied.stdout);
    assert.deepEqual([packagesOf(report), report.gaps.map(({ what }) => what)], [['found'], ['layer']]);
  } finally {
    server.close();
  }
});

describe('an index of several platforms', () => {
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'arm', variant: 'v6' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
    { os: 'windows', architecture: 'amd64' },
  ];
  for (const [name, kind] of Object.entries({ docker, oci })) {
    test(`${name}: the one that --platform names`, async (t) => {
      if (!isReady(t)) return;
      const manifests: Descriptor[] = [];
      for (const platform of platforms) {
        const layers = [withPackage([platform.os, platform.architecture, platform.variant].filter(Boolean).join('-'))];
        const type = kind === oci ? `${oci.layer}.v1.tar` : `${docker.layer}.diff.tar`;
        const stored = await Promise.all(layers.map((layer) => uploadBlob(repository, layer, type)));
        manifests.push({
          ...(await uploaded(`${name}-${manifests.length}`, kind, layers, stored, platform)),
          platform,
        });
      }
      if (kind === oci) manifests.unshift({ ...manifests[0]!, platform: { os: 'unknown', architecture: 'unknown' } });
      const index = await uploadManifest(repository, `${name}-all`, { manifests }, kind.index);
      const ref = `registry:${repository}:${name}-all`;
      const asked: readonly [string, string][] = [
        ['linux/amd64', 'linux-amd64'],
        ['linux/arm64', 'linux-arm64-v8'],
        ['linux/arm/v6', 'linux-arm-v6'],
        ['linux/arm', 'linux-arm-v7'],
        ['windows/amd64', 'windows-amd64'],
      ];
      // How one is chosen has nothing to do with the kind of index.
      for (const [platform, expected] of kind === oci ? asked : asked.slice(0, 2)) {
        const report = await reportOf(ref, folder, { flags: ['--platform', platform] });
        assert.deepEqual(packagesOf(report), [expected], platform);
        assert.equal(report.image.fingerprint.indexDigest, index.digest);
      }
      const none = await plimsoll(['scan', ref, '--platform', 'linux/s390x'], { home: folder });
      assert.equal(none.code, 3);
      assert.match(none.stderr, /linux\/arm64\/v8.*\(no-such-platform\)\n/);
    });
  }
});
