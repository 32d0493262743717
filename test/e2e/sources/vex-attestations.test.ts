import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { keyIdOf } from '../../../src/ledger/public-key.ts';
import { run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import {
  attach,
  type Described,
  envelopeOf,
  inLayout,
  inRegistry,
  referrersTag,
  signed,
  tagged,
  types,
} from './attach.ts';
import {
  at,
  cosign,
  databases,
  isReady,
  openssl,
  ours,
  pushed,
  registry,
  saying,
  scanned,
  theirs,
  withReferrers,
} from './attested-image.ts';

describe('VEX attestations beside an image', { concurrency: 1 }, () => {
  test('by the tag that stands in for a list of referrers; without a key nobody is asked', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const entry = await attach(beside, image, envelopeOf(saying(), image.digest, [ours.privateKey]), types.envelope);
    await referrersTag(beside, image, [entry]);
    const ref = `registry:${registry.host}/${repository}:1`;

    const before = registry.asked().length;
    assert.equal((await scanned(ref)).code, 1);
    assert.deepEqual(
      registry
        .asked()
        .slice(before)
        .filter((line) => /referrers|sha256-/.test(line)),
      [],
    );

    const result = await scanned(ref, 'ours.pub');
    assert.deepEqual([result.code, result.gaps, result.stderr], [0, [], '']);
    const [taken] = result.suppressed;
    assert.deepEqual([taken?.id, taken?.by], ['CVE-2024-1001', 'vex']);
    assert.deepEqual(taken?.signed, { attestation: entry.digest, key: keyIdOf(ours.publicKey) });
    assert.match(taken?.why ?? '', /^not_affected \(.+\), says Vendor on 2026-.+ in attestation sha256:/);

    for (const [language, words] of [
      ['en', 'signed by the key'],
      ['zh-CN', '由密钥'],
    ] as const) {
      for (const format of ['markdown', 'html', 'table']) {
        const args = ['scan', ref, '-o', format, '--lang', language, '--verbose', '--vex-key', at('ours.pub')];
        const { stdout, stderr } = await plimsoll(args, { home: databases.fresh });
        assert.ok(stdout.includes(words), `${format} ${language}: ${stderr}${stdout.slice(0, 4000)}`);
        assert.ok(stdout.includes(keyIdOf(ours.publicKey)), `${format} ${language}: ${stdout.slice(-3000)}`);
      }
    }
  });

  test('by the tag of cosign attest, ECDSA, of several keys the one that signed', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const annotations = { predicateType: 'https://openvex.dev/ns', 'dev.cosignproject.cosign/signature': '' };
    const provenance = envelopeOf({}, image.digest, [theirs], { predicateType: 'https://slsa.dev/provenance/v1' });
    const sbom = envelopeOf({ bomFormat: 'CycloneDX' }, image.digest, [theirs], {
      predicateType: 'https://cyclonedx.org/bom',
    });
    const spdx = envelopeOf('SPDXVersion: SPDX-2.3', image.digest, [theirs], {
      predicateType: 'https://spdx.dev/Document',
    });
    const content = envelopeOf(saying(), image.digest, [cosign.privateKey], {
      predicateType: 'https://openvex.dev/ns',
    });
    await tagged(inRegistry(registry.host, repository), image.digest, 'att', [
      {
        content: provenance,
        mediaType: types.envelope,
        annotations: { predicateType: 'https://slsa.dev/provenance/v1' },
      },
      // What is no VEX, and does not say so before it is read.
      { content: provenance, mediaType: types.envelope },
      { content: sbom, mediaType: types.envelope },
      { content: spdx, mediaType: types.envelope },
      { content, mediaType: types.envelope, annotations },
    ]);
    const result = await scanned(`registry:${registry.host}/${repository}:1`, 'ours.pub', 'cosign.pub');
    assert.deepEqual([result.code, result.gaps], [0, []]);
    assert.equal(result.suppressed[0]?.signed?.key, keyIdOf(cosign.publicKey));
  });

  test('by the referrers API, page by page; a Sigstore bundle; no product means the image', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const { '@id': id } = openssl;
    const document = saying({ products: undefined, subcomponents: [id] });
    const dsseEnvelope = JSON.parse(envelopeOf(document, image.digest, [ours.privateKey]).toString());
    const bundle = Buffer.from(JSON.stringify({ mediaType: types.bundle, verificationMaterial: {}, dsseEnvelope }));
    const sbom = await attach(beside, image, Buffer.from('{}'), 'application/spdx+json');
    const entry = await attach(beside, image, bundle, types.bundle);
    const server = await withReferrers(new Map([[image.digest, [sbom, entry]]]));
    const result = await scanned(`registry:${server.host}/${repository}:1`, 'ours.pub');
    assert.deepEqual([result.code, result.gaps], [0, []]);
    assert.equal(result.suppressed[0]?.signed?.attestation, entry.digest);
    assert.equal(server.asked.filter((line) => line.includes('/referrers/')).length, 2);
    assert.ok(!server.asked.some((line) => line.includes(sbom.digest)), 'what is no VEX is not fetched');
  });

  test('of an index, for the image of this platform that it leads to', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const manifests = [{ ...image, platform: { os: 'linux', architecture: 'amd64' } }];
    const index = await beside.manifest({ schemaVersion: 2, mediaType: types.index, manifests }, 'multi');
    const entry = await attach(beside, index, envelopeOf(saying(), index.digest, [ours.privateKey]), types.envelope);
    await referrersTag(beside, index, [entry]);
    const flags = ['--platform', 'linux/amd64', '--policy', 'builtin:strict', '--vex-key', at('ours.pub')];
    const one = await plimsoll(['scan', `registry:${registry.host}/${repository}:multi`, ...flags], {
      home: databases.fresh,
    });
    assert.equal(one.code, 0, one.stdout);
    // A whole registry, which asks for images by their digests: the tag 1 leads past the index, and is denied.
    const args = ['registry', 'scan', `${registry.host}/${repository}`, '--tag', '1', '--tag', 'multi', '-o', 'json'];
    const all = await plimsoll([...args, ...flags], { home: databases.fresh });
    const { images } = JSON.parse(all.stdout) as { images: { names: string[]; verdict: string }[] };
    assert.deepEqual(
      images.map(({ names, verdict }) => [names.join(' ').replace(/^.*:/, ''), verdict]).sort(),
      [
        ['1', 'denied'],
        ['multi', 'allowed'],
      ],
      all.stderr,
    );
  });

  test('a plain document counts where a key of ours signed its manifest', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const entry = await attach(beside, image, Buffer.from(JSON.stringify(saying())), types.openVex);
    await referrersTag(beside, image, [entry]);
    const ref = `registry:${registry.host}/${repository}:1`;
    const unsigned = await scanned(ref, 'cosign.pub');
    assert.deepEqual([unsigned.code, unsigned.suppressed, unsigned.gaps], [1, [], ['VEX attestation X: unsigned']]);
    const content = Buffer.from(
      JSON.stringify({ critical: { identity: {}, image: { 'docker-manifest-digest': entry.digest }, type: 'x' } }),
    );
    const annotations = { 'dev.cosignproject.cosign/signature': signed(content, cosign.privateKey) };
    await tagged(beside, entry.digest, 'sig', [{ content, mediaType: types.simpleSigning, annotations }]);
    const result = await scanned(ref, 'cosign.pub');
    assert.deepEqual([result.code, result.gaps], [0, []]);
    assert.equal(result.suppressed[0]?.signed?.attestation, entry.digest);
    assert.deepEqual((await scanned(ref, 'ours.pub')).gaps, ['VEX attestation X: untrusted-signature']);
  });

  test('in an OCI layout: by subject, and by the names of cosign; the image is still found without a name', async (t) => {
    if (!isReady(t)) return;
    for (const [how, put] of [
      [
        'subject',
        async (image: Described, directory: string) =>
          attach(inLayout(directory), image, envelopeOf(saying(), image.digest, [ours.privateKey]), types.envelope),
      ],
      [
        'cosign',
        async (image: Described, directory: string) =>
          tagged(inLayout(directory), image.digest, 'att', [
            { content: envelopeOf(saying(), image.digest, [ours.privateKey]), mediaType: types.envelope },
          ]),
      ],
    ] as const) {
      const directory = at(`layout-${how}`);
      run('skopeo', ['copy', '-q', `docker-archive:${at('image.tar')}`, `oci:${directory}:v1`]);
      const [image] = JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')).manifests;
      assert.equal((await scanned(`oci:${directory}`, 'ours.pub')).code, 1);
      const entry = await put(image, directory);
      for (const ref of [`oci:${directory}`, `oci:${directory}:v1`]) {
        const result = await scanned(ref, 'ours.pub');
        assert.deepEqual([result.code, result.gaps], [0, []], `${how} ${ref}`);
        assert.equal(result.suppressed[0]?.signed?.attestation, entry.digest);
        assert.equal((await scanned(ref, 'cosign.pub')).code, 1);
      }
    }
  });
});
