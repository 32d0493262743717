import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonSprawl } from './json-sprawl.ts';

const bounds = { depth: 3, containers: 5 };
const cases: readonly [text: string, sprawl: 'deep' | 'many' | null][] = [
  ['', null],
  ['1', null],
  ['[[[1]]]', null],
  ['[[[[1]]]]', 'deep'],
  ['{"a":{"a":{"a":{}}}}', 'deep'],
  ['[[],[],[],[]]', null],
  ['[[],[],[],[],{}]', 'many'],
  ['["[[[[[[[[", "\\"[[[[[[", "\\\\"]', null],
  ['"[[[[[[[[', null],
  [']]]]]]]]', null],
];

for (const [text, sprawl] of cases) {
  test(`${text || 'nothing'}: ${sprawl}`, () => assert.equal(jsonSprawl(Buffer.from(text), bounds), sprawl));
}

test('sixteen megabytes of brackets are refused without being parsed', () => {
  assert.equal(jsonSprawl(Buffer.alloc(16 << 20, '[')), 'deep');
  assert.equal(jsonSprawl(Buffer.from(`[${'[],'.repeat(1_500_000)}[]]`)), 'many');
});
