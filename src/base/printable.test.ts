import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { processorTime } from '../../test/build/processor-time.ts';
import { printable, printableJson } from './printable.ts';

const cases: readonly (readonly [name: string, given: string, shown: string])[] = [
  ['plain words', 'openssl 3.0.9-1', 'openssl 3.0.9-1'],
  ['Chinese', '镜像层，漏洞', '镜像层，漏洞'],
  ['a colour sequence', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
  ['an eight-bit control sequence', 'a\u009b2Jb', 'a\\x9b2Jb'],
  ['a title change', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
  ['line ends', 'a\r\nplimsoll: allowed\n', 'a\\r\\nplimsoll: allowed\\n'],
  ['tab, nul and delete', '\t\0\u007f', '\\t\\x00\\x7f'],
  ['a bidirectional override', 'user\u202egnp.exe', 'user\\u{202e}gnp.exe'],
  ['an isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
  ['zero width characters', 'open\u200bssl\ufeff', 'open\\u{200b}ssl\\u{feff}'],
  ['a Unicode line separator', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ['a language tag character', '\u{e0041}', '\\u{e0041}'],
  ['letters drawn as nothing', '\u3164\u115f\u2800', '\\u{3164}\\u{115f}\\u{2800}'],
  ['stacked marks', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(4)}b`],
];

for (const [name, given, shown] of cases) test(`printable: ${name}`, () => assert.equal(printable(given), shown));

test('printable: a huge text is cut, and quickly', () => {
  const begun = processorTime();
  const shown = printable('\u001b'.repeat(5_000_000), 100);
  assert.equal(shown, `${'\\x1b'.repeat(100)}…`);
  assert.ok(processorTime() - begun < 2000);
});

test('printable: nothing that moves a cursor is left of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.doesNotMatch(printable(text), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test('JSON means the same and moves no cursor', () => {
  const value = { '\u202e': '\u009b2J\u007f\u2028\ufeff\u{e0041}', plain: 'ünï 中文 \n\u001b' };
  const json = printableJson(JSON.stringify(value, null, 2));
  assert.deepEqual(JSON.parse(json), value);
  assert.doesNotMatch(json.replaceAll('\n', ''), /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.match(json, /ünï 中文/);
  assert.equal(printableJson('{"a": "b"}'), '{"a": "b"}');
});
