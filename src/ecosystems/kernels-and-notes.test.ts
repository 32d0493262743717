import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { elf } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { bzImage, notedElf } from '../../test/build/kernel.ts';
import { ecosystems } from './all.ts';

async function read(...layers: readonly LayerFiles[]): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(...layers);
  return {
    packages: packages.filter(({ type }) => type === 'generic').map(({ purl, path }) => `${purl} ${path}`),
    gaps: gaps.map(({ what, path, reason }) => [what, path, reason].filter(Boolean).join(' ')),
  };
}

const release = '6.1.0-18-amd64';
const said = `${release} (debian-kernel@lists.debian.org) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1`;
const module = (...fields: readonly string[]) =>
  elf([
    { name: '.modinfo', content: Buffer.from(`${[...fields, `vermagic=${release} SMP mod_unload`].join('\0')}\0`) },
  ]);
const own = module('name=e1000', 'license=GPL v2', 'intree=Y');
const modules = `lib/modules/${release}`;
/** arm64's, uncompressed. */
const image = Buffer.concat([
  Buffer.alloc(56),
  Buffer.from('ARM\x64Linux version %s (%s)\nLinux version 6.6.7-v8 (a@b)'),
]);
const zboot = (payload: Buffer) => {
  const head = Buffer.alloc(64);
  head.write('MZ\0\0zimg', 'latin1');
  head.writeUInt32LE(64, 8);
  head.writeUInt32LE(payload.length, 12);
  return Buffer.concat([head, payload]);
};

const kernels: readonly [string, LayerFiles, readonly string[], (readonly string[])?][] = [
  [
    'by the header of the file that a boot loader starts, with its modules as one',
    { [`boot/vmlinuz-${release}`]: bzImage(said), [`${modules}/kernel/net/e1000.ko`]: own },
    [`pkg:generic/linux-kernel@${release} boot/vmlinuz-${release}`],
  ],
  [
    'by its modules alone, however these are packed',
    {
      [`${modules}/kernel/a.ko`]: own,
      [`${modules}/kernel/b.ko.gz`]: gzipSync(own),
      [`${modules}/kernel/c.ko.zst`]: zstdCompressSync(own),
      'usr/lib/modules/5.14.0-427.el9.x86_64/kernel/d.ko.xz': 'x',
    },
    [
      'pkg:generic/linux-kernel@5.14.0-427.el9.x86_64 usr/lib/modules/5.14.0-427.el9.x86_64/kernel/d.ko.xz',
      `pkg:generic/linux-kernel@${release} ${modules}/kernel/a.ko`,
    ],
  ],
  [
    'with modules that have versions of their own, or came from elsewhere',
    {
      [`${modules}/kernel/e1000.ko`]: module('name=e1000', 'version=7.3.21-k8-NAPI', 'license=GPL', 'intree=Y'),
      [`${modules}/updates/dkms/zfs.ko`]: module('name=zfs', 'version=2.1.11-1', 'license=CDDL'),
      [`${modules}/extra/with-line.ko`]: module('license=GPL'),
    },
    [
      `pkg:generic/e1000@7.3.21-k8-NAPI ${modules}/kernel/e1000.ko`,
      `pkg:generic/linux-kernel@${release} ${modules}/kernel/e1000.ko`,
      `pkg:generic/with_line@${release} ${modules}/extra/with-line.ko`,
      `pkg:generic/zfs@2.1.11-1 ${modules}/updates/dkms/zfs.ko`,
    ],
  ],
  [
    'of other machines: plain, packed, and packed with a loader in front',
    {
      kernel: image,
      'boot/vmlinuz-2': gzipSync(image),
      'usr/lib/modules/6.6.7-v8/vmlinuz': zboot(zstdCompressSync(image)),
    },
    ['pkg:generic/linux-kernel@6.6.7-v8 boot/vmlinuz-2'],
  ],
  [
    'not by modules that unpack to far more than any does',
    {
      [`${modules}/kernel/a.ko.gz`]: gzipSync(Buffer.concat([own, Buffer.alloc(1 << 20)])),
      [`${modules}/kernel/b.ko.zst`]: zstdCompressSync(Buffer.concat([own, Buffer.alloc(1 << 20)])),
      [`${modules}/kernel/c.ko.gz`]: gzipSync(Buffer.concat([own, Buffer.alloc(8 << 10)])),
    },
    [`pkg:generic/linux-kernel@${release} ${modules}/kernel/c.ko.gz`],
    [`module of Linux ${modules}/kernel/a.ko.gz unparsable`, `module of Linux ${modules}/kernel/b.ko.zst unparsable`],
  ],
  [
    'that do not say what they are',
    {
      'boot/vmlinuz-1': bzImage(''),
      'boot/vmlinuz-2': zboot(Buffer.from('lz4')),
      [`${modules}/extra/a.ko.xz`]: 'x',
      [`${modules}/kernel/b.ko`]: elf([]),
      [`${modules}/kernel/c.ko.gz`]: 'x',
      'boot/config-6.1.0': 'CONFIG_A=y',
      'boot/vmlinuz.old': 'x',
      'srv/kernel': gzipSync('x'),
      'srv/a.ko': 'x',
    },
    [],
    [
      'Linux kernel boot/vmlinuz-1 unparsable',
      'Linux kernel boot/vmlinuz-2 unparsable',
      `module of Linux ${modules}/extra/a.ko.xz unparsable`,
      `module of Linux ${modules}/kernel/b.ko unparsable`,
      `module of Linux ${modules}/kernel/c.ko.gz unparsable`,
    ],
  ],
];

