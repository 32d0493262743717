import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { inventoryOf, releases } from '../../test/build/inventory.ts';

const database =
  'C:Q1x=\nP:libssl3\nV:3.1.4-r1\nA:x86_64\nL:Apache-2.0\no:openssl\nF:lib\nR:libssl.so.3\n\nP:busybox\nV:1.36.1-r5\nA:x86_64\nL:GPL-2.0-only\n';

for (const path of ['lib/apk/db/installed', 'usr/lib/apk/db/installed']) {
  test(`packages of ${path}`, async () => {
    const { packages, gaps } = await inventoryOf(releases.alpine318, { [path]: database });
    assert.deepEqual(gaps, []);
    assert.deepEqual(
      packages.map(({ purl, source, licenses }) => ({ purl, source, licenses })),
      [
        {
          purl: 'pkg:apk/alpine/busybox@1.36.1-r5?arch=x86_64&distro=alpine-3.18.4',
          source: { name: 'busybox', version: '1.36.1-r5' },
          licenses: ['GPL-2.0-only'],
        },
        {
          purl: 'pkg:apk/alpine/libssl3@3.1.4-r1?arch=x86_64&distro=alpine-3.18.4',
          source: { name: 'openssl', version: '3.1.4-r1' },
          licenses: ['Apache-2.0'],
        },
      ],
    );
  });
}

test('a damaged record is a gap, and the rest is read', async () => {
  const { packages, gaps } = await inventoryOf({ 'lib/apk/db/installed': `V:1\n\n${database}` });
  assert.equal(packages.length, 2);
  assert.deepEqual(
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds]),
    [['apk database', 'unparsable', 'packages']],
  );
});

test('Python packages that an apk brought belong to it', async () => {
  const path = 'usr/lib/python3.11/site-packages/six-1.16.0.dist-info';
  const metadata = 'Name: six\nVersion: 1.16.0\n';
  const record = `P:py3-six\nV:1.16.0-r6\nF:${path}\nR:METADATA\nZ:Q1${hash('sha1', metadata, 'base64')}\n`;
  const files = { 'lib/apk/db/installed': record, [`${path}/METADATA`]: metadata };
  const { packages } = await inventoryOf(releases.alpine318, files);
  assert.equal(packages[1]?.ownedBy, packages[0]?.purl);
  const replaced = await inventoryOf(releases.alpine318, {
    ...files,
    [`${path}/METADATA`]: `${metadata}License: MIT\n`,
  });
  assert.equal(replaced.packages[1]?.ownedBy, null);
});
