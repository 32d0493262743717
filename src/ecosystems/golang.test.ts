import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type ElfShape,
  elf,
  fat,
  goBlob,
  machO,
  pe,
  pointedGoBlob,
  symbolTable,
} from '../../test/build/executables.ts';
import { inventoryOf } from '../../test/build/inventory.ts';
import { parseOrNull } from '../match/osv-range.ts';
import { golang } from './golang.ts';

const modules = [
  'path\texample.com/app/cmd/app',
  'mod\texample.com/app\tv1.2.3\th1:x=',
  'dep\tgithub.com/docker/docker\tv20.10.7+incompatible\th1:x=',
  'dep\tgolang.org/x/text\tv0.3.7\th1:x=',
  '=>\tgolang.org/x/text\tv0.3.8\th1:x=',
  'dep\texample.com/local\tv1.0.0',
  '=>\t./local\t(devel)\t',
  'build\tGOOS=linux',
  'build\tvcs.revision=0123456789abcdef',
  '',
].join('\n');
const expected = [
  'example.com/app v1.2.3 {"vcs.revision":"0123456789abcdef"}',
  'example.com/local (devel) {"replacedBy":"./local"}',
  'github.com/docker/docker v20.10.7+incompatible {}',
  'golang.org/x/text v0.3.8 {"replaces":"golang.org/x/text@v0.3.7"}',
  'stdlib 1.21.5 {}',
];

async function read(content: Buffer, path = 'app/server'): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  const padded = packages.filter(({ type }) => type === 'golang');
  return {
    packages: padded.map(({ name, version, attributes: { mainModule: _, ...attributes } }) => {
      return `${name} ${version} ${JSON.stringify(attributes)}`;
    }),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

const blob = goBlob('go1.21.5', modules);
const filler = { name: '.text', content: Buffer.alloc(400, 0x90) };
const section = (name: string, content = blob, address = 0x400000) => [filler, { name, content, address }];

test('which of its modules a program is', async () => {
  const { packages } = await inventoryOf({ 'app/server': elf(section('.go.buildinfo')) });
  const mains = packages.filter(({ attributes }) => attributes['mainModule'] !== undefined);
  assert.deepEqual(
    mains.map(({ name }) => name),
    ['example.com/app'],
  );
});

describe('where Go writes what a program was built from', () => {
  const old = (shape: { isWide?: boolean; isLittleEndian?: boolean }) =>
    elf(section('.go.buildinfo', pointedGoBlob('go1.21.5', modules, 0x400000, shape)), shape);
  const cases: readonly [string, Buffer][] = [
    ['ELF', elf(section('.go.buildinfo'))],
    ['ELF of 32 bits, big endian', elf(section('.go.buildinfo'), { isWide: false, isLittleEndian: false })],
    ['ELF without a table of sections', elf(section('.data'), { hasSections: false })],
    ['ELF, before Go 1.18', old({})],
    ['ELF of 32 bits, big endian, before Go 1.18', old({ isWide: false, isLittleEndian: false })],
    ['PE', pe(section('.data', blob, 0x4000))],
    ['Mach-O', machO(section('__go_buildinfo'))],
    ['Mach-O for two machines, one of which is told of', fat(machO([filler]), machO(section('__go_buildinfo')))],
    ['a program whose tables say nothing', Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(4092), blob])],
  ];
  for (const [name, program] of cases) {
    test(name, async () => assert.deepEqual(await read(program), { packages: expected, gaps: [] }));
  }
});

