import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasBothKinds, PathIndexBuilder, pathKey, pathKinds, pathLookup } from './path-index.ts';

test('paths are found by their kind, and only those', () => {
  const builder = new PathIndexBuilder();
  for (let i = 0; i < 3000; i += 1) builder.add(`path/${i}`, pathKinds[i % 3] ?? 'other');
  const has = pathLookup(builder.build());
  for (let i = 0; i < 4000; i += 1) {
    const found = pathKinds.filter((kind) => has(pathKey(`path/${i}`), kind));
    assert.deepEqual(found, i < 3000 ? [pathKinds[i % 3]] : [], String(i));
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
