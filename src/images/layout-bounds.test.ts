import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Digest, sha256 } from '../base/digest.ts';
import { layoutAttachments } from './layout-attachments.ts';
import { layoutContents } from './layout-folder.ts';
import { layoutManifests } from './layout-manifests.ts';
import type { Descriptor } from './oci-manifest.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-layout-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
const contents = layoutContents(folder, 'LAYOUT');

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

function descriptor(mediaType: string, digest: Digest, size: number): Descriptor {
  return { mediaType, digest, size, urls: [], platform: null, annotations: {}, artifactType: '' };
}

/** A document that lies in the layout, filled up with blanks. */
function blob(mediaType: string, document: object, size = 0): Descriptor {
  const bytes = JSON.stringify({ schemaVersion: 2, mediaType, ...document }).padEnd(size);
  const digest = sha256(bytes);
  writeFileSync(join(folder, 'blobs/sha256', digest.slice(7)), bytes);
  return descriptor(mediaType, digest, bytes.length);
}

const index = (manifests: readonly object[]): Descriptor => blob(indexType, { manifests });
const said = ({ mediaType, digest, size }: Descriptor) => ({ mediaType, digest, size });
const config = said(descriptor('application/vnd.oci.image.config.v1+json', sha256('none'), 4));
/** BuildKit's form of an attestation, whose config nobody reads. */
const attestation = {
  ...said(blob(manifestType, { config, layers: [] })),
  platform: { os: 'unknown', architecture: 'unknown' },
};

test('indexes in indexes are gone through four deep', async () => {
  let nested = index([]);
  for (let depth = 0; depth < 4; depth += 1) nested = index([said(nested)]);
  assert.equal((await layoutManifests(contents, nested)).length, 5);
  await assert.rejects(layoutManifests(contents, index([said(nested)])), /nested too deeply \(manifest-invalid\)/);
});

test('an index lists two thousand documents at most, those below it included, whether they are there or not', async () => {
  const most = 2000;
  assert.equal((await layoutManifests(contents, index(times(most - 1, attestation)))).length, most);
  const missing = said(descriptor(manifestType, sha256('gone'), 4));
  for (const one of [attestation, missing])
    await assert.rejects(layoutManifests(contents, index(times(most, one))), /lists too much \(manifest-invalid\)/);
  // Each of which lists as much again: no document is larger than it may be.
  const wide = said(index(times(1000, missing)));
  await assert.rejects(layoutManifests(contents, index(times(100, wide))), /lists too much \(manifest-invalid\)/);
});

test('what is about an image is looked for among two thousand entries of a layout', async () => {
  const subject = descriptor(manifestType, sha256('image'), 5);
  const about = blob(manifestType, { config, layers: [], subject: said(subject) });
  const gone = descriptor(manifestType, sha256('gone'), 4);
  const entries = [about, ...times(1999, gone)];
  assert.deepEqual(await layoutAttachments(contents, entries).referrers(subject.digest), [about]);
  await assert.rejects(
    layoutAttachments(contents, [...entries, gone]).referrers(subject.digest),
    /index\.json lists too much \(archive-corrupt\)/,
  );
});

test('a manifest beside an image is read where it has a mebibyte at most', async () => {
  const subject = descriptor(manifestType, sha256('image'), 5);
  const document = { config, layers: [], subject: said(subject) };
  const largest = blob(manifestType, document, 1 << 20);
  const larger = blob(manifestType, document, (1 << 20) + 1);
  const place = layoutAttachments(contents, [larger, largest]);
  assert.deepEqual(await place.referrers(subject.digest), [largest]);
  assert.equal((await place.manifest(largest.digest))?.bytes.length, 1 << 20);
  assert.equal(await place.manifest(larger.digest), null);
});
