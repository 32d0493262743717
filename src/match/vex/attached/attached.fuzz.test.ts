import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { test } from 'node:test';
import { mutants } from '../../../../test/build/mutants.ts';
import { sampleReport } from '../../../../test/sample-report.ts';
import { sha256 } from '../../../base/digest.ts';
import type { AttachedDocument } from '../../../model/attached.ts';
import { attestation, newAttester, placeOf } from '../testing/attestations.ts';
import { openVexOf } from '../testing/documents.ts';
import { findAttached } from './find-attached.ts';
import { believed } from './verify.ts';

const { fingerprint } = sampleReport();
const image = fingerprint.manifestDigest ?? sha256('image');
const { privateKey, key } = newAttester();
const document = openVexOf([
  {
    vulnerability: { name: 'CVE-2024-1' },
    products: [{ '@id': 'pkg:npm/cart@1' }],
    status: 'not_affected',
    justification: 'component_not_present',
  },
]);
const envelope = attestation(document, image, privateKey);
const documentOf = (bytes: Buffer, kind: AttachedDocument['kind'] = 'envelope'): AttachedDocument => ({
  manifest: sha256('manifest'),
  subject: image,
  kind,
  bytes,
  signatures: [],
});
const of = (bytes: Buffer, kind?: AttachedDocument['kind']) =>
  believed(documentOf(bytes, kind), [key], new Set([image]));

test('an envelope damaged anyhow says what was signed, or nothing', () => {
  const whole = of(envelope);
  assert.ok('statements' in whole && whole.statements.length === 1);
  const bundle = Buffer.from(JSON.stringify({ dsseEnvelope: JSON.parse(envelope.toString()) }));
  for (const [at, bytes] of [envelope, bundle].entries()) {
    for (const mutant of mutants(bytes, { seed: 92 + at, count: 3000 })) {
      for (const kind of ['envelope', 'statement'] as const) {
        const result = of(mutant, kind);
        if ('statements' in result && result.statements.length > 0)
          assert.deepEqual(result.statements, whole.statements);
      }
    }
  }
});

test('a statement damaged anyhow and signed by nobody, or a plain document, says nothing', () => {
  const { payload } = JSON.parse(envelope.toString()) as { payload: string };
  for (const mutant of mutants(Buffer.from(payload, 'base64'), { seed: 94, count: 3000 })) {
    for (const kind of ['statement', 'plain'] as const) {
      const result = of(mutant, kind);
      assert.ok('reason' in result || result.statements.length === 0);
    }
  }
});

test('a signed statement damaged anyhow before it was signed: statements, or a reason', () => {
  const base = {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://openvex.dev/ns',
    predicate: document,
  };
  for (const mutant of mutants(Buffer.from(JSON.stringify(base)), { seed: 95, count: 2000 })) {
    let changes: object;
    try {
      changes = Object(JSON.parse(mutant.toString()));
    } catch {
      // Not to be written as a statement at all.
      continue;
    }
    const result = of(attestation(document, image, privateKey, changes));
    assert.ok('reason' in result || Array.isArray(result.statements));
  }
});

test('a manifest damaged anyhow: documents, or gaps that blind nobody', async () => {
  const blob = { mediaType: 'application/vnd.dsse.envelope.v1+json', digest: sha256(envelope), size: envelope.length };
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: blob.mediaType,
      config: { ...blob, mediaType: 'application/vnd.oci.empty.v1+json' },
      layers: [blob, { ...blob, mediaType: 'application/vnd.openvex+json', annotations: { predicateType: 'x' } }],
      subject: { ...blob, digest: image },
    }),
  );
  assert.equal((await findAttached({ beside: placeOf(image, manifest, [envelope]), fingerprint })).documents.length, 1);
  for (const mutant of mutants(manifest, { seed: 96, count: 3000 })) {
    const { documents, gaps } = await findAttached({ beside: placeOf(image, mutant, [envelope]), fingerprint });
    assert.ok(documents.length <= 2);
    for (const gap of gaps) assert.deepEqual([gap.blinds, gap.path], [[], null]);
  }
});

test('a plain document counts by the payload that was signed, and by no other', () => {
  const manifest = sha256('manifest');
  const payload = Buffer.from(
    JSON.stringify({ critical: { identity: {}, image: { 'docker-manifest-digest': manifest }, type: 'x' } }),
  );
  const signature = sign(null, payload, privateKey);
  const plain = documentOf(Buffer.from(JSON.stringify(document)), 'plain');
  const signedBy = (bytes: Buffer) =>
    believed({ ...plain, signatures: [{ payload: bytes, signature }] }, [key], new Set([image]));
  assert.ok('statements' in signedBy(payload));
  for (const mutant of mutants(payload, { seed: 97, count: 3000 })) {
    if (!mutant.equals(payload)) assert.deepEqual(signedBy(mutant), { reason: 'untrusted-signature' });
  }
});
