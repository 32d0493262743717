import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, zstdCompressSync } from 'node:zlib';
import { elf } from '../../../test/build/executables.ts';
import { inventoryOf, type LayerFiles } from '../../../test/build/inventory.ts';

const ubuntu = { 'etc/os-release': 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\nVERSION_CODENAME=noble\n' };
const place = 'var/lib/chisel/manifest.wall';
/** Lines as chisel 1.3 wrote them. */
const lines = [
  '{"kind":"content","slice":"openssl_bins","path":"/usr/bin/openssl"}',
  '{"kind":"package","name":"libssl3t64","version":"3.0.13-0ubuntu3.16","sha256":"219f","arch":"amd64"}',
  '{"kind":"package","name":"openssl","version":"3.0.13-0ubuntu3.16","sha256":"675b","arch":"amd64"}',
  '{"kind":"path","path":"/etc/ssl/","mode":"0755","slices":["openssl_config"]}',
  `{"kind":"path","path":"/usr/bin/openssl","mode":"0755","slices":["openssl_bins"],"sha256":"${'a'.repeat(64)}","size":1}`,
  '{"kind":"slice","name":"openssl_bins"}',
];
const manifest = (listed: readonly string[], count = listed.length + 1) =>
  zstdCompressSync([`{"jsonwall":"1.0","schema":"1.0","count":${count}}`, ...listed, ''].join('\n'));

const program = elf([]);
const unsourced = `source packages ${place}: no-sources`;

async function packagesOf(files: LayerFiles) {
  const { packages, gaps } = await inventoryOf({ ...ubuntu, ...files });
  return {
    purls: packages.map(({ purl }) => purl),
    sources: packages.map(({ source }) => source),
    gaps: gaps.map(({ what, path, reason }) => `${what} ${path}: ${reason}`),
  };
}

describe('packages of an image that chisel cut out of Ubuntu', () => {
  const libssl = 'pkg:deb/ubuntu/libssl3t64@3.0.13-0ubuntu3.16?arch=amd64&distro=ubuntu-24.04';
  const openssl = 'pkg:deb/ubuntu/openssl@3.0.13-0ubuntu3.16?arch=amd64&distro=ubuntu-24.04';

  test('are packages of Ubuntu, own their programs, and what nobody says of them is a gap', async () => {
    const found = await packagesOf({
      [place]: manifest(lines),
      'usr/bin/openssl': { program },
      'usr/bin/other': { program },
    });
    assert.deepEqual(found.purls, [libssl, openssl]);
    assert.deepEqual(found.gaps, ['executable usr/bin/other: unowned-executable', unsourced]);
  });

  test('are those of dpkg’s status, where that tells more', async () => {
    const status = ['libssl3t64', 'openssl'].map(
      (name) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: openssl\nVersion: 3.0.13-0ubuntu3.16\n`,
    );
    const found = await packagesOf({ [place]: manifest(lines), 'var/lib/dpkg/status': status.join('\n') });
    assert.deepEqual(found.purls, [libssl, openssl]);
    assert.deepEqual(new Set(found.sources.map((source) => source?.name)), new Set(['openssl']));
    assert.deepEqual(found.gaps, []);
  });
});

describe('a manifest of chisel that', () => {
  const cases: readonly (readonly [name: string, content: Buffer, gaps: readonly string[], packages: number])[] = [
    ['is none', Buffer.from('nothing'), ['unparsable', 'no-database'], 0],
    ['is empty', manifest([]), ['no-database'], 0],
    ['is cut', manifest(lines).subarray(0, -9), ['unparsable', 'no-database'], 0],
    ['has fewer lines than it says', manifest(lines, 9), ['unparsable', 'no-sources'], 2],
    [
      'goes on in a second frame',
      Buffer.concat([manifest(lines, 9), zstdCompressSync('x\ny\n')]),
      ['unparsable', 'no-sources'],
      2,
    ],
    ['has lines of another kind', manifest([...lines, '{"kind":"other"}']), ['unparsable', 'no-sources'], 2],
    ['has no version', manifest(['{"kind":"package","name":"a"}']), ['unparsable', 'no-database'], 0],
    [
      'has another schema',
      zstdCompressSync('{"jsonwall":"1.0","schema":"2.0","count":1}\n'),
      ['unparsable', 'no-database'],
      0,
    ],
    [
      'unpacks without end',
      zstdCompressSync(Buffer.alloc(80 << 20), { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
      ['too-large', 'no-database'],
      0,
    ],
  ];
  for (const [name, content, reasons, count] of cases) {
    test(`${name}: ${reasons.join(', ')}`, async () => {
      const { packages, gaps } = await inventoryOf({ ...ubuntu, [place]: content });
      assert.equal(packages.length, count);
      assert.deepEqual(
        gaps.map(({ reason }) => reason),
        reasons,
      );
    });
  }
});
