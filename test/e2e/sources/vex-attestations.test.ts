import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { keyIdOf } from '../../../src/ledger/public-key.ts';
import { openVexOf } from '../../../src/match/vex/testing/documents.ts';
import { serve, type TestServer } from '../../build/server.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type SampleDatabases, sampleDatabases } from '../policy/sample-databases.ts';
import { sampleImage } from '../policy/sample-images.ts';
import {
  attach,
  type Described,
  digestOf,
  envelopeOf,
  inLayout,
  inRegistry,
  referrersTag,
  signed,
  tagged,
  types,
} from './attach.ts';
import { push, type RunningRegistry, startRegistry } from './registry-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-attested-'));
const at = (name: string) => join(folder, name);
const servers: { close(): unknown }[] = [];
const ours = generateKeyPairSync('ed25519');
const cosign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
let databases: SampleDatabases;
let registry: RunningRegistry;
let count = 0;

after(() => {
  registry?.stop();
  for (const server of servers) server.close();
  databases?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const openssl = { '@id': 'pkg:deb/debian/openssl@3.0.9-1' };
const saying = (more: object = {}) =>
  openVexOf([
    {
      vulnerability: { name: 'CVE-2024-1001' },
      products: [openssl],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      ...more,
    },
  ]);

function publicFile(name: string, key: KeyObject): void {
  writeFileSync(at(name), key.export({ type: 'spki', format: 'pem' }));
}

const isReady = (t: Pick<TestContext, 'skip'>) => has(t as TestContext, 'docker-registry', 'skopeo');

before(async () => {
  if (!isReady({ skip: () => {} })) return;
  databases = await sampleDatabases();
  registry = await startRegistry(folder);
  writeFileSync(at('image.tar'), sampleImage({ deb: ['openssl 3.0.9-1'] }));
  publicFile('ours.pub', ours.publicKey);
  publicFile('cosign.pub', cosign.publicKey);
});

/** The image in a repository of its own. */
async function pushed(): Promise<{ repository: string; image: Described }> {
  count += 1;
  const repository = `shop/cart${count}`;
  await push(`docker-archive:${at('image.tar')}`, `${registry.host}/${repository}:1`, '--format', 'oci');
  return { repository, image: await described(repository, '1') };
}

async function described(repository: string, tag: string): Promise<Described> {
  const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${tag}`, {
    headers: { accept: types.manifest },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { mediaType: types.manifest, digest: digestOf(bytes), size: bytes.length };
}

interface Scanned {
  readonly code: number | null;
  readonly stderr: string;
  readonly suppressed: readonly {
    id: string;
    by: string;
    why: string;
    signed?: { attestation: string; key: string };
  }[];
  readonly gaps: readonly string[];
}

async function scanned(ref: string, ...keys: string[]): Promise<Scanned> {
  const flags = keys.flatMap((key) => (key.startsWith('--') ? [key] : ['--vex-key', at(key)]));
  const args = ['scan', ref, '--policy', 'builtin:strict', '-o', 'json', ...flags];
  const { code, stdout, stderr } = await plimsoll(args, { home: databases.fresh });
  if (stdout === '') assert.fail(stderr);
  const report = JSON.parse(stdout);
  const gaps = report.gaps.map(
    ({ what, reason }: { what: string; reason: string }) => `${what.replace(/sha256:[0-9a-f]{64}/, 'X')}: ${reason}`,
  );
  return { code, stderr, suppressed: report.suppressed, gaps };
}

/** A registry in front of Debian's that has the referrers API, in pages of one, or answers it otherwise. */
async function withReferrers(
  entries: ReadonlyMap<string, readonly Described[]>,
  status = 200,
): Promise<TestServer & { readonly asked: string[] }> {
  const asked: string[] = [];
  const server = await serve((from, to) => {
    const url = new URL(from.url ?? '', 'http://registry.local');
    asked.push(`${from.method} ${url.pathname}${url.search}`);
    const subject = /^\/v2\/.+\/referrers\/(.+)$/.exec(url.pathname)?.[1];
    if (subject === undefined) {
      const [hostname, port] = registry.host.split(':');
      const onward = request(
        { hostname, port, path: from.url, method: from.method, headers: from.headers },
        (answer) => {
          to.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(to);
        },
      );
      from.pipe(onward);
      return;
    }
    // A registry that never answers.
    if (status === 0) return;
    if (status !== 200) return void to.writeHead(status).end();
    const all = entries.get(subject) ?? [];
    const page = Number(url.searchParams.get('page') ?? 0);
    const link = page + 1 < all.length ? { link: `<${url.pathname}?page=${page + 1}>; rel="next"` } : {};
    to.writeHead(200, { 'content-type': types.index, ...link });
    to.end(JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests: all.slice(page, page + 1) }));
  });
  servers.push(server);
  return { ...server, asked };
}

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

  test('whoever can push hides nothing: each attempt is said, and the image is denied', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const good = JSON.parse(envelopeOf(saying(), image.digest, [ours.privateKey]).toString());
    const other = digestOf('another image');
    const attempts: readonly (readonly [content: object | Buffer, reason: string])[] = [
      [envelopeOf(saying(), image.digest, [theirs]), 'untrusted-signature'],
      [envelopeOf(saying(), image.digest, []), 'unsigned'],
      [envelopeOf(saying(), other, [ours.privateKey]), 'other-subject'],
      // What was signed with another payload, and as another type.
      [
        { ...good, payload: JSON.parse(envelopeOf(saying({ status: 'fixed' }), image.digest, []).toString()).payload },
        'untrusted-signature',
      ],
      [
        {
          ...JSON.parse(
            envelopeOf(saying(), image.digest, [ours.privateKey], { payloadType: 'text/plain' }).toString(),
          ),
          payloadType: 'application/vnd.in-toto+json',
        },
        'untrusted-signature',
      ],
      [envelopeOf(saying({ status: 'fine' }), image.digest, [ours.privateKey]), 'unparsable'],
      [envelopeOf({}, image.digest, [ours.privateKey]), 'unparsable'],
      [{ ...good, signatures: Array(40).fill(good.signatures[0]) }, 'unparsable'],
      [{ ...good, payload: '!' }, 'unparsable'],
      [Buffer.from('['.repeat(100_000)), 'unparsable'],
      [Buffer.alloc((16 << 20) + 1, 0x20), 'too-large'],
    ];
    const entries: Described[] = [];
    for (const [content] of attempts) {
      const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
      entries.push(await attach(beside, image, bytes, types.envelope));
    }
    const gone = { mediaType: types.manifest, digest: digestOf('gone'), size: 4, artifactType: types.envelope };
    const server = await withReferrers(new Map([[image.digest, [...entries, gone]]]));
    const result = await scanned(`registry:${server.host}/${repository}:1`, 'ours.pub');
    assert.deepEqual([result.code, result.suppressed], [1, []]);
    const expected = [...attempts.map(([, reason]) => reason), 'missing'].map(
      (reason) => `VEX attestation X: ${reason}`,
    );
    assert.deepEqual(result.gaps.toSorted(), expected.toSorted());
  });

  test('more than anybody needs is said, and a registry that is not to be asked is no answer', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const entries: Described[] = [];
    for (let at = 0; at < 70; at += 1)
      entries.push(await attach(beside, image, envelopeOf({ at }, image.digest, [theirs]), types.envelope));
    await referrersTag(beside, image, entries);
    const flooded = await scanned(`registry:${registry.host}/${repository}:1`, 'ours.pub');
    assert.equal(flooded.code, 1);
    assert.equal(flooded.gaps.length, 65);
    assert.ok(flooded.gaps.includes('VEX attestations: too-many'));

    const server = await withReferrers(new Map(), 403);
    const refused = await scanned(`registry:${server.host}/${repository}:1`, 'ours.pub');
    assert.deepEqual([refused.code, refused.suppressed, refused.gaps], [3, [], ['VEX attestations: unreadable']]);
    assert.match(refused.stderr, /VEX attestations/);
    const silent = await withReferrers(new Map(), 0);
    const waited = await scanned(`registry:${silent.host}/${repository}:1`, 'ours.pub', '--timeout=4s');
    assert.deepEqual([waited.code, waited.gaps], [3, ['VEX attestations: timeout']], waited.stderr);
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

  test('an archive has no place for them, which is said; a call that is wrong scans nothing', async (t) => {
    if (!isReady(t)) return;
    const result = await scanned(`archive:${at('image.tar')}`, 'ours.pub');
    assert.deepEqual([result.code, result.gaps], [1, ['VEX attestations: nothing-beside']]);
    const secret = ours.privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(at('secret.pem'), secret);
    writeFileSync(at('long.pub'), Buffer.alloc(1 << 20, 0x41));
    for (const file of ['secret.pem', 'nowhere.pub', 'image.tar', 'long.pub', '.']) {
      const args = ['scan', `archive:${at('image.tar')}`, '--vex-key', at(file)];
      const { code, stderr, stdout } = await plimsoll(args, { home: databases.fresh });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /\(vex-key-unusable\)/);
    }
    const recorded = await plimsoll(['scan', '--record', 'x', '--vex-key', at('ours.pub')], { home: databases.fresh });
    assert.match(recorded.stderr, /vex-not-recorded/);
  });
});
