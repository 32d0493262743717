import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysBetween, minuteWords, secondsWords } from './moments.ts';

test('secondsWords: one decimal, two where it is quick', () => {
  assert.deepEqual([0, 42, 99, 100, 1412, 61_000].map(secondsWords), ['0.00', '0.04', '0.10', '0.1', '1.4', '61.0']);
});

test('minuteWords cuts a time to its minute and leaves other texts alone', () => {
  assert.equal(minuteWords('2026-03-04T06:00:59.123Z'), '2026-03-04 06:00');
  assert.equal(minuteWords('yesterday'), 'yesterday');
});

test('daysBetween counts whole days, never below none', () => {
  assert.equal(daysBetween('2026-03-01T12:00:00Z', '2026-03-04T11:00:00Z'), 2);
  assert.equal(daysBetween('2026-03-05T00:00:00Z', '2026-03-04T00:00:00Z'), 0);
  assert.equal(daysBetween('', '2026-03-04T00:00:00Z'), null);
});
