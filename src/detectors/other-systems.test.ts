import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';

const status = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n';
const ours = { ...releases.debian12, 'var/lib/dpkg/status': status };

async function gapsOf(files: LayerFiles): Promise<readonly string[]> {
  const { gaps } = await inventoryOf(files);
  return gaps.map(({ what, path, reason, blinds }) => [what, path, `${reason}:`, ...blinds].filter(Boolean).join(' '));
}

describe('a system in a directory is told, and not taken for this one', () => {
  const nested = [
    'rootfs/var/lib/dpkg/status',
    'srv/a/lib/apk/db/installed',
    'srv/a/usr/lib/apk/db/installed',
    'snap/core20/1/var/lib/dpkg/status',
    'var/lib/docker/overlay2/x/diff/var/lib/rpm/rpmdb.sqlite',
    'mnt/usr/lib/sysimage/rpm/Packages.db',
    'mnt/usr/share/rpm/Packages',
    'jail/var/lib/pacman/local/ALPM_DB_VERSION',
    'jail/var/lib/opkg/status',
    'usr/jail/lib/apk/db/installed',
    'opt/jail/var/lib/dpkg/status',
    'rootfs/var/lib/dpkg/status.d/base',
    'rootfs/var/lib/dpkg/status.d/base-files',
    'rootfs/var/lib/chisel/manifest.wall',
  ];
  for (const path of nested) {
    test(path, async () => {
      assert.deepEqual(await gapsOf({ ...ours, [path]: 'x' }), [
        `system in a directory ${path} nested-system: ${path.startsWith('var/lib/docker/') ? 'programs' : 'packages'}`,
      ]);
      const { packages } = await inventoryOf({ ...ours, [path]: status });
      assert.equal(packages.length, 1);
    });
  }

  const none: LayerFiles = {
    ...ours,
    'srv/empty/var/lib/dpkg/status': '',
    'srv/status': 'x',
    'srv/dpkg/status': 'x',
    'srv/status.d/base': 'x',
    'var/lib/dpkg/status.d/base-files': status,
    'srv/lib/installed': 'x',
    'srv/Packages': 'x',
    'var/lib/dpkg/info/status': 'x',
  };
  test('an empty one, and files that are called so by chance, are none', async () =>
    assert.deepEqual(await gapsOf(none), []));
});

test('of Windows it is told that its packages are not read', async () => {
  const files = { 'Files/Windows/System32/ntdll.dll': 'x', 'Hives/Software_Base': 'regf', 'Files/app/a.txt': 'x' };
  assert.deepEqual(await gapsOf(files), [
    'packages of Windows Files/Windows/System32/ntdll.dll unsupported-format: packages',
    'packages of Windows Hives/Software_Base unsupported-format: packages',
  ]);
});

describe('an image that has a name for its distribution, and nothing to be read there', () => {
  const cases: readonly [string, LayerFiles, readonly string[]][] = [
    ['bytes that are no text', { 'etc/os-release': 'garbage\0' }, ['linux unknown-distribution: packages']],
    ['no ID', { 'etc/os-release': 'VERSION_ID=12\n' }, ['linux:12 unknown-distribution: packages']],
    [
      'two bytes a character',
      { 'etc/os-release': Buffer.from('\ufeffID=debian\n', 'utf16le') },
      ['linux unknown-distribution: packages'],
    ],
    [
      'links that lead to one another',
      { 'etc/os-release': { to: '../usr/lib/os-release' }, 'usr/lib/os-release': { to: '../../etc/os-release' } },
      ['distribution etc/os-release missing: packages'],
    ],
    [
      'a link that leads nowhere',
      { 'usr/lib/os-release': { to: '/nowhere' } },
      ['distribution usr/lib/os-release missing: packages'],
    ],
    ['nothing in it', { 'etc/os-release': '\n' }, ['distribution etc/os-release unknown-distribution: packages']],
  ];
  for (const [name, files, gaps] of cases) test(name, async () => assert.deepEqual(await gapsOf(files), gaps));

  test('where another file says it, that one counts', async () => {
    const files = { 'etc/os-release': 'VERSION_ID=9\n', 'usr/lib/os-release': 'ID=debian\nVERSION_ID=12\n' };
    const { distribution } = await inventoryOf(files);
    assert.deepEqual([distribution?.id, distribution?.versionId], ['debian', '12']);
  });
});
