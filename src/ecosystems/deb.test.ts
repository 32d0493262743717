import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { skipWithout } from '../../test/build/debian-tools.ts';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import type { Package } from '../model/package.ts';
import { deb } from './deb.ts';

const status = (...paragraphs: readonly string[]) => ({ 'var/lib/dpkg/status': paragraphs.join('\n\n') });
const installed = (name: string, more = '') =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.2-3${more}`;

async function only(...layers: readonly LayerFiles[]): Promise<Package> {
  const { packages, gaps } = await inventoryOf(releases.debian12, ...layers);
  assert.deepEqual(gaps, []);
  assert.equal(packages.length, 1);
  return packages[0]!;
}

test('a package with all that is known of it', async () => {
  const pkg = await only({
    ...status(installed('libssl3', '\nSource: openssl (3.0.11-1)\nDescription: x\n y')),
    'usr/share/doc/libssl3/copyright':
      'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: Apache-2.0\n\nFiles: b\nLicense: GPL-2+ or Artistic\n',
  });
  assert.deepEqual(
    { ...pkg, layer: null },
    {
      name: 'libssl3',
      version: '1.2-3',
      type: 'deb',
      purl: 'pkg:deb/debian/libssl3@1.2-3?arch=amd64&distro=debian-12',
      architecture: 'amd64',
      source: { name: 'openssl', version: '3.0.11-1' },
      licenses: ['Apache-2.0', 'GPL-2+ or Artistic'],
      layer: null,
      path: 'var/lib/dpkg/status',
      ownedBy: null,
      attributes: {},
    },
  );
});

describe('what counts as installed (dpkg(1), "Package states")', () => {
  const cases: readonly [string, boolean][] = [
    ['install ok installed', true],
    ['hold ok installed', true],
    ['deinstall ok installed', true],
    ['install ok unpacked', true],
    ['install reinstreq half-installed', true],
    ['install ok half-configured', true],
    ['install ok triggers-awaited', true],
    ['install ok triggers-pending', true],
    ['deinstall ok config-files', false],
    ['unknown ok not-installed', false],
  ];
  for (const [words, there] of cases) {
    test(words, async () => {
      const { packages, gaps } = await inventoryOf(status(`Package: a\nStatus: ${words}\nVersion: 1`, installed('b')));
      assert.deepEqual([packages.map(({ name }) => name), gaps], [there ? ['a', 'b'] : ['b'], []]);
    });
  }
  const bad: readonly [string, string, readonly string[]][] = [
    ['a state that dpkg does not know', 'Package: a\nStatus: install ok happy\nVersion: 1', ['a', 'b']],
    ['no version', 'Package: a\nStatus: install ok installed', ['b']],
    ['no name', 'Status: install ok installed\nVersion: 1', ['b']],
    ['no database at all', '\u0000\u0001\u0002 garbage', ['b']],
  ];
  for (const [name, paragraph, read] of bad) {
    test(`${name}: a gap, and the rest is read`, async () => {
      const { packages, gaps } = await inventoryOf(status(paragraph, installed('b')));
      assert.deepEqual(
        packages.map((pkg) => pkg.name),
        read,
      );
      assert.deepEqual(
        gaps.map(({ what, reason, blinds, path }) => ({ what, reason, blinds, path })),
        [{ what: 'dpkg database', reason: 'unparsable', blinds: ['packages'], path: 'var/lib/dpkg/status' }],
      );
    });
  }
});

test('half-installed without a version is nothing yet', async () => {
  const halfInstalled = 'Package: a\nStatus: install reinstreq half-installed';
  const { packages, gaps } = await inventoryOf(status(halfInstalled, installed('b')));
  assert.deepEqual([packages.map(({ name }) => name), gaps], [['b'], []]);
});

test('more packages than any system has are read to a limit', async () => {
  const many = Array.from({ length: 300_000 }, (_, i) => `${installed(`a${i}`)}\n\n`);
  const { packages, gaps } = await inventoryOf(status(many.join('')));
  assert.deepEqual([packages.length, gaps[0]?.reason], [100_000, 'too-many']);
});

test('two architectures are two packages', async () => {
  const { packages } = await inventoryOf(
    releases.debian12,
    status(installed('libc6'), installed('libc6').replace('amd64', 'i386')),
  );
  assert.deepEqual(
    packages.map(({ purl }) => purl),
    ['pkg:deb/debian/libc6@1.2-3?arch=amd64&distro=debian-12', 'pkg:deb/debian/libc6@1.2-3?arch=i386&distro=debian-12'],
  );
});

test('distroless: a file a package, lists of checksums beside them', async () => {
  const { packages, gaps } = await inventoryOf({
    'usr/lib/os-release': 'PRETTY_NAME="Distroless"\nID="debian"\nVERSION_ID="12"\n',
    'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12.4\nArchitecture: amd64\n',
    'var/lib/dpkg/status.d/base.md5sums': `${'0'.repeat(32)}  etc/debian_version\n`,
    'var/lib/dpkg/status.d/netbase': 'Package: netbase\nVersion: 6.4\nArchitecture: all',
  });
  assert.deepEqual(
    packages.map(({ purl }) => purl),
    [
      'pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian-12',
      'pkg:deb/debian/netbase@6.4?arch=all&distro=debian-12',
    ],
  );
  assert.deepEqual(gaps, []);
});

test('the documentation of one package is a link to that of another', async () => {
  const pkg = await only({
    ...status(installed('libgcc-s1')),
    'usr/share/doc/libgcc-s1': { to: 'gcc-12-base' },
    'usr/share/doc/gcc-12-base/copyright':
      'See /usr/share/common-licenses/GPL-3 and /usr/share/common-licenses/Apache-2.0.',
  });
  assert.deepEqual(pkg.licenses, ['GPL-3', 'Apache-2.0']);
});

test('the layer is the one that brought the version, not the one that wrote the database again', async () => {
  const { packages, layers } = await inventoryOf(
    status(installed('a'), installed('b')),
    status(installed('a'), installed('b').replace('1.2-3', '1.2-4'), installed('c')),
  );
  assert.deepEqual(
    packages.map(({ name, layer }) => [name, layers.findIndex(({ diffId }) => diffId === layer)]),
    [
      ['a', 0],
      ['b', 1],
      ['c', 1],
    ],
  );
});

test("this machine's packages are the ones that dpkg-query lists", {
  skip: skipWithout('dpkg-query', 'dpkg'),
}, async () => {
  const { packages, gaps } = await inventoryOf(releases.debian12, {
    'var/lib/dpkg/status': readFileSync('/var/lib/dpkg/status'),
  });
  const fields = ['db:Status-Status', 'Package', 'Version', 'Architecture', 'source:Package', 'source:Version'];
  const format = `${fields.map((field) => `$\{${field}}`).join(' ')}\n`;
  const listed = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '' && !/^(?:config-files|not-installed) /.test(line))
    .map((line) => line.slice(line.indexOf(' ') + 1));
  const ours = packages.map(({ name, version, architecture, source }) =>
    [name, version, architecture, source?.name, source?.version].join(' '),
  );
  assert.deepEqual(gaps, []);
  assert.ok(ours.length > 50);
  assert.deepEqual(ours.sort(), listed.sort());
});

test("this machine's Python packages belong to the packages that brought them", async (t) => {
  const python = '/usr/lib/python3/dist-packages';
  const info = '/var/lib/dpkg/info';
  if (!existsSync(python) || !existsSync(info)) return t.skip('needs Debian package: python3');
  const files: Record<string, Buffer> = { 'var/lib/dpkg/status': readFileSync('/var/lib/dpkg/status') };
  for (const name of readdirSync(info))
    if (name.endsWith('.md5sums')) files[`${info.slice(1)}/${name}`] = readFileSync(join(info, name));
  for (const name of readdirSync(python)) {
    for (const path of [join(python, name, 'METADATA'), join(python, name, 'PKG-INFO')]) {
      if (existsSync(path)) files[path.slice(1)] = readFileSync(path);
    }
  }
  const { packages } = await inventoryOf(releases.debian12, files);
  const found = packages.filter(({ type }) => type === 'pypi');
  const search = execFileSync('sh', [
    '-c',
    'dpkg-query -S "$@" 2>/dev/null || :',
    'sh',
    ...found.map(({ path }) => `/${path}`),
  ]);
  const owners = new Map(
    [...search.toString().matchAll(/^([^:, ]+)[^/]*: \/(.+)$/gm)].map(([, owner = '', path = '']) => [path, owner]),
  );
  assert.ok(owners.size > 0);
  for (const { path, ownedBy } of found) {
    const name = /^pkg:deb\/debian\/([^@]+)@/.exec(ownedBy ?? '')?.[1];
    assert.equal(name === undefined ? undefined : decodeURIComponent(name), owners.get(path), path);
  }
  return undefined;
});

describe('who brought a file', () => {
  const metadata = 'Name: six\nVersion: 1\n';
  const path = 'usr/lib/python3/dist-packages/six-1.dist-info/METADATA';
  const digest = 'aa5c5a7d9d0f4a6e0e8d6ef8dca1c9a7';
  const cases: readonly [string, (md5: string) => Record<string, string>, boolean][] = [
    ['as recorded', (md5) => ({ [path]: metadata, 'var/lib/dpkg/info/six.md5sums': `${md5}  ${path}\n` }), true],
    [
      'for one architecture',
      (md5) => ({ [path]: metadata, 'var/lib/dpkg/info/six:amd64.md5sums': `${md5}  ${path}\n` }),
      true,
    ],
    ['replaced since', () => ({ [path]: metadata, 'var/lib/dpkg/info/six.md5sums': `${digest}  ${path}\n` }), false],
    [
      'by a package that is gone',
      (md5) => ({ [path]: metadata, 'var/lib/dpkg/info/other.md5sums': `${md5}  ${path}\n` }),
      false,
    ],
  ];
  for (const [name, files, owned] of cases) {
    test(name, async () => {
      const { packages } = await inventoryOf(releases.debian12, status(installed('six')), files(hash('md5', metadata)));
      const found = packages.find(({ type }) => type === 'pypi');
      assert.equal(found?.ownedBy, owned ? 'pkg:deb/debian/six@1.2-3?arch=amd64&distro=debian-12' : null);
    });
  }
});

describe('an executable of a package', () => {
  const executable = { item: { kind: 'program', form: 'ELF' } as const, layer: 'sha256:a' as const };
  const claimed = async (files: Record<string, string>, path: string) => {
    const facts = Object.entries(files).flatMap(([file, text]) =>
      deb.collectors
        .filter(
          ({ wants }) =>
            wants.paths?.includes(file) ||
            wants.directories?.some(({ ending }) => ending !== '' && file.endsWith(ending)),
        )
        .flatMap(({ take }) => take({ path: file, size: 0, mode: 0, uid: 0, gid: 0 }, Buffer.from(text)).items)
        .flatMap((item) => (item.kind === 'fact' ? [{ item, path: file, layer: executable.layer }] : [])),
    );
    const { packages } = await inventoryOf(releases.debian12, status(installed('six')));
    const assembly = { packages: [], facts, distribution: null, resolve: (p: string) => p, ownerOf: () => null };
    const isOwned = [...(deb.ownedFiles?.(assembly, packages) ?? [])].some((owned) => owned.path === path);
    return isOwned || deb.keeps?.(packages)(path) === true;
  };
  const list = 'var/lib/dpkg/info/six.list';
  const diversions = 'var/lib/dpkg/diversions';
  const cases: readonly [string, Record<string, string>, string, boolean][] = [
    ['that is listed without a checksum', { [list]: '/usr/bin\n/usr/bin/six.1\n' }, 'usr/bin/six.1', true],
    [
      'that another one diverted',
      { [list]: '/bin/six\n', [diversions]: '/bin/six\n/bin/six.real\nother\n' },
      'bin/six.real',
      true,
    ],
    [
      "of which the place is another one's now",
      { [list]: '/bin/six\n', [diversions]: '/bin/six\n/bin/six.real\nother\n' },
      'bin/six',
      false,
    ],
    [
      'that it diverted itself for others',
      { [list]: '/bin/six\n', [diversions]: '/bin/six\n/bin/six.real\nsix\n' },
      'bin/six',
      true,
    ],
    ['that dpkg runs', {}, 'var/lib/dpkg/info/six.preinst', true],
    ['that looks like one of those, of no package', {}, 'var/lib/dpkg/info/evil.preinst', false],
    ['that dpkg does not run', {}, 'var/lib/dpkg/info/six.exe', false],
    ['that is not listed', { [list]: '/usr/bin/six\n' }, 'usr/bin/seven', false],
  ];
  for (const [name, files, path, isOwned] of cases)
    test(name, async () => assert.equal(await claimed(files, path), isOwned));
});
