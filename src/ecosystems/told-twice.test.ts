import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';

async function read(files: LayerFiles): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ name, version, path }) => `${name} ${version} ${path}`),
    gaps: gaps.map(({ what, path, reason }) => [what, path, reason].filter(Boolean).join(' ')),
  };
}

const apk = (version: string) => `P:libssl3\nV:${version}\nA:x86_64\no:openssl\n\n`;
const [old, merged] = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'] as const;
const deb = (name: string, version: string, state = 'install ok installed') =>
  `Package: ${name}\n${state === '' ? '' : `Status: ${state}\n`}Version: ${version}\nArchitecture: amd64\n\n`;
const opkg = 'Package: a\nVersion: 1\nStatus: install user installed\nArchitecture: x86_64\n';
const status = 'var/lib/dpkg/status';

const cases: readonly [string, LayerFiles, readonly string[], (readonly string[])?][] = [
  [
    'two copies of a database of apk are one',
    { ...releases.alpine318, [old]: apk('3.1.4-r1'), [merged]: apk('3.1.4-r1') },
    [`libssl3 3.1.4-r1 ${old}`],
  ],
  [
    'two that differ both count, and that is said',
    { ...releases.alpine318, [old]: apk('3.1.4-r1'), [merged]: apk('3.1.5-r0') },
    [`libssl3 3.1.4-r1 ${old}`, `libssl3 3.1.5-r0 ${merged}`],
    [`apk database ${merged} ambiguous`],
  ],
  [
    'so do those of opkg, and what is added to a system is no copy of it',
    {
      'etc/os-release': 'ID=openwrt\nVERSION_ID=23.05.3\n',
      'usr/lib/opkg/status': opkg,
      'var/lib/opkg/status': opkg.replace('1', '2'),
      'opt/lib/opkg/status': opkg.replace(': a', ': b'),
    },
    ['a 1 usr/lib/opkg/status', 'a 2 var/lib/opkg/status', 'b 1 opt/lib/opkg/status'],
    ['opkg database var/lib/opkg/status ambiguous'],
  ],
  [
    "a package that stands in dpkg's file twice, or also in a file of its own, is one",
    { ...releases.debian12, [status]: deb('a', '1') + deb('a', '1'), 'var/lib/dpkg/status.d/a': deb('a', '1', '') },
    [`a 1 ${status}`],
  ],
  [
    'what dpkg had not yet written there is in the image, too',
    {
      ...releases.debian12,
      [status]: deb('a', '1') + deb('b', '1'),
      'var/lib/dpkg/updates/0000': deb('a', '2', 'install ok unpacked') + deb('c', '1'),
      'var/lib/dpkg/updates/0001': deb('d', '1', 'deinstall ok config-files'),
      'var/lib/dpkg/updates/tmp.i': 'nothing that was finished',
    },
    [`a 1 ${status}`, 'a 2 var/lib/dpkg/updates/0000', `b 1 ${status}`, 'c 1 var/lib/dpkg/updates/0000'],
  ],
];

for (const [name, files, packages, gaps = []] of cases) {
  test(name, async () => assert.deepEqual(await read(files), { packages: [...packages], gaps: [...gaps] }));
}
