import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, zstdCompressSync } from 'node:zlib';
import { elf } from '../../../test/build/executables.ts';
import { inventoryOf, type LayerFiles } from '../../../test/build/inventory.ts';
import { memoryStore } from '../../advisories/memory-store.ts';
import { readOsvRecord } from '../../advisories/osv-record.ts';
import { match } from '../../match/match.ts';
import type { Advisory } from '../../model/advisory.ts';
import { deb } from '../deb.ts';

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
    assert.deepEqual(found.gaps, ['executable usr/bin/other: unowned-executable']);
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

describe('what is known of packages that chisel does not tell the sources of', () => {
  /** As Ubuntu's records are; of the sources of which they list what was built, and of `more`, of which they do not. */
  const recordOf = (id: string, source: string, fixed: string, built: readonly string[] | null) =>
    readOsvRecord({
      id,
      modified: '2025-01-01T00:00:00Z',
      upstream: [id.replace('UBUNTU-', '')],
      affected: [
        {
          package: {
            ecosystem: 'Ubuntu:24.04:LTS',
            name: source,
            purl: `pkg:deb/ubuntu/${source}@${fixed}?arch=source`,
          },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
          ...(built !== null && {
            ecosystem_specific: { binaries: built.map((name) => ({ binary_name: name, binary_version: fixed })) },
          }),
        },
      ],
    });
  const sourced = [
    recordOf('UBUNTU-CVE-2024-0001', 'openssl', '3.0.13-0ubuntu3.20', ['libssl3t64', 'openssl']),
    // A source of the name of a package that is another one's.
    recordOf('UBUNTU-CVE-2024-0002', 'libssl3t64', '9', ['other']),
  ];
  async function found(records: readonly Advisory[], listed = lines) {
    const inventory = await inventoryOf({ ...ubuntu, [place]: manifest(listed) });
    const store = memoryStore(records, { builtAt: '2025-01-01T00:00:00Z', starter: false });
    const { findings, gaps } = match(inventory, store, [deb]);
    return {
      findings: findings.map(({ id, package: name, fixed }) => `${id} ${name} ${fixed}`),
      gaps: gaps.map(({ what, path, reason, blinds }) => `${what} ${path}: ${reason}, ${blinds}`),
    };
  }
  const cves = ['CVE-2024-0001 libssl3t64 3.0.13-0ubuntu3.20', 'CVE-2024-0001 openssl 3.0.13-0ubuntu3.20'];

  test('what the records say of their sources, by what these list as built from them', async () =>
    assert.deepEqual(await found(sourced), { findings: cves, gaps: [] }));

  test('nothing is wrong with one that no record lists, where all records list what they are about', async () => {
    const listed = [
      ...lines,
      '{"kind":"package","name":"base-files","version":"13ubuntu10","sha256":"1","arch":"amd64"}',
    ];
    assert.deepEqual(await found(sourced, listed), { findings: cves, gaps: [] });
  });

  test('where one record does not, that is not known of one that no record lists', async () => {
    const untold = recordOf('UBUNTU-CVE-2024-0003', 'base-files', '99', null);
    const listed = [
      ...lines,
      '{"kind":"package","name":"base-files","version":"13ubuntu10","sha256":"1","arch":"amd64"}',
    ];
    assert.deepEqual(await found([...sourced, untold], listed), {
      findings: [...cves, 'CVE-2024-0003 base-files 99'],
      gaps: [`source packages ${place}: no-sources, advisories`],
    });
  });
});

describe('a manifest of chisel that', () => {
  const cases: readonly (readonly [name: string, content: Buffer, gaps: readonly string[], packages: number])[] = [
    ['is none', Buffer.from('nothing'), ['unparsable', 'no-database'], 0],
    ['is empty', manifest([]), ['no-database'], 0],
    ['is cut', manifest(lines).subarray(0, -9), ['unparsable', 'no-database'], 0],
    ['has fewer lines than it says', manifest(lines, 9), ['unparsable'], 2],
    ['goes on in a second frame', Buffer.concat([manifest(lines, 9), zstdCompressSync('x\ny\n')]), ['unparsable'], 2],
    ['has lines of another kind', manifest([...lines, '{"kind":"other"}']), ['unparsable'], 2],
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
