import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';

async function gapsOf(...layers: readonly LayerFiles[]): Promise<readonly string[]> {
  const { gaps, packages } = await inventoryOf(...layers);
  assert.deepEqual(packages, []);
  // What makes the control `vulnerabilities` unknown.
  const blinding = gaps.filter(({ blinds }) => blinds.includes('packages') || blinds.includes('distribution'));
  return blinding.map(({ what, path, reason }) => [what, path, reason].filter(Boolean).join(' '));
}

const files = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/lsb-release',
  'etc/alpine-release',
  'etc/centos-release',
  'etc/redhat-release',
  'etc/system-release',
  'etc/debian_version',
  'var/lib/dpkg/status',
  'var/lib/chisel/manifest.wall',
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  'var/lib/rpm/rpmdb.sqlite',
  'var/lib/rpm/Packages',
  'usr/lib/sysimage/rpm/Packages.db',
  'usr/share/rpm/rpmdb.sqlite',
  'usr/lib/opkg/status',
  'var/lib/opkg/status',
  'etc/cos-package-info.json',
];
const directories = ['var/lib/dpkg/status.d', 'var/lib/dpkg/updates', 'var/lib/pacman/local', 'var/db/pkg'];

/** What may lie in place of a file, by itself in an image. */
const things: Readonly<Record<string, (path: string) => LayerFiles>> = {
  'a directory': (path) => ({ [path]: { is: 'directory' } }),
  'a directory that nothing names, with a file in it': (path) => ({ [`${path}/x`]: 'x' }),
  'a pipe': (path) => ({ [path]: { is: 'pipe' } }),
  'a device': (path) => ({ [path]: { is: 'device' } }),
  'an empty file': (path) => ({ [path]: '' }),
  'bytes that are no text': (path) => ({ [path]: Buffer.from('\0\x01\xff', 'latin1') }),
  'more bytes than a name has': (path) => ({ [path]: Buffer.alloc(70_000) }),
  'a link that leads nowhere': (path) => ({ [path]: { to: '/dev/null' } }),
  'a link to itself': (path) => ({ [path]: { to: `/${path}` } }),
  'a link to a link to it': (path) => ({ [path]: { to: '/srv/x' }, 'srv/x': { to: `/${path}` } }),
  'a link to a directory': (path) => ({ [path]: { to: '/srv' }, srv: { is: 'directory' } }),
  'a link to a pipe': (path) => ({ [path]: { to: '/srv/x' }, 'srv/x': { is: 'pipe' } }),
};

describe('of an image without packages and without a name for its system it is not said that nothing is there, with', () => {
  for (const [thing, made] of Object.entries(things)) {
    test(`${thing} in place of a database or a name`, async () => {
      for (const path of files) {
        assert.ok((await gapsOf(made(path))).length > 0, path);
      }
    });
  }
  test('a file in place of a directory, or an empty one', async () => {
    for (const path of directories) {
      for (const thing of ['', { is: 'pipe' }, { to: '/nowhere' }, { is: 'directory' }] as const)
        assert.ok((await gapsOf({ [path]: thing })).length > 0, path);
    }
  });
});

describe('what stands in the place of a database', () => {
  const { debian12 } = releases;
  const cases: readonly [name: string, layers: readonly LayerFiles[], gaps: readonly string[]][] = [
    [
      'a directory',
      [{ ...debian12, 'var/lib/dpkg/status': { is: 'directory' } }],
      ['dpkg database var/lib/dpkg/status not-a-file'],
    ],
    [
      'a directory that a later layer puts over the file',
      [{ 'lib/apk/db/installed': 'P:a\nV:1\n' }, { 'lib/apk/db/installed': { is: 'directory' } }],
      ['apk database lib/apk/db/installed not-a-file'],
    ],
    [
      'a directory behind a link to the directory above',
      [{ lib: { to: 'usr/lib' }, 'usr/lib/apk/db/installed': { is: 'directory' } }],
      ['apk database lib/apk/db/installed not-a-file', 'apk database usr/lib/apk/db/installed not-a-file'],
    ],
    ['one that a later layer deletes', [{ 'etc/os-release': { is: 'directory' } }, { 'etc/.wh.os-release': '' }], []],
    ['one of which the directory is deleted', [{ 'etc/os-release': { is: 'directory' } }, { '.wh.etc': '' }], []],
    ['one that is emptied', [{ 'etc/os-release': { is: 'directory' } }, { 'etc/.wh..wh..opq': '' }], []],
    ['one that a file above it replaces', [{ 'etc/os-release': { is: 'directory' } }, { etc: 'x' }], []],
    ['nothing, though a directory above is a link', [{ lib: { to: 'usr/lib' }, 'usr/lib/x': 'x' }], []],
  ];
  for (const [name, layers, gaps] of cases) {
    test(name, async () => assert.deepEqual(await gapsOf(...layers), gaps));
  }

  test('a directory is a gap beside packages of a database that can be read', async () => {
    const status = 'Package: a\nStatus: install ok installed\nVersion: 1\n';
    const { gaps, packages } = await inventoryOf({
      ...debian12,
      'var/lib/dpkg/status': { is: 'directory' },
      'var/lib/dpkg/status.d/a': status,
    });
    assert.equal(packages.length, 1);
    assert.deepEqual(
      gaps.map(({ path, reason }) => [path, reason]),
      [['var/lib/dpkg/status', 'not-a-file']],
    );
  });
});
