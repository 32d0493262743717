import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPieces, LazyList } from './json-pieces.ts';

const items = [{ name: 'a\nb', inner: { list: [1, [2]], none: [] } }, { name: '"', left: undefined }, {}];
const cases: readonly Record<string, unknown>[] = [
  {},
  { one: 1 },
  { left: undefined },
  { text: 'line\nline', none: null, inner: { a: [1, { b: 2 }], c: {} }, list: items, empty: [] },
];

test('pieces add up to what JSON.stringify gives', () => {
  for (const document of cases) assert.equal([...jsonPieces(document)].join(''), JSON.stringify(document, null, 2));
});

test('a lazy list is written as the list of what it shows, an item at a time', () => {
  const shown: string[] = [];
  const lazy = new LazyList(items, (item) => {
    shown.push(item.name ?? '');
    return { ...item, more: true };
  });
  const document = { before: 1, lazy, none: new LazyList([], () => ({})), after: [2] };
  const pieces = jsonPieces(document)[Symbol.iterator]();
  let text = '';
  const counts: number[] = [];
  for (let piece = pieces.next(); !piece.done; piece = pieces.next()) {
    text += piece.value;
    counts.push(shown.length);
  }
  const whole = { before: 1, lazy: items.map((item) => ({ ...item, more: true })), none: [], after: [2] };
  assert.equal(text, JSON.stringify(whole, null, 2));
  assert.deepEqual([...new Set(counts)], [0, 1, 2, 3]);
});
