import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { globMatches } from './glob.ts';

const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['netcat', 'netcat', true],
  ['netcat', 'netcat-openbsd', false],
  ['netcat*', 'netcat-openbsd', true],
  ['*cat', 'netcat', true],
  ['*cat', 'netcats', false],
  ['n*c*t', 'netcat', true],
  ['*', '', true],
  ['**', 'anything/at all', true],
  ['?', '', false],
  ['?', 'a', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*?', 'a', false],
  ['registry.local/app/*', 'registry.local/app/cart/web:2', true],
  ['registry.local/app/*', 'registryXlocal/app/cart', false],
  ['a.c', 'abc', false],
  ['[ab]', 'a', false],
  ['(a|b)+$', '(a|b)+$', true],
  ['*ab*ab*', 'xabyabz', true],
  ['*ab*ab*', 'xaby', false],
  ['', '', true],
  ['', 'a', false],
];

for (const [pattern, text, matches] of cases) {
  test(`${JSON.stringify(pattern)} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(text)}`, () => {
    assert.equal(globMatches(pattern, text), matches);
  });
}

test('a pattern made to backtrack takes no time', () => {
  const started = processorTime();
  assert.equal(globMatches(`${'a*'.repeat(250)}b`, 'a'.repeat(100_000)), false);
  assert.ok(processorTime() - started < 1000);
});
