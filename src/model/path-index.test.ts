import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hasBothKinds,
  kindMasks,
  kindsLookup,
  PathIndexBuilder,
  pathKey,
  pathKinds,
  pathLookup,
  pathsIn,
} from './path-index.ts';

test('paths are found by their kind, and only those', () => {
  const builder = new PathIndexBuilder();
  for (let i = 0; i < 3000; i += 1) builder.add(`path/${i}`, pathKinds[i % 3] ?? 'other');
  const has = pathLookup(builder.build());
  for (let i = 0; i < 4000; i += 1) {
    const found = pathKinds.filter((kind) => has(pathKey(`path/${i}`), kind));
    assert.deepEqual(found, i < 3000 ? [pathKinds[i % 3]] : [], String(i));
  }
});

test('all kinds of one path are found, however often it is there', () => {
  for (let mask = 0; mask < 8; mask += 1) {
    const kinds = pathKinds.filter((_, bit) => ((mask >> bit) & 1) === 1);
    const builder = new PathIndexBuilder();
    for (let times = 0; times < 40; times += 1) for (const kind of kinds) builder.add('here', kind);
    for (let i = 0; i < 500; i += 1) builder.add(`other/${i}`, pathKinds[i % 3] ?? 'other');
    const index = builder.build();
    const has = pathLookup(index);
    assert.deepEqual(
      pathKinds.filter((kind) => has(pathKey('here'), kind)),
      kinds,
    );
    const found = kindsLookup(index)(pathKey('here'));
    assert.deepEqual(
      pathKinds.filter((kind) => (found & kindMasks[kind]) !== 0),
      kinds,
    );
  }
});

test('a path that is a directory and something else is noticed, whatever else it is', () => {
  const indexOf = (...entries: readonly [string, (typeof pathKinds)[number]][]) => {
    const builder = new PathIndexBuilder();
    for (const [path, kind] of entries) builder.add(path, kind);
    for (let i = 0; i < 500; i += 1) builder.add(`other/${i}`, pathKinds[i % 3] ?? 'other');
    return builder.build();
  };
  assert.equal(hasBothKinds(indexOf(['a', 'other'], ['a', 'directory'], ['a', 'implied'], ['a', 'directory'])), true);
  assert.equal(hasBothKinds(indexOf(['a', 'directory'], ['a', 'implied'], ['b', 'other'], ['b', 'implied'])), false);
  assert.equal(hasBothKinds(new PathIndexBuilder().build()), false);
});

test('an index tells all that was put into it', () => {
  const builder = new PathIndexBuilder();
  const added = ['a', 'a/b', 'c', ''].flatMap((path) => pathKinds.map((kind) => ({ path, kind })));
  for (const { path, kind } of added) builder.add(path, kind);
  const texts = (all: Iterable<{ key: { high: number; low: number }; kind: string }>) =>
    [...all].map(({ key, kind }) => `${key.high} ${key.low} ${kind}`).sort();
  assert.deepEqual(
    texts(pathsIn(builder.build())),
    texts(added.map(({ path, kind }) => ({ key: pathKey(path), kind }))),
  );
  assert.deepEqual([...pathsIn(new PathIndexBuilder().build())], []);
});
