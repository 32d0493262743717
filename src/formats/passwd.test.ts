import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { readPasswd } from './passwd.ts';

const cases: readonly [string, string, readonly [string, number, number][]][] = [
  [
    'as usual',
    'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/home/app:/bin/sh\n',
    [
      ['root', 0, 0],
      ['app', 1000, 1001],
    ],
  ],
  ['blanks around, empty lines', '\n  a:x:1:2:::\t\r\n\n', [['a', 1, 2]]],
  ['a uid that is no number is 0', 'toor:x:zero:5:::', [['toor', 0, 5]]],
  [
    'numbers as Go reads them',
    'a:x:+7:-1:::\nb:x: 5:0x10:::\nc:x:1_000:1e3:::',
    [
      ['a', 7, -1],
      ['b', 0, 0],
      ['c', 0, 0],
    ],
  ],
  ['too large a number is the largest', 'a:x:99999999999999999999:0:::', [['a', Number.MAX_SAFE_INTEGER, 0]]],
  ['missing fields are empty', 'lonely', [['lonely', 0, 0]]],
  ['a comment is an account of that name', '#a:x:1:1', [['#a', 1, 1]]],
  [
    'of one name several',
    'a:x:1:1\na:x:0:0',
    [
      ['a', 1, 1],
      ['a', 0, 0],
    ],
  ],
  ['Go knows more blanks', '\u0085\u00a0\u2003a:x:3:3\u3000', [['a', 3, 3]]],
];
for (const [name, text, expected] of cases) {
  test(name, () => {
    const { entries, stopped } = readPasswd(Buffer.from(text));
    assert.deepEqual(
      entries.map(({ name, uid, gid }) => [name, uid, gid]),
      expected,
    );
    assert.equal(stopped, null);
  });
}

test('a line longer than a runtime takes', () => {
  assert.deepEqual(readPasswd(Buffer.from(`a:x:1:1\n${'b'.repeat(70_000)}\nc:x:1:1\n`)).stopped, 'line-too-long');
});

test('more accounts than anybody has', () => {
  const { entries, stopped } = readPasswd(Buffer.from('a:x:1:1\n'.repeat(100_001)));
  assert.deepEqual([entries.length, stopped], [100_000, 'too-many']);
});

test('lines of blanks take no time to speak of', () => {
  const started = processorTime();
  readPasswd(Buffer.from(`a${' '.repeat(60_000)}b\n`.repeat(100)));
  assert.ok(processorTime() - started < 1000);
});
