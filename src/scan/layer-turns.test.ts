import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { layerTurns } from './layer-turns.ts';

test('one at a time for the same bytes, side by side for others, and on after a failure', async () => {
  const turns = layerTurns();
  const log: string[] = [];
  const work = (name: string, blob: string | null, fails = false) =>
    turns.alone(blob === null ? null : `sha256:${blob}`, async () => {
      log.push(`${name} begins`);
      await pause(20);
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const failing = assert.rejects(work('one', 'a', true), /one/);
  const results = await Promise.all([work('two', 'a'), work('three', 'b'), work('four', null), failing]);
  assert.deepEqual(results.slice(0, 3), ['two', 'three', 'four']);
  assert.ok(log.indexOf('two begins') > log.indexOf('one ends'), log.join(', '));
  assert.ok(log.indexOf('three begins') < log.indexOf('one ends'), log.join(', '));
  assert.ok(log.indexOf('four begins') < log.indexOf('one ends'), log.join(', '));
});
