import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles } from '../../test/build/inventory.ts';

async function contents(files: LayerFiles) {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ name, version, purl, licenses, source }) => ({
      name,
      version,
      purl,
      licenses,
      source: source?.name ?? null,
    })),
    gaps: gaps.map(({ what, path, reason }) => `${what}${path === null ? '' : ` ${path}`}: ${reason}`),
  };
}

const program = elf([]);

describe('packages of Portage', () => {
  const gentoo = { 'etc/os-release': 'ID=gentoo\nVERSION_ID="2.15"\n' };
  const bash = 'var/db/pkg/app-shells/bash-5.2_p26-r6';

  test('by the directories of its database, with what they brought', async () => {
    const found = await contents({
      ...gentoo,
      [`${bash}/CONTENTS`]: `dir /bin\nobj /bin/bash ${'a'.repeat(32)} 1700000000\nsym /bin/rbash -> bash 1700000000\n`,
      [`${bash}/LICENSE`]: 'GPL-3+\n',
      'var/db/pkg/virtual/libc-1-r1/CONTENTS': '',
      'var/db/pkg/dev-lang/-MERGING-python-3.12.3/CONTENTS': '',
      'var/db/pkg/x11-libs/gtk+-2.24.33/CONTENTS': '',
      'var/db/pkg/media-libs/font-adobe-100dpi-1.0.4/CONTENTS': '',
      'bin/bash': { program },
      'bin/other': { program },
    });
    assert.deepEqual(
      found.packages.map(({ purl }) => purl),
      [
        'pkg:ebuild/app-shells/bash@5.2_p26-r6?distro=gentoo-2.15',
        'pkg:ebuild/dev-lang/python@3.12.3?distro=gentoo-2.15',
        'pkg:ebuild/media-libs/font-adobe-100dpi@1.0.4?distro=gentoo-2.15',
        'pkg:ebuild/virtual/libc@1-r1?distro=gentoo-2.15',
        'pkg:ebuild/x11-libs/gtk%2B@2.24.33?distro=gentoo-2.15',
      ],
    );
    assert.deepEqual(found.packages[0]?.licenses, ['GPL-3+']);
    assert.deepEqual(found.gaps, ['executable bin/other: unowned-executable']);
  });

  test('a directory that is none is a gap; a database that is not there, too', async () => {
    const odd = await contents({ ...gentoo, [`${bash}/CONTENTS`]: '', 'var/db/pkg/app-shells/zsh/CONTENTS': '' });
    assert.deepEqual(odd.gaps, ['portage database var/db/pkg/app-shells/zsh/CONTENTS: unparsable']);
    assert.deepEqual((await contents(gentoo)).gaps, ['portage database: no-database']);
  });
});

describe('packages of opkg', () => {
  const openwrt = { 'etc/os-release': 'ID="openwrt"\nVERSION_ID="23.05.3"\n' };
  const paragraph = (name: string, state: string) =>
    `Package: ${name}\nVersion: 1.36.1-1\nStatus: install user ${state}\nArchitecture: x86_64\nInstalled-Time: 1700000000\n`;

  test('of OpenWrt, with sources, licenses and files; what is not installed is none', async () => {
    const status = [
      paragraph('busybox', 'installed'),
      paragraph('gone', 'not-installed'),
      paragraph('half', 'unpacked'),
    ];
    const found = await contents({
      ...openwrt,
      'usr/lib/opkg/status': status.join('\n'),
      'usr/lib/opkg/info/busybox.control': 'Package: busybox\nSourceName: busybox-source\nLicense: GPL-2.0-only\n',
      'usr/lib/opkg/info/busybox.list': '/bin/busybox\n',
      'bin/busybox': { program },
      'bin/other': { program },
    });
    const purl = 'pkg:opkg/openwrt/busybox@1.36.1-1?arch=x86_64&distro=openwrt-23.05.3';
    assert.deepEqual(found.packages, [
      { name: 'busybox', version: '1.36.1-1', purl, licenses: ['GPL-2.0-only'], source: 'busybox-source' },
      { name: 'half', version: '1.36.1-1', purl: purl.replace('busybox', 'half'), licenses: [], source: 'half' },
    ]);
    assert.deepEqual(found.gaps, ['executable bin/other: unowned-executable']);
  });

  test('of Yocto, whose lists have modes; a list that is cut is a gap', async () => {
    const found = await contents({
      'etc/os-release': 'ID=poky\nVERSION_ID=5.0\n',
      'var/lib/opkg/status': `${paragraph('base', 'installed')}\nPackage: cut\n`,
      'var/lib/opkg/info/base.list': '/usr/bin/a\t0100755\n',
      'usr/bin/a': { program },
    });
    assert.deepEqual(
      found.packages.map(({ purl }) => purl),
      ['pkg:opkg/poky/base@1.36.1-1?arch=x86_64&distro=poky-5.0'],
    );
    assert.deepEqual(found.gaps, ['opkg database var/lib/opkg/status: unparsable']);
  });

  test('OpenWrt went over to apk', async () => {
    const found = await contents({
      'etc/os-release': 'ID="openwrt"\nVERSION_ID="25.12.0"\n',
      'lib/apk/db/installed': 'P:busybox\nV:1.37.0-r5\nA:x86_64\n\n',
    });
    assert.deepEqual(found.gaps, []);
    assert.equal(found.packages[0]?.purl, 'pkg:apk/openwrt/busybox@1.37.0-r5?arch=x86_64&distro=openwrt-25.12.0');
  });
});
