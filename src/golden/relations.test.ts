import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harvestOf } from '../../test/build/collector.ts';
import { needing } from '../../test/build/golden.ts';
import { file, tar } from '../../test/build/tar.ts';
import { squash } from '../images/squash.ts';
import { goldenCollectors, imageFacts } from './image-facts.ts';
import { type PackageRelations, removable } from './relations.ts';

const cases: readonly (readonly [about: string, PackageRelations[], wanted: string, names: string, kept: string])[] = [
  ['nobody needs it', [needing('a'), needing('b')], 'a', 'a', ''],
  ['somebody who stays does', [needing('a'), needing('b', 'a')], 'a', '', 'a'],
  ['somebody who goes, too', [needing('a'), needing('b', 'a')], 'a b', 'a b', ''],
  ['a chain of which the last one stays', [needing('a'), needing('b', 'a'), needing('c', 'b')], 'a b', '', 'a b'],
  ['another one fulfils the need', [needing('a'), needing('x'), needing('b', 'a|x')], 'a', 'a', ''],
  ['another one that goes, too', [needing('a'), needing('x'), needing('b', 'a|x')], 'a x', '', 'a x'],
  ['another one that is not there', [needing('a'), needing('b', 'a|x')], 'a', '', 'a'],
  ['another one whose version may not do', [needing('a'), needing('x'), needing('b', 'a|x=')], 'a', '', 'a'],
  ['by what it provides', [{ ...needing('a'), provides: ['mta'] }, needing('b', 'mta')], 'a', '', 'a'],
  ['the distribution needs it', [needing('!a')], 'a', '', 'a'],
  ['what is not there', [needing('a')], 'ghost', '', ''],
  ['a circle', [needing('a', 'b'), needing('b', 'a')], 'a b', 'a b', ''],
];
for (const [about, relations, wanted, names, kept] of cases) {
  test(about, () => {
    const found = removable(wanted.split(' '), relations);
    assert.equal(found.names.join(' '), names);
    assert.equal([...found.kept.keys()].sort().join(' '), kept);
  });
}

async function factsIn(files: Readonly<Record<string, string>>) {
  const entries = Object.entries(files).map(([path, content]) => file(path, content));
  const harvest = await harvestOf(tar(entries), { collectors: goldenCollectors, maxFileSize: 1 << 28 });
  return imageFacts(squash([harvest]).files);
}

test('relations as dpkg writes them', async () => {
  const { relations } = await factsIn({
    'var/lib/dpkg/status': [
      'Package: curl\nStatus: install ok installed\nPre-Depends: dpkg (>= 1.15)\nDepends: libc6 (>= 2.34), libcurl4:any (= 7), mail | mta\nProvides: fetcher (= 1), other\n',
      'Package: bash\nEssential: yes\nStatus: install ok installed\n',
      'Package: init\nProtected: yes\nStatus: hold ok installed\n',
      'Package: gone\nStatus: deinstall ok config-files\nDepends: curl\n',
    ].join('\n'),
  });
  assert.deepEqual(
    relations?.map(({ name, isKept, provides }) => [name, isKept, provides]),
    [
      ['curl', false, ['fetcher', 'other']],
      ['bash', true, []],
      ['init', true, []],
    ],
  );
  assert.deepEqual(relations?.[0]?.needs, [
    [{ name: 'dpkg', isVersioned: true }],
    [{ name: 'libc6', isVersioned: true }],
    [{ name: 'libcurl4', isVersioned: true }],
    [
      { name: 'mail', isVersioned: false },
      { name: 'mta', isVersioned: false },
    ],
  ]);
});

test('relations as apk writes them', async () => {
  const { relations } = await factsIn({
    'lib/apk/db/installed':
      'P:busybox\nV:1\np:cmd:sh=1.36 /bin/sh\nD:so:libc.musl-x86_64.so.1 !old foo>=1.2 bar~1\n\nP:musl\nV:1\np:so:libc.musl-x86_64.so.1=1\n\n',
  });
  assert.deepEqual(relations?.[0]?.needs.flat(), [
    { name: 'so:libc.musl-x86_64.so.1', isVersioned: false },
    { name: 'foo', isVersioned: true },
    { name: 'bar', isVersioned: true },
  ]);
  assert.deepEqual(relations?.[1]?.provides, ['so:libc.musl-x86_64.so.1']);
  assert.deepEqual(removable(['musl'], relations ?? []).names, []);
});

test('groups, and nothing of a file that is none', async () => {
  const { groups, relations } = await factsIn({ 'etc/group': 'root:x:0:\nbad\nstaff:x:50:a,b\nx:y:-1:\n' });
  assert.deepEqual(
    [...groups],
    [
      [0, 'root'],
      [50, 'staff'],
    ],
  );
  assert.equal(relations, null);
});

test('packages that all claim to be the same tell nothing, in no time', async () => {
  const many = Array.from({ length: 19_000 }, (_, at) => `Package: p${at}\nProvides: x\nDepends: x, x, x\n`).join('\n');
  const started = performance.now();
  const { relations } = await factsIn({ 'var/lib/dpkg/status': many });
  assert.equal(relations, null);
  assert.ok(performance.now() - started < 5000);
});

test('more relations than any image has are none', async () => {
  const long = `Package: a\nDepends: ${'b, '.repeat(3 << 20)}\n`;
  const many = Array.from({ length: 20_001 }, (_, at) => `Package: p${at}\n`).join('\n');
  for (const status of [long, many]) assert.equal((await factsIn({ 'var/lib/dpkg/status': status })).relations, null);
});
