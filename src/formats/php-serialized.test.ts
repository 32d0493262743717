import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type PhpValue, readPhpSerialized } from './php-serialized.ts';

describe("what PHP's serialize writes", () => {
  const cases: readonly [string, PhpValue][] = [
    ['s:3:"abc";', 'abc'],
    ['s:2:"é";', 'é'],
    ['s:4:"a";b";', 'a";b'],
    ['i:-12;', -12],
    ['d:1.5;', 1.5],
    ['b:1;', true],
    ['N;', null],
    [
      'a:2:{s:4:"name";s:1:"x";i:0;a:1:{i:7;b:0;}}',
      new Map<string, PhpValue>([
        ['name', 'x'],
        ['0', new Map([['7', false]])],
      ]),
    ],
    ['a:0:{}', new Map()],
  ];
  for (const [text, value] of cases)
    test(text, () => assert.deepEqual(readPhpSerialized(Buffer.from(text)), { value }));

  const faults = [
    '',
    's:4:"abc";',
    's:99999999999:"abc";',
    's:-1:"";',
    'i:;',
    'i:x;',
    'a:1:{i:0;}',
    'a:1:{a:0:{}i:1;}',
    'a:99999999:{i:0;i:0;}',
    'a:1:{i:0;i:0;',
    'O:1:"X":0:{}',
    'R:1;',
    'a:1:{i:0;'.repeat(1000),
  ];
  for (const text of faults)
    test(`is not ${text.slice(0, 40)}`, () => assert.equal(readPhpSerialized(Buffer.from(text)), null));
});
