import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Digest } from '../base/digest.ts';
import { readingOrder } from './reading-order.ts';
import type { Target } from './target.ts';

const digest = (text: string): Digest => `sha256:${text.repeat(64)}`;
const target = (name: string, layer: string | null): Target => ({
  digest: digest('f'),
  platform: 'linux/amd64',
  created: null,
  largest: layer === null ? null : { digest: digest(layer), size: 1 },
  names: [{ repository: name, reference: '1', root: digest('f'), index: null }],
});
const nameOf = (one: Target | undefined) => one?.names[0]?.repository;

test('what would only wait for a layer that is being read is passed over, and comes next when that is done', () => {
  const all = [target('a1', 'a'), target('a2', 'a'), target('b1', 'b'), target('none', null), target('a3', 'a')];
  const order = readingOrder([...all, target('c1', 'c'), target('c2', 'c')]);
  const first = order.next();
  assert.deepEqual([nameOf(first), nameOf(order.next()), nameOf(order.next())], ['a1', 'b1', 'none']);
  const c1 = order.next();
  assert.equal(nameOf(c1), 'c1');
  order.done(first!);
  assert.deepEqual([nameOf(order.next()), nameOf(order.next())], ['a2', 'a3']);
  // Nothing else is left: it waits where it would have waited anyway.
  assert.equal(nameOf(order.next()), 'c2');
  assert.equal(order.next(), undefined);
  order.done(c1!);
  assert.equal(order.next(), undefined);
});

test('every image is given out once, however many stand on the same layer and whenever they are done', () => {
  const layers = ['a', 'b', 'c', null];
  const all = Array.from({ length: 4000 }, (_, at) => target(`${at}`, layers[(at * 7) % 4] ?? null));
  const order = readingOrder(all);
  const seen: (string | undefined)[] = [];
  const under: Target[] = [];
  for (let one = order.next(); one !== undefined; one = order.next()) {
    seen.push(nameOf(one));
    under.push(one);
    if (under.length === 6) order.done(under.splice(seen.length % 6, 1)[0]!);
  }
  assert.equal(new Set(seen).size, 4000);
  assert.equal(seen.length, 4000);
});

test('with nothing shared the order is the one given', () => {
  const order = readingOrder(['a', 'b', 'c'].map((name) => target(name, name)));
  assert.deepEqual([order.next(), order.next(), order.next()].map(nameOf), ['a', 'b', 'c']);
});
