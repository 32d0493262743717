import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JsonSplitFault, JsonSplitter, type SplitBounds } from './json-splitter.ts';

const bounds: SplitBounds = { depth: 4, containers: 50, containersOfPiece: 10, piece: 100 };

function heard(text: string | Buffer, size = 1 << 20): readonly unknown[] {
  const events: unknown[] = [];
  const splitter = new JsonSplitter(
    {
      member: (name, value) => events.push([name, value]),
      list: (name) => events.push(name),
      item: (list, value) => events.push([`${list}[]`, value]),
    },
    bounds,
  );
  const bytes = Buffer.from(text);
  const chunk = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    // The next chunk overwrites this one.
    const length = bytes.copy(chunk, 0, at, at + size);
    splitter.write(chunk.subarray(0, length));
  }
  splitter.end();
  return events;
}

const sample = '\ufeff{ "a" : 1.5e3 ,"b":[1,"x\\"]",{"c":[[]]} , null],\n"leer":[],"ü":"ö\\\\","d":{"e":[true]}}\n';
const events = [
  ['a', 1500],
  'b',
  ['b[]', 1],
  ['b[]', 'x"]'],
  ['b[]', { c: [[]] }],
  ['b[]', null],
  'leer',
  ['ü', 'ö\\'],
  ['d', { e: [true] }],
];

test('members and items, however the bytes come', () => {
  for (const size of [1, 2, 3, 7, 64, 1 << 20]) assert.deepEqual(heard(sample, size), events, `${size}`);
  assert.deepEqual(heard(' {} '), []);
});

describe('a fault', () => {
  const cases: readonly (readonly [text: string | Buffer, kind: string])[] = [
    ['', 'no-json'],
    ['[]', 'no-object'],
    ['1', 'no-object'],
    ['{', 'no-json'],
    ['{"a"', 'no-json'],
    ['{"a":', 'no-json'],
    ['{"a":1', 'no-json'],
    ['{"a":1,}', 'no-json'],
    ['{,"a":1}', 'no-json'],
    ['{"a" 1}', 'no-json'],
    ['{"a":[1,]}', 'no-json'],
    ['{"a":[,1]}', 'no-json'],
    ['{"a":[1 2]}', 'no-json'],
    ['{"a":[1}', 'no-json'],
    ['{"a":{]}', 'no-json'],
    ['{"a":tru}', 'no-json'],
    ['{"a":"\u0001"}', 'no-json'],
    ['{"a":1}}', 'no-json'],
    ['{"a":1}{}', 'no-json'],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'no-text'],
    ['{"a":1,"\\u0061":[]}', 'repeated'],
    [`{"a":[${'['.repeat(5)}${']'.repeat(5)}]}`, 'deep'],
    [`{"a":${'['.repeat(1000)}`, 'deep'],
    [`{"a":[[${Array(11).fill('{}')}]]}`, 'many'],
    [`{"a":[${Array(60).fill('{}')}]}`, 'many'],
    [`{"a":"${'x'.repeat(100)}"}`, 'large'],
    [`{"${'x'.repeat(100)}`, 'large'],
  ];
  for (const [text, kind] of cases) {
    test(`${String(text).slice(0, 40)}: ${kind}`, () => {
      for (const size of [1, 1 << 20])
        assert.throws(
          () => heard(text, size),
          (error) => error instanceof JsonSplitFault && error.kind === kind,
        );
    });
  }
});
