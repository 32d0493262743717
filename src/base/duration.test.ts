import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationWords, parseDuration } from './duration.ts';

test('durations carry a unit', () => {
  const cases: [string, number | null][] = [
    ['10s', 10_000],
    ['5m', 300_000],
    ['7d', 604_800_000],
    ['250ms', 250],
    ['1.5h', 5_400_000],
    ['10', null],
    ['0s', null],
    ['-5m', null],
    ['5 minutes', null],
    ['', null],
  ];
  for (const [text, milliseconds] of cases) assert.equal(parseDuration(text), milliseconds, text);
});

test('durations are written in the largest unit without a rest', () => {
  const cases: [number, string][] = [
    [604_800_000, '7d'],
    [90_000, '90s'],
    [300_000, '5m'],
    [1_500, '1500ms'],
  ];
  for (const [milliseconds, words] of cases) assert.equal(durationWords(milliseconds), words);
});
