import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { processorTime } from '../../test/build/processor-time.ts';
import { PathTree } from './path-tree.ts';

function treeOf(...paths: readonly string[]): PathTree<number> {
  const tree = new PathTree<number>(200_000);
  for (const [i, path] of paths.entries()) tree.set(path, i);
  return tree;
}

test('a directory goes with all that lies below it, and nothing else', () => {
  const tree = treeOf('a', 'a/b/c', 'a/b', 'ab', 'x/y/z', 'x/q');
  assert.equal(tree.deleteBelow('a'), true);
  assert.deepEqual([...tree.entries()].map(([path]) => path).sort(), ['a', 'ab', 'x/q', 'x/y/z']);
  assert.equal(tree.deleteBelow('a'), false);
  assert.equal(tree.deleteBelow(''), true);
  assert.equal(tree.size, 0);
});

test('it knows what lies within a path, also after deletions', () => {
  const tree = treeOf('a/b/c', 'a/d');
  assert.deepEqual(
    ['a', 'a/b', 'a/b/c', 'a/bb', 'b'].map((path) => tree.hasWithin(path)),
    [true, true, true, false, false],
  );
  assert.equal(tree.delete('a/b/c'), true);
  assert.equal(tree.delete('a/b/c'), false);
  assert.deepEqual([tree.hasWithin('a/b'), tree.hasWithin('a')], [false, true]);
  tree.delete('a/d');
  assert.equal(tree.hasWithin('a'), false);
  tree.set('a/b/e', 1);
  assert.equal(tree.hasWithin('a/b'), true);
});

test('alternating a directory and a file costs what its entries cost', () => {
  const tree = treeOf(...Array.from({ length: 100_000 }, (_, i) => `other/${i}`));
  const began = processorTime();
  for (let i = 0; i < 100_000; i += 1) {
    tree.set('d/x', i);
    tree.deleteBelow('d');
  }
  assert.ok(processorTime() - began < 5000);
});

test('it behaves as a plain map does', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom('set', 'delete', 'below', 'within'),
          fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }),
        ),
        { maxLength: 40 },
      ),
      (steps) => {
        const tree = new PathTree<number>(1000);
        const map = new Map<string, number>();
        for (const [i, [step, parts]] of steps.entries()) {
          const path = parts.join('/');
          const below = [...map.keys()].filter((one) => one.startsWith(`${path}/`));
          if (step === 'set') map.set(path, i) && tree.set(path, i);
          else if (step === 'delete') assert.equal(tree.delete(path), map.delete(path));
          else {
            const within = step === 'within' && map.delete(path);
            assert.equal(
              step === 'within' ? tree.deleteWithin(path) : tree.deleteBelow(path),
              within || below.length > 0,
            );
            for (const one of below) map.delete(one);
          }
          assert.deepEqual(new Map(tree.entries()), map);
          assert.equal(tree.size, map.size);
          for (const at of ['a', 'b', 'a/b', 'a/a/a', path]) {
            assert.equal(tree.hasWithin(at), map.has(at) || [...map.keys()].some((one) => one.startsWith(`${at}/`)));
          }
        }
      },
    ),
    { seed: 1 },
  );
});

test('what would be too much is not remembered', () => {
  const tree = new PathTree<number>(3);
  assert.deepEqual([tree.set('a/b', 1), tree.set('a/c', 2), tree.set('a/b', 3)], [true, false, true]);
  assert.deepEqual([...tree.entries()], [['a/b', 3]]);
});
