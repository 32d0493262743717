import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { inParallel } from './in-parallel.ts';

test('in the order of what they are about, no more at a time than wanted', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 3, 0], 2, async (time, at) => {
    running += 1;
    most = Math.max(most, running);
    await pause(time);
    running -= 1;
    return `${at}: ${time}`;
  });
  assert.deepEqual(results, ['0: 5', '1: 1', '2: 3', '3: 0']);
  assert.equal(most, 2);
  assert.deepEqual(await inParallel([], 4, async () => 1), []);
});

test('after a failure nothing is begun, and what was begun has ended when it is told', async () => {
  const log: string[] = [];
  const ending = new AbortController();
  const work = async (name: string) => {
    log.push(`${name} begins`);
    if (name === 'b') throw new Error('b fails');
    await pause(20);
    log.push(`${name} ends`);
    ending.signal.throwIfAborted();
  };
  await assert.rejects(
    inParallel(['a', 'b', 'c', 'd'], 2, work, (error) => ending.abort(error)),
    /b fails/,
  );
  assert.deepEqual(log, ['a begins', 'b begins', 'a ends']);
});
