import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareLine, compareLines } from './compare-lines.ts';
import { deb } from './deb.ts';

async function* pieces(...parts: (string | Uint8Array)[]) {
  yield* parts;
}

async function answers(...parts: (string | Uint8Array)[]): Promise<string> {
  let output = '';
  for await (const piece of compareLines(pieces(...parts), deb)) output += piece;
  return output;
}

test('a line comes to a sign, or to invalid', () => {
  const table: readonly [string, string][] = [
    ['1 2', '<'],
    ['2 1', '>'],
    ['1.0 1.0-0', '='],
    ['  1\t 2\r', '<'],
    ['', 'invalid'],
    ['1', 'invalid'],
    ['1 2 3', 'invalid'],
    ['1: 2', 'invalid'],
    ['1 2:', 'invalid'],
  ];
  for (const [line, sign] of table) assert.equal(compareLine(deb, line), sign, JSON.stringify(line));
});

test('wherever the pieces end, every line has its answer', async () => {
  const input = '1 2\n\n2 1\r\n1é 1ê\nx\n3 3';
  const expected = '<\ninvalid\n>\n<\ninvalid\n=\n';
  assert.equal(await answers(input), expected);
  assert.equal(await answers(`${input}\n`), expected);
  const bytes = [...Buffer.from(input)].map((byte) => Uint8Array.of(byte));
  assert.equal(await answers(...bytes), expected);
  assert.equal(await answers(), '');
  assert.equal(await answers('\n'), 'invalid\n');
});

test('a line without an end is invalid and takes no memory', async () => {
  const mebibyte = '1'.repeat(2 ** 20);
  assert.equal(await answers(...Array.from({ length: 20 }, () => mebibyte), ' 1\n1 2\n'), 'invalid\n<\n');
  assert.equal(await answers(...Array.from({ length: 20 }, () => mebibyte)), 'invalid\n');
});
