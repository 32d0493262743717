import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { emptyRoot, lookUp, type NodeStore, update } from './sealed-map.ts';

interface MemoryStore extends NodeStore {
  readonly nodes: Map<string, string>;
}

function memory(): MemoryStore {
  const nodes = new Map<string, string>();
  return {
    nodes,
    get: (prefix) => nodes.get(prefix) ?? null,
    put: (prefix, content) => void nodes.set(prefix, content),
  };
}

const pairs = fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.stringMatching(/^[a-z0-9 ]{0,8}$/)), {
  maxLength: 120,
});

test('it says what a map says, whatever is set in which order', () => {
  fc.assert(
    fc.property(fc.array(pairs, { maxLength: 6 }), fc.string({ maxLength: 4 }), (rounds, absent) => {
      const store = memory();
      const model = new Map<string, string>();
      let root = emptyRoot;
      for (const round of rounds) {
        root = update(store, root, new Map(round));
        for (const [key, value] of round) model.set(key, value);
      }
      for (const [key, value] of model) assert.equal(lookUp(store, root, key), value);
      assert.equal(lookUp(store, root, absent), model.get(absent) ?? null);
      // Equal maps have equal roots and nodes, however they came about.
      const atOnce = memory();
      assert.equal(update(atOnce, emptyRoot, new Map([...model].reverse())), root);
      assert.deepEqual(new Map([...atOnce.nodes].sort()), new Map([...store.nodes].sort()));
    }),
    { numRuns: 60 },
  );
});

test('another value, another key or one more make another root', () => {
  const root = (content: Iterable<[string, string]>) => update(memory(), emptyRoot, new Map(content));
  const base: [string, string][] = Array.from({ length: 40 }, (_, i) => [`key ${i}`, `value ${i}`]);
  const others = [
    base.slice(1),
    [...base, ['one more', ''] as [string, string]],
    base.map(([key, value], i): [string, string] => [key, i === 7 ? `${value}!` : value]),
    base.map(([key, value], i): [string, string] => [i === 7 ? `${key}!` : key, value]),
  ].map(root);
  assert.equal(new Set([root(base), ...others]).size, 5);
});

test('whatever is done to the nodes, it never says anything else than was set', () => {
  const keys = Array.from({ length: 300 }, (_, i) => `key ${i}`);
  const store = memory();
  const old = update(store, emptyRoot, new Map(keys.map((key) => [key, 'old'])));
  const before = new Map(store.nodes);
  const root = update(store, old, new Map(keys.map((key) => [key, 'new'])));
  const after = new Map(store.nodes);
  const prefixes = [...after.keys()];
  const change = fc.tuple(
    fc.constantFrom(...prefixes),
    fc.oneof(fc.constant(null), fc.constantFrom(...before.values()), fc.constantFrom(...after.values()), fc.string()),
  );
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...keys, 'absent'),
      (changes, key) => {
        store.nodes.clear();
        for (const [prefix, content] of after) store.nodes.set(prefix, content);
        for (const [prefix, content] of changes) {
          if (content === null) store.nodes.delete(prefix);
          else store.nodes.set(prefix, content);
        }
        let said: string | null | undefined;
        try {
          said = lookUp(store, root, key);
        } catch (error) {
          assert.equal(error instanceof Error && error.name, 'Fault');
          return;
        }
        assert.equal(said, key === 'absent' ? null : 'new');
      },
    ),
    { numRuns: 500 },
  );
});
