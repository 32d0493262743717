import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { mutants } from '../../test/build/mutants.ts';
import { JsonSplitFault, JsonSplitter } from './json-splitter.ts';

const bounds = { depth: 20, containers: 10_000, containersOfPiece: 1000, piece: 100_000 };

/** The document put together again from what was heard of it. */
function rejoined(bytes: Buffer, size: number): Record<string, unknown> {
  const whole = new Map<string, unknown>();
  const lists = new Map<string, unknown[]>();
  const splitter = new JsonSplitter(
    {
      member: (name, value) => whole.set(name, value),
      list: (name) => {
        const list: unknown[] = [];
        lists.set(name, list);
        whole.set(name, list);
      },
      item: (name, value) => lists.get(name)?.push(value),
    },
    bounds,
  );
  for (let at = 0; at < bytes.length; at += size) splitter.write(bytes.subarray(at, at + size));
  splitter.end();
  return Object.fromEntries(whole);
}

test('what JSON.parse reads, however the bytes come', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 }), { noNullPrototype: true }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(undefined, 1, '\t'),
      (value, size, space) => {
        const text = JSON.stringify(value, null, space);
        assert.deepEqual(rejoined(Buffer.from(text), size), JSON.parse(text));
      },
    ),
    campaign(33, 1000),
  );
});

test('damaged anyhow: what JSON.parse reads, or a fault where that reads none or a member stands twice', () => {
  const sample = Buffer.from(JSON.stringify({ a: [{ b: ['"\\é'] }, 1.5, null], c: { d: [true, {}] }, e: 'x', f: [] }));
  for (const mutant of mutants(sample, { seed: 34, count: 5000 })) {
    let read: unknown;
    try {
      read = rejoined(mutant, 1 + (mutant.length % 9));
    } catch (error) {
      assert.ok(error instanceof JsonSplitFault, String(error));
      continue;
    }
    assert.deepEqual(read, JSON.parse(mutant.toString('utf8')));
  }
});
