import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownedPlaces, ownershipOf } from './ownership.ts';

const links = new Map([['lib', 'usr/lib']]);
const resolve = (path: string) => {
  const [first = '', ...rest] = path.split('/');
  return [links.get(first) ?? first, ...rest].join('/');
};
const owned = ownedPlaces(
  [
    { path: 'lib/a/METADATA', owner: 'pkg:a', digest: 'md5:1' },
    { path: 'usr/lib/b/METADATA', owner: 'pkg:b', digest: null },
    { path: 'usr/lib/a/METADATA', owner: 'pkg:other', digest: 'md5:2' },
  ],
  resolve,
);
const { ownerOf, isClaimed } = ownershipOf(owned, resolve);

const cases: readonly [string, string, readonly string[], string | null][] = [
  ['as the database says it, through a link', 'usr/lib/a/METADATA', ['sha1:9', 'md5:1'], 'pkg:a'],
  ['the other way round', 'lib/b/METADATA', [], 'pkg:b'],
  ['the content is another one', 'usr/lib/a/METADATA', ['md5:3'], null],
  ['two claim it, the content decides', 'usr/lib/a/METADATA', ['md5:2'], 'pkg:other'],
  ['nobody brought it', 'usr/lib/c/METADATA', ['md5:1'], null],
];
for (const [name, path, digests, owner] of cases) {
  test(name, () => assert.equal(ownerOf(path, digests), owner));
}

test('a place is claimed whatever lies there now', () => {
  assert.equal(isClaimed('usr/lib/a/METADATA'), true);
  assert.equal(isClaimed('lib/b/METADATA'), true);
  assert.equal(isClaimed('usr/lib/c/METADATA'), false);
});
