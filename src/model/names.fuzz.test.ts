import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { isDigest } from '../base/digest.ts';
import { parseImageName } from './image-name.ts';
import { InvalidRange, parseVersionRange } from './version-range.ts';

const piece = fc.constantFrom(
  'a',
  'B',
  '/',
  '//',
  ':',
  '@',
  '.',
  '..',
  '-',
  '_',
  '1',
  '[::1]',
  'localhost',
  ':443',
  'sha256:',
  'f'.repeat(64),
  ' ',
  '%2e',
  '\n',
);
const made = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

test('any text: the name of an image that can stand in a URL, or a reason', () => {
  let named = 0;
  fc.assert(
    fc.property(fc.oneof(made, fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const name = parseImageName(text);
      if ('reason' in name) return;
      named += 1;
      assert.match(name.repository, /^[a-z0-9]+(?:(?:\/|\.|_{1,2}|-+)[a-z0-9]+)*$/);
      assert.match(name.tag ?? 'x', /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
      assert.ok(name.digest === null || isDigest(name.digest));
      assert.ok(URL.canParse(`https://${name.host}/v2/`), name.host);
      assert.doesNotMatch(name.host, /[\s/@\\]/);
    }),
    campaign(111, 1500),
  );
  assert.ok(named > 10, `${named} were names`);
});

test('any text: a range of versions, or an error that names what is wrong', () => {
  const word = fc.constantFrom('<', '<=', '>', '=', '!=', '1.2.3', '1.x', '*', '||', ' ', ',', '1:2-3~a', '<1 ', '>=');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(word, { maxLength: 8 }).map((words) => words.join('')),
        fc.string(),
      ),
      (text) => {
        try {
          assert.ok(parseVersionRange(text).alternatives.length > 0);
        } catch (error) {
          assert.ok(error instanceof InvalidRange, String(error));
        }
      },
    ),
    campaign(112, 3000),
  );
});
