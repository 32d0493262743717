import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { configOf, digestOf } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { has } from '../build/parts.ts';
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
  if (!isReady({ skip: () => {} } as unknown as TestContext)) return;
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
const kinds: readonly [kind: typeof docker, mediaType: string, stored: (layer: Buffer) => Buffer][] = [
  [docker, `${docker.layer}.diff.tar`, plain],
  [docker, `${docker.layer}.diff.tar.gzip`, gzipSync],
  [docker, `${docker.layer}.diff.tar.zstd`, zstdCompressSync],
  [oci, `${oci.layer}.v1.tar`, plain],
  [oci, `${oci.layer}.v1.tar+gzip`, gzipSync],
  [oci, `${oci.layer}.v1.tar+zstd`, zstdCompressSync],
];
const elsewhere: typeof kinds = [
  [docker, `${docker.layer}.foreign.diff.tar.gzip`, gzipSync],
  [oci, `${oci.layer}.nondistributable.v1.tar`, plain],
  [oci, `${oci.layer}.nondistributable.v1.tar+gzip`, gzipSync],
  [oci, `${oci.layer}.nondistributable.v1.tar+zstd`, zstdCompressSync],
];

/** A layer with a Debian package database of one package, and one below it that knows the distribution. */
const base = tar([file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n')]);
function withPackage(name: string): Buffer {
  const status = `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\n`;
  return tar([file('var/lib/dpkg/status', status)]);
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
  for (const [kind, mediaType, stored] of [...kinds, ...elsewhere]) {
    test(mediaType, async (t) => {
      if (!isReady(t)) return;
      const layers = [base, withPackage('found')];
      const descriptors = [
        await uploadBlob(
          repository,
          gzipSync(base),
          `${kind.layer}${kind === oci ? '.v1.tar+gzip' : '.diff.tar.gzip'}`,
        ),
        {
          ...(await uploadBlob(repository, stored(layers[1]!), mediaType)),
          ...(mediaType.includes('foreign') ? { urls } : {}),
        },
      ];
      const tag = digestOf(mediaType).slice(7, 20);
      await uploaded(tag, kind, layers, descriptors);
      const report = await reportOf(`registry:${repository}:${tag}`, folder);
      assert.deepEqual(packagesOf(report), ['found']);
      assert.deepEqual(report.gaps, []);
      assert.equal(report.image.size, layers[0]!.length + layers[1]!.length);
    });
  }

  test('a layer that lies elsewhere and cannot be had is a gap, and the scan is not complete', async (t) => {
    if (!isReady(t)) return;
    const layers = [base, withPackage('hidden')];
    const missing = { mediaType: `${docker.layer}.foreign.diff.tar.gzip`, digest: digestOf('not here'), size: 8, urls };
    const first = await uploadBlob(repository, gzipSync(base), `${docker.layer}.diff.tar.gzip`);
    await uploaded('foreign', docker, layers, [first, missing]);
    const ran = await plimsoll(['scan', `registry:${repository}:foreign`, '-o', 'json'], { home: folder });
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /^plimsoll: .*\(incomplete\)\n/);
    const report: Report = JSON.parse(ran.stdout);
    assert.deepEqual(
      report.gaps.map(({ what, reason }) => [what, reason]),
      [['layer', 'foreign-layer']],
    );
  });
});

test('a layer that lies elsewhere is fetched from there, and verified', async (t) => {
  if (!isReady(t)) return;
  const layers = [base, withPackage('fetched')];
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
    const first = await uploadBlob(repository, gzipSync(base), `${docker.layer}.diff.tar.gzip`);
    await uploaded('elsewhere', docker, layers, [first, foreign]);
    const flags = ['--registry-ca', pair.certificateFile];
    const ref = `registry:${repository}:elsewhere`;
    assert.deepEqual(packagesOf(await reportOf(ref, folder, { flags })), ['fetched']);
    served = Buffer.from(stored).fill(0, 20, 30);
    const lied = await plimsoll(['scan', ref, ...flags, '-o', 'json'], { home: mkdtempSync(join(folder, 'home-')) });
    assert.equal(lied.code, 3);
    const report: Report = JSON.parse(lied.stdout);
    assert.deepEqual([report.packages, report.gaps.map(({ what }) => what)], [[], ['layer']]);
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
        const layers = [
          base,
          withPackage([platform.os, platform.architecture, platform.variant].filter(Boolean).join('-')),
        ];
        const type = kind === oci ? `${oci.layer}.v1.tar` : `${docker.layer}.diff.tar`;
        const stored = await Promise.all(layers.map((layer) => uploadBlob(repository, layer, type)));
        manifests.push({
          ...(await uploaded(`${name}-${manifests.length}`, kind, layers, stored, platform)),
          platform,
        });
      }
      if (kind === oci) manifests.unshift({ ...manifests[0]!, platform: { os: 'unknown', architecture: 'unknown' } });
      const index = await uploadManifest(repository, name, { manifests }, kind.index);
      const ref = `registry:${repository}:${name}`;
      const asked: readonly [string, string][] = [
        ['linux/amd64', 'linux-amd64'],
        ['linux/arm64', 'linux-arm64-v8'],
        ['linux/arm/v6', 'linux-arm-v6'],
        ['linux/arm', 'linux-arm-v7'],
        ['windows/amd64', 'windows-amd64'],
      ];
      for (const [platform, expected] of asked) {
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
