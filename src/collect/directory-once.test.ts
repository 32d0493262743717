import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DirectoryOnce } from './directory-once.ts';
import { directoryOf } from './layer-path.ts';

test('the directory of each path is told, whatever path came before', () => {
  const path = fc.array(fc.constantFrom('a', 'ab', 'b'), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const once = new DirectoryOnce((directory) => directory);
      for (const parts of paths) assert.equal(once.of(parts.join('/')), directoryOf(parts.join('/')));
    }),
    { seed: 1 },
  );
});

test('it is worked out once while paths of one directory follow each other, and anew when that holds no longer', () => {
  const asked: string[] = [];
  const once = new DirectoryOnce((directory) => asked.push(directory));
  for (const path of ['a/b', 'a/c', 'ab/c', 'a/b', 'a/b/c', 'x', 'y']) once.of(path);
  assert.deepEqual(asked, ['a', 'ab', 'a', 'a/b', '']);
  once.forget();
  once.of('z');
  assert.deepEqual(asked.slice(5), ['']);
});
