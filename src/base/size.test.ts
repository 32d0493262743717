import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSize, sizeWords } from './size.ts';

test('sizes are read as people write them', () => {
  const cases: [string, number | null][] = [
    ['500MB', 500_000_000],
    ['2GiB', 2 ** 31],
    ['1048576', 1048576],
    ['1.5 gb', 1_500_000_000],
    ['10b', 10],
    ['0', null],
    ['-1', null],
    ['1e9', null],
    ['', null],
    ['MB', null],
    ['12XB', null],
    ['999999999999999TB', null],
  ];
  for (const [text, bytes] of cases) assert.equal(parseSize(text), bytes, text);
});

test('sizes are written with three digits at most', () => {
  const cases: [number, string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [12_345_678, '12.3 MB'],
    [148_000_000, '148 MB'],
    [999_600_000, '1.0 GB'],
  ];
  for (const [bytes, words] of cases) assert.equal(sizeWords(bytes), words);
});