describe('what it says', () => {
  const of = (version: string, text: string) => elf(section('.go.buildinfo', goBlob(version, text)));
  const cases: readonly [string, Buffer, readonly string[]][] = [
    ['nothing of modules: the standard library is known', of('go1.19.8', ''), ['stdlib 1.19.8 {}']],
    [
      'a main module without a version',
      of('go1.20', 'path\ta.b/c\nmod\ta.b/c\t(devel)\t\n'),
      ['a.b/c (devel) {}', 'stdlib 1.20.0 {}'],
    ],
    [
      'a main package without a module',
      of('go1.20', 'path\tcommand-line-arguments\ndep\ta.b/c\tv1.0.0\n'),
      ['a.b/c v1.0.0 {}', 'stdlib 1.20.0 {}'],
    ],
    [
      'a program that was built without modules',
      of('go1.19.8', 'path\tgithub.com/a/b/cmd/b\n'),
      ['github.com/a/b/cmd/b (devel) {}', 'stdlib 1.19.8 {}'],
    ],
    [
      "one of Go's own commands",
      of('go1.22rc1', 'path\tcmd/go\n'),
      ['stdlib 1.22.0-rc.1 {}', 'toolchain 1.22.0-rc.1 {}'],
    ],
    ['how the toolchain was built', of('go1.20.12 X:strictfipsruntime', ''), ['stdlib 1.20.12 {}']],
    ['a toolchain between two releases', of('devel go1.23-6e6f6 Thu', ''), ['stdlib devel go1.23-6e6f6 Thu {}']],
  ];
  for (const [name, program, packages] of cases) {
    test(name, async () => assert.deepEqual(await read(program), { packages, gaps: [] }));
  }

  test('a version that Go does not know, or a toolchain that has none, cannot be compared', () => {
    for (const text of ['(devel)', 'devel go1.23-6e6f6 Thu']) assert.equal(parseOrNull(text, golang.versions), null);
  });

  test('a name in a purl keeps its path', async () => {
    const { packages } = await inventoryOf({ 'app/server': elf(section('.go.buildinfo')) });
    assert.deepEqual(packages.map(({ purl }) => purl).slice(1, 3), [
      'pkg:golang/example.com/local@%28devel%29',
      'pkg:golang/github.com/docker/docker@v20.10.7%2Bincompatible',
    ]);
  });
});

describe('programs that lie', () => {
  const gap = 'Go build information unparsable packages';
  const cut = (to: number) => elf(section('.go.buildinfo', blob.subarray(0, to)));
  const withModules = (change: (text: string) => string) =>
    elf(section('.go.buildinfo', goBlob('go1.20', change(modules))));
  const endless = Buffer.concat([blob.subarray(0, 32), Buffer.alloc(300, 0xff)]);
  const cases: readonly [string, Buffer, readonly string[]][] = [
    ['cut in the text', cut(200), [gap]],
    ['cut in the header', cut(20), [gap]],
    ['a mark that is none', elf(section('.go.buildinfo', Buffer.concat([Buffer.alloc(1), blob.subarray(1)]))), [gap]],
    ['a text without its marks', withModules((text) => text.slice(0, -1)), [gap]],
    ['a kind of line that nobody knows', withModules((text) => text.replace('dep\t', 'dfp\t')), [gap]],
    ['a line that runs into its name', withModules((text) => text.replace('dep\t', 'depx')), [gap]],
    ['a line that runs into its version', withModules((text) => text.replace(/^(dep\t[^\t]*)\t/m, '$1x')), [gap]],
    ['two lines in one', withModules((text) => text.replace(/\ndep/, ' dep')), [gap]],
    ['a length without end', elf(section('.go.buildinfo', endless)), [gap]],
    ['no toolchain', elf(section('.go.buildinfo', goBlob('', modules))), [gap]],
    ['pointers to nowhere', elf(section('.go.buildinfo', pointedGoBlob('go1.17', modules, 0x700000))), [gap]],
    [
      'the mark in a program that reads such information',
      elf(section('.data', Buffer.from('\xff Go buildinf:path', 'latin1'))),
      [],
    ],
    ['the mark at an address where Go puts none', elf(section('.data', blob, 0x400008)), []],
    [
      'more modules than any program has',
      elf(section('.go.buildinfo', goBlob('go1.20', 'dep\ta\tv1\n'.repeat(30_000)))),
      [gap],
    ],
  ];
  for (const [name, program, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read(program), { packages: [], gaps }));
  }
});

test('a program that a distribution brought is its own', async () => {
  const { createHash } = await import('node:crypto');
  const program = elf(section('.go.buildinfo'));
  const md5 = createHash('md5').update(program).digest('hex');
  const { packages } = await inventoryOf({
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'var/lib/dpkg/status': 'Package: app\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n',
    'var/lib/dpkg/info/app.md5sums': `${md5}  usr/bin/server\n`,
    'usr/bin/server': program,
    'usr/local/bin/server': program,
  });
  const owners = packages.filter(({ name }) => name === 'stdlib').map(({ path, ownedBy }) => [path, ownedBy]);
  assert.deepEqual(owners, [
    ['usr/bin/server', 'pkg:deb/debian/app@1?arch=amd64&distro=debian-12'],
    ['usr/local/bin/server', null],
  ]);
});