describe('kernels of Linux', () => {
  for (const [name, files, packages, gaps = []] of kernels) {
    test(name, async () => assert.deepEqual(await read(files), { packages: [...packages], gaps: [...gaps].sort() }));
  }

  test('are those of a package that brought them', async () => {
    const info = `var/lib/dpkg/info/linux-image-${release}`;
    const paths = [`boot/vmlinuz-${release}`, `${modules}/kernel/a.ko`];
    const found = await read({
      ...releases.debian12,
      'var/lib/dpkg/status': `Package: linux-image-${release}\nStatus: install ok installed\nVersion: 6.1.76-1\nArchitecture: amd64\n`,
      [`${info}.list`]: ['/.', ...paths.map((path) => `/${path}`), ''].join('\n'),
      [`boot/vmlinuz-${release}`]: bzImage(said),
      [`${modules}/kernel/a.ko`]: own,
    });
    assert.deepEqual(found, { packages: [], gaps: [] });
  });
});

const metadata = {
  type: 'rpm',
  os: 'fedora',
  osVersion: '39',
  name: 'coreutils',
  version: '9.3-4.fc39',
  architecture: 'x86_64',
};
const noted = 'pkg:generic/coreutils@9.3-4.fc39?arch=x86_64&distro=fedora-39&package_type=rpm';

describe('a program that says for which package it was built', () => {
  const program = notedElf(metadata);

  test('is that package where none brought it, with its libraries, and no stranger', async () => {
    const files = { 'srv/bin/ls': { program }, 'srv/lib/libstdbuf.so': program, 'srv/bin/other': { program: elf([]) } };
    assert.deepEqual(await read(files), {
      packages: [`${noted} srv/bin/ls`],
      gaps: ['executable srv/bin/other unowned-executable'],
    });
  });

  test('is the package that brought it, where one did', async () => {
    const found = await read({
      ...releases.debian12,
      'var/lib/dpkg/status': 'Package: coreutils\nStatus: install ok installed\nVersion: 9.1-1\nArchitecture: amd64\n',
      'var/lib/dpkg/info/coreutils.list': '/.\n/usr/bin/ls\n',
      'usr/bin/ls': { program },
    });
    assert.deepEqual(found, { packages: [], gaps: [] });
  });

  test('hides no program that was put in the place of what a package brought', async () => {
    const own = notedElf({ ...metadata, name: 'nginx' });
    own.write('\0nginx version: nginx/1.25.3\0', own.length - 100, 'latin1');
    const found = await read({
      ...releases.debian12,
      'var/lib/dpkg/status': 'Package: nginx\nStatus: install ok installed\nVersion: 1.22-1\nArchitecture: amd64\n',
      'var/lib/dpkg/info/nginx.md5sums': `${'0'.repeat(32)}  usr/sbin/nginx\n`,
      'usr/sbin/nginx': { program: own },
    });
    assert.deepEqual(found.packages, ['pkg:generic/nginx@1.25.3 usr/sbin/nginx']);
  });

  test('is asked of no feed: how its distribution fixed it nobody knows', async () => {
    const nginx = notedElf({ type: 'deb', name: 'nginx', version: '1.25.3-1' });
    const { packages } = await inventoryOf({ 'srv/bin/own': { program: nginx } });
    const asked = packages.map((pkg) => ecosystems.find(({ id }) => id === pkg.type)?.advisoryNames(pkg, null));
    assert.deepEqual(asked, [[]]);
  });

  const odd: readonly [string, unknown][] = [
    ['no JSON', '{"name":"a"'],
    ['a list', '[]'],
    ['no version', { ...metadata, version: '' }],
    ['a number', { ...metadata, version: 1 }],
    ['a line break', { ...metadata, name: 'a\nb' }],
    ['a text without end', { ...metadata, name: 'a'.repeat(257) }],
    ['more than the beginning of a file holds', { ...metadata, x: 'a'.repeat(5000) }],
  ];
  for (const [name, content] of odd) {
    test(`says nothing with ${name}, and stays a stranger`, async () => {
      const found = await read({ 'srv/bin/ls': { program: notedElf(content) } });
      assert.deepEqual(found, { packages: [], gaps: ['executable srv/bin/ls unowned-executable'] });
    });
  }
});
