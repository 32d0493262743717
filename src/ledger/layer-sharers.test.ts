import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '../base/digest.ts';
import { keys } from './index-keys.ts';
import { kinds, noteSharer, readSharer, type Sharer } from './layer-sharers.ts';

const layers = sha256('layers');
const days = ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'];
const images = fc.array(
  fc.tuple(
    fc.nat(60).map((seed) => sha256(`config ${seed}`)),
    fc.constantFrom(...Object.values(kinds)),
    fc.constantFrom(null, ...days),
  ),
  { maxLength: 300 },
);

/** What stands for the layers, by looking at all images. */
function firstOf(items: readonly Sharer[]): Sharer | undefined {
  const byTime = items.toSorted((a, b) => a.sequence - b.sequence);
  const last = (kind: string) => byTime.findLast((item) => item.kind === kind);
  const authorized = byTime.filter(({ kind }) => kind === kinds.authorization);
  const ending = days.map((day) => authorized.find(({ expires }) => expires === day)).find((item) => item);
  return last(kinds.revocation) ?? last(kinds.deny) ?? ending ?? last(kinds.allow) ?? authorized.at(-1);
}

test('of images with the same layers the right one is first, whatever becomes of which, and each change touches a few keys', () => {
  fc.assert(
    fc.property(images, (changes) => {
      const index = new Map<string, string>();
      let touched = 0;
      const counted = {
        get: (key: string) => index.get(key) ?? null,
        set: (key: string, value: string) => {
          touched += 1;
          index.set(key, value);
        },
      };
      const model = new Map<string, Sharer>();
      for (const [i, [config, kind, day]] of changes.entries()) {
        const item = { config, sequence: i + 1, kind, expires: kind === kinds.authorization ? day : null };
        model.set(config, item);
        touched = 0;
        noteSharer(counted, layers, item);
        assert.deepEqual(readSharer(index.get(keys.layers(layers)) ?? ''), firstOf([...model.values()]));
        // Sixty images are three levels of eight.
        assert.ok(touched <= 8, `${touched} keys`);
      }
      for (const [key, value] of index) assert.ok(value.length < 120, key);
    }),
    { numRuns: 100 },
  );
});
