import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readApkDatabase } from './apk-installed.ts';

const sample = `C:Q1p78yvTLG094tHE1+dToJGbmYzQE=
P:musl
V:1.2.4-r2
A:x86_64
L:MIT
o:musl
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1ABCDEFGHIJKLMNOPQRSTUVWXYZA=

P:py3-six
V:1.16.0-r6
F:
R:METADATA
Z:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=
F:usr/lib/python3.11/site-packages/six-1.16.0-py3.11.egg-info
R:PKG-INFO
Z:md5ofanolderdatabase
R:top_level.txt
Z:Q1BBBBBBBBBBBBBBBBBBBBBBBBBBB=
`;

test('packages with what is known of them, and the files that are asked for', () => {
  const { packages, faults } = readApkDatabase(sample, (path) => !/top_level\.txt$|(?:^|\/)ld-[^/]*$/.test(path));
  assert.equal(faults, 0);
  assert.deepEqual(packages, [
    {
      name: 'musl',
      version: '1.2.4-r2',
      architecture: 'x86_64',
      origin: 'musl',
      license: 'MIT',
      maintainer: null,
      files: [],
    },
    {
      name: 'py3-six',
      version: '1.16.0-r6',
      architecture: null,
      origin: null,
      license: null,
      maintainer: null,
      files: [
        { path: 'METADATA', digest: `sha1:${'00'.repeat(20)}` },
        { path: 'usr/lib/python3.11/site-packages/six-1.16.0-py3.11.egg-info/PKG-INFO', digest: null },
      ],
    },
  ]);
});

const faulty: readonly [string, string, number, number][] = [
  ['nothing', '', 0, 0],
  ['only empty lines', '\n\n\n', 0, 0],
  ['no version', 'P:a\n\nP:b\nV:1', 1, 1],
  ['no name', 'V:1\n', 0, 1],
  ['two packages without a line between them', 'P:a\nV:1\nP:b\nV:2\n', 1, 2],
  ['a line that is no field', 'P:a\nnonsense\nV:1\n', 1, 1],
  ['bytes of something else', '\u0000\u0001\u0002'.repeat(100), 0, 1],
];
for (const [name, text, packages, faults] of faulty) {
  test(name, () => {
    const read = readApkDatabase(text, () => true);
    assert.deepEqual([read.packages.length, read.faults], [packages, faults]);
  });
}

test('more packages or files than anybody installs are read to a limit', () => {
  const packages = readApkDatabase('P:a\nV:1\n\n'.repeat(1_000_000), () => true);
  assert.deepEqual([packages.packages.length, packages.tooMany], [100_000, true]);
  const files = readApkDatabase(`P:a\nV:1\n${'R:x\n'.repeat(1_000_000)}`, () => true);
  assert.equal(files.tooMany, true);
});
