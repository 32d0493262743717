import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clip, displayWidth, fit, wrap } from './display-width.ts';

const widths: readonly (readonly [text: string, columns: number])[] = [
  ['', 0],
  ['openssl', 7],
  ['镜像层', 6],
  ['漏洞: CVE', 9],
  ['é', 1],
  ['e\u0301', 1],
  ['ｆｕｌｌ', 8],
  ['한국', 4],
  ['🚢', 2],
  ['✔ … · →', 7],
];
for (const [text, columns] of widths) test(`displayWidth: ${text}`, () => assert.equal(displayWidth(text), columns));

test('clip never splits a wide character', () => {
  assert.equal(clip('镜像层', 6), '镜像层');
  assert.equal(clip('镜像层', 5), '镜像…');
  assert.equal(clip('镜像层', 4), '镜…');
  assert.equal(clip('镜像层', 1), '…');
  assert.equal(clip('abc', 0), '');
});

test('fit gives exactly the columns asked for', () => {
  assert.equal(fit('镜像层', 4), '镜… ');
  assert.equal(fit('ab', 4), 'ab  ');
});

test('wrap breaks at spaces, between Chinese characters, and inside words that are too long', () => {
  assert.deepEqual(wrap('the quick brown fox', 10), ['the quick', 'brown fox']);
  assert.deepEqual(wrap('镜像以根用户运行，请修改。', 10), ['镜像以根用', '户运行，请', '修改。']);
  assert.deepEqual(wrap('aaaaaaaaaaaa bb', 5), ['aaaaa', 'aaaaa', 'aa bb']);
  assert.deepEqual(wrap('', 5), ['']);
});

test('wrap: no line is wider than asked, and no character is lost', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '镜', '，', '-', 'é', '🚢'), maxLength: 60 });
  fc.assert(
    fc.property(letters, fc.integer({ min: 2, max: 30 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) assert.ok(displayWidth(line) <= width, JSON.stringify(lines));
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
    { seed: 11, numRuns: 1000 },
  );
});
