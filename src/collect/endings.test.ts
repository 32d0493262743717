import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mayEndWith } from './endings.ts';

test('of a path that ends with one of the texts it is never said that it does not', () => {
  const text = fc.string({ unit: 'binary', maxLength: 6 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), text, fc.nat(), (texts, before, which) => {
      assert.equal(mayEndWith(texts)(`${before}${texts[which % texts.length]}`), true);
    }),
    { seed: 1 },
  );
});

test('most paths that end otherwise are told', () => {
  const may = mayEndWith(['/package.json', '.jar', '/wp']);
  assert.deepEqual(['a/package.json', 'b.jar', 'usr/bin/wp', 'wp', 'a/index.js', 'readme.md', 'a/wq'].map(may), [
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