describe('the version of a main module that the toolchain did not know', () => {
  const built = async (...lines: readonly string[]) => {
    const { packages } = await read(
      elf([{ name: '.go.buildinfo', content: goBlob('go1.21.5', `${lines.join('\n')}\n`) }]),
    );
    return packages.filter((line) => line.startsWith('github.com/') || line.startsWith('go.etcd.io/etcd/server'));
  };
  const devel = ['path\tgithub.com/a/b/v2/cmd/b', 'mod\tgithub.com/a/b/v2\t(devel)\t'];
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    [
      'is what the linker was told',
      [
        ...devel,
        'build\t-ldflags="-s -X github.com/a/b/v2/version.GitCommit=1 -X github.com/a/b/v2/version.Version=2.3.4"',
      ],
      ['github.com/a/b/v2 v2.3.4 {"versionFrom":"ldflags"}'],
    ],
    [
      'not of a module of somebody else',
      [...devel, 'build\t-ldflags="-X github.com/c/d/version.Version=2.3.4"'],
      ['github.com/a/b/v2 (devel) {}'],
    ],
    [
      'not of something else that it works with',
      [...devel, 'build\t-ldflags="-X main.goVersion=1.21.5 -X main.apiVersion=1.0.0"'],
      ['github.com/a/b/v2 (devel) {}'],
    ],
    [
      'under the surest name',
      [...devel, 'build\t-ldflags="-X main.buildVersion=1.1.1 -X main.version=2.3.4 -X main.Ver=v2.3.4"'],
      ['github.com/a/b/v2 v2.3.4 {"versionFrom":"ldflags"}'],
    ],
    [
      'none where there are two',
      [...devel, 'build\t-ldflags="-X main.version=2.3.4 -X github.com/a/b/v2/x.version=2.3.5"'],
      ['github.com/a/b/v2 (devel) {}'],
    ],
    [
      'kept by a module that keeps those of others',
      [...devel, 'build\t-ldflags="-X github.com/prometheus/common/version.Version=2.3.4"'],
      ['github.com/a/b/v2 v2.3.4 {"versionFrom":"ldflags"}'],
    ],
    [
      'as Git describes the checkout',
      [...devel, 'build\t-ldflags="-X github.com/a/b/version.GitCommit=1 -X github.com/a/b/version.GitDescribe=2.3.4"'],
      ['github.com/a/b/v2 v2.3.4 {"versionFrom":"ldflags"}'],
    ],
    [
      'also where it took a checkout without tags for older than all',
      [
        devel[0] ?? '',
        'mod\tgithub.com/a/b/v2\tv0.0.0-20250101000000-0123456789ab+dirty\t',
        'build\t-ldflags="-X main.version=2.3.4"',
      ],
      ['github.com/a/b/v2 v2.3.4 {"versionFrom":"ldflags"}'],
    ],
    [
      'which stays where nothing else is told',
      [devel[0] ?? '', 'mod\tgithub.com/a/b/v2\tv0.0.0-20250101000000-0123456789ab\t'],
      ['github.com/a/b/v2 v0.0.0-20250101000000-0123456789ab {}'],
    ],
    [
      'also where there were no modules',
      ['path\tgithub.com/a/b/cmd/b', 'build\t-ldflags=" -X \\"github.com/a/b/version.Version=20.10.24+x\\""'],
      ['github.com/a/b v20.10.24+x {"versionFrom":"ldflags"}'],
    ],
    [
      'is that of the modules beside it',
      [
        'path\tgo.etcd.io/etcd/server/v3',
        'mod\tgo.etcd.io/etcd/server/v3\t(devel)\t',
        'dep\tgo.etcd.io/etcd/api/v3\tv3.5.1\t',
        '=>\t../api\t(devel)\t',
      ],
      ['go.etcd.io/etcd/server/v3 v3.5.1 {"versionFrom":"replaced modules"}'],
    ],
  ];
  for (const [name, lines, found] of cases) test(name, async () => assert.deepEqual(await built(...lines), found));

  test('is what the table of symbols says where the flags were left out', async () => {
    const info = goBlob('go1.21.5', `${devel.join('\n')}\n`);
    const table = symbolTable({
      'github.com/a/b/v2/x%2ey/version.Version.str': [0x500000, 6],
      'main.goVersion.str': [0x500006, 7],
      'main.version.str': [0x900000, 6],
    });
    const program = (shape?: ElfShape) =>
      elf(
        [
          { name: '.go.buildinfo', content: info, address: 0x400000 },
          { name: '.rodata', content: Buffer.from('2.3.4\x001.21.5\0', 'latin1'), address: 0x500000 },
          ...table(shape),
        ],
        shape,
      );
    for (const shape of [{}, { isWide: false, isLittleEndian: false }])
      assert.equal((await read(program(shape))).packages[0], 'github.com/a/b/v2 v2.3.4 {"versionFrom":"symbols"}');
  });
});
