import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { sampleReport } from '../../../../test/sample-report.ts';
import { sha256 } from '../../../base/digest.ts';
import { type AttachmentPlace, MOST_MANIFEST } from '../../../images/attachment-place.ts';
import { attestation, newAttester } from '../testing/attestations.ts';
import { openVexOf } from '../testing/documents.ts';
import { attachedStatements } from './attached-statements.ts';
import { detachedSignatures } from './detached-signatures.ts';
import { findAttached } from './find-attached.ts';
import { readVexKeys } from './vex-key.ts';

const { fingerprint } = sampleReport();
const image = fingerprint.manifestDigest ?? sha256('image');
const { privateKey, key } = newAttester();
const oci = 'application/vnd.oci.image.manifest.v1+json';
const dsse = 'application/vnd.dsse.envelope.v1+json';
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const good = attestation(
  openVexOf([
    {
      vulnerability: { name: 'CVE-2024-1' },
      products: [{ '@id': 'pkg:npm/cart@1' }],
      status: 'not_affected',
      justification: 'component_not_present',
    },
  ]),
  image,
  privateKey,
);

/** Documents beside an image: those of each manifest by how many bytes they are said to have; null for the one that was signed. */
function placeWith(manifests: readonly (readonly (number | null)[])[], listed = 100): AttachmentPlace {
  const stored = manifests.map((layers, at) => {
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: oci,
        annotations: { at: `${at}` },
        layers: layers.map((size) => ({ mediaType: dsse, digest: sha256(`${size}`), size: size ?? good.length })),
      }),
    );
    return { digest: sha256(bytes), bytes };
  });
  const entry = { mediaType: oci, size: listed, urls: [], platform: null, annotations: {}, artifactType: dsse };
  return {
    referrers: async (of) => (of === image ? stored.map(({ digest }) => ({ ...entry, digest })) : []),
    tagged: async () => null,
    manifest: async (of) => stored.find(({ digest }) => digest === of) ?? null,
    blob: async ({ digest }) => (digest === sha256('null') ? good : Buffer.from('{}')),
  };
}

async function found(place: AttachmentPlace) {
  const attached = await findAttached({ beside: place, fingerprint });
  const { statements, gaps } = attachedStatements(attached, [key], fingerprint);
  const past = gaps.filter(({ reason }) => ['too-many', 'too-large', 'limit-crossed'].includes(reason));
  return {
    documents: attached.documents.length,
    statements: statements.length,
    past: past.map(({ reason, incomplete }) => `${reason}${incomplete ? ', incomplete' : ''}`),
  };
}

const MiB = 2 ** 20;
describe('of what lies beside an image are read', () => {
  const cases: readonly [string, AttachmentPlace, [documents: number, past: readonly string[]]][] = [
    ['64 manifests', placeWith(times(64, () => [1])), [64, []]],
    ['and no more', placeWith(times(65, () => [1])), [64, ['too-many']]],
    ['128 documents', placeWith([times(128, () => 1)]), [128, []]],
    ['and no more', placeWith([times(129, () => 1)]), [128, ['limit-crossed']]],
    ['documents of 16 MiB', placeWith([[16 * MiB]]), [1, []]],
    ['and no larger ones', placeWith([[16 * MiB + 1]]), [0, ['too-large']]],
    ['64 MiB of them', placeWith([times(4, () => 16 * MiB)]), [4, []]],
    ['and no more', placeWith([[...times(4, () => 16 * MiB), 1]]), [4, ['limit-crossed']]],
    ['manifests of a mebibyte', placeWith([[1]], MOST_MANIFEST), [1, []]],
    ['and no larger ones', placeWith([[1]], MOST_MANIFEST + 1), [0, ['too-large']]],
  ];
  for (const [what, place, [documents, past]] of cases)
    test(what, async () => assert.deepEqual(await found(place), { documents, statements: 0, past }));
});

describe('where a statement counts that may have been taken back in what was not read, the image was not read completely', () => {
  for (const [what, place, past] of [
    ['all was read', placeWith([[null], [1]]), []],
    ['a manifest too many', placeWith([[null], ...times(64, () => [1])]), ['too-many, incomplete']],
    ['a document too many', placeWith([[null, ...times(128, () => 1)]]), ['limit-crossed, incomplete']],
    ['a document that is too large', placeWith([[null, 16 * MiB + 1]]), ['too-large, incomplete']],
  ] as const) {
    test(what, async () => {
      const { statements, past: said } = await found(place);
      assert.equal(statements, 1);
      assert.deepEqual(said, past);
    });
  }
});

test('sixteen signatures of a document are looked at, each of at most 64 KiB', async () => {
  const simple = 'application/vnd.dev.cosign.simplesigning.v1+json';
  const signature = sign(null, Buffer.from('x'), privateKey).toString('base64');
  const annotations = { 'dev.cosignproject.cosign/signature': signature };
  const countOf = async (sizes: readonly number[]) => {
    const layers = sizes.map((size) => ({ mediaType: simple, digest: sha256('x'), size, annotations }));
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: oci, layers }));
    const place = { ...placeWith([]), tagged: async () => ({ digest: sha256(bytes), bytes }) };
    return (await detachedSignatures(place, image)).length;
  };
  assert.equal(await countOf(times(16, () => 1)), 16);
  assert.equal(await countOf(times(17, () => 1)), 16);
  assert.equal(await countOf([64 << 10]), 1);
  assert.equal(await countOf([(64 << 10) + 1]), 0);
});

test('a file with a key has at most 64 KiB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-vex-bounds-'));
  try {
    const { publicKey } = await import('node:crypto').then(({ generateKeyPairSync }) => generateKeyPairSync('ed25519'));
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const file = join(folder, 'key.pub');
    const { signal } = new AbortController();
    writeFileSync(file, pem.padEnd(64 << 10, '\n'));
    assert.equal((await readVexKeys([file], signal)).length, 1);
    writeFileSync(file, pem.padEnd((64 << 10) + 1, '\n'));
    await assert.rejects(readVexKeys([file], signal), { code: 'vex-key-unusable' });
    await assert.rejects(readVexKeys(['/dev/zero'], signal), { code: 'vex-key-unusable' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
