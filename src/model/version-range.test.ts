import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pep440 } from '../versions/pep440.ts';
import { bindVersionRange, InvalidRange, parseVersionRange } from './version-range.ts';
import { InvalidVersion, type VersionScheme } from './version-scheme.ts';

/** Dotted numbers, exactly three of them where `strict`. */
function numbers(strict: boolean): VersionScheme<readonly number[]> {
  return {
    name: 'numbers',
    parse(text) {
      if (!(strict ? /^v?\d+\.\d+\.\d+$/ : /^(\d+[:!])?\d+(\.\d+)*$/).test(text))
        throw new InvalidVersion('numbers', text);
      const [epoch, rest] = /[:!]/.test(text) ? text.split(/[:!]/) : ['0', text];
      return [Number(epoch), ...(rest ?? '').replace('v', '').split('.').map(Number)];
    },
    compare(a, b) {
      for (let at = 0; at < Math.max(a.length, b.length); at++) {
        const difference = (a[at] ?? 0) - (b[at] ?? 0);
        if (difference !== 0) return difference < 0 ? -1 : 1;
      }
      return 0;
    },
  };
}

const table: readonly [range: string, inside: string, outside: string][] = [
  ['<2.17.1', '0 2.17.0 2.9', '2.17.1 3'],
  ['<=1.2', '1.2 1.2.0 1', '1.2.1'],
  ['>1', '1.0.1 2', '1 1.0 0'],
  ['>=1 <2', '1 1.9.9', '0.9 2'],
  ['>=1,<2', '1 1.9.9', '0.9 2'],
  [' >= 1 ,  < 2 ', '1 1.9.9', '0.9 2'],
  ['=1.0', '1.0 1 1.0.0', '1.0.1'],
  ['==1.0', '1', '2'],
  ['1.0', '1', '2'],
  ['!=1', '2', '1.0'],
  ['1.x || >=3', '1 1.0 1.99.1 3 4', '0.1 2 2.9'],
  ['1.2.*', '1.2 1.2.3 1:1.2.3 7!1.2 01.02', '1.20 1 1.3 2'],
  ['!=1.x', '2 10.1', '1.5'],
  ['*', '0 1 9:9', ''],
  ['x', '0', ''],
  ['>=1!1', '1!1 2!0', '9'],
  ['!=1!1', '1', '1!1'],
];

for (const [text, inside, outside] of table) {
  test(`version range "${text}"`, () => {
    const contains = bindVersionRange(parseVersionRange(text), numbers(false));
    for (const version of inside.split(' ')) assert.equal(contains(version), true, version);
    for (const version of outside.split(' ').filter(Boolean)) assert.equal(contains(version), false, version);
  });
}

test('a short bound is completed where the scheme wants three numbers', () => {
  const contains = bindVersionRange(parseVersionRange('>=1 <v2.1'), numbers(true));
  assert.deepEqual(['0.9.9', '1.0.0', '2.0.9', '2.1.0'].map(contains), [false, true, true, false]);
});

test('what is no range is refused, with the part that is not', () => {
  const bad: readonly [string, string][] = [
    ['', ''],
    ['  ', ''],
    ['1 ||', ''],
    ['|| 1', ''],
    ['<', '<'],
    ['>=1 <', '<'],
    ['< > 1', '< >'],
    ['<1.x', '<1.x'],
    ['1|2', '=1|2'],
    ['1<2', '=1<2'],
    ['=>1', '=>1'],
  ];
  for (const [text, part] of bad) {
    assert.throws(
      () => parseVersionRange(text),
      (error) => error instanceof InvalidRange && error.part === part,
      text,
    );
  }
});

test('a version that the scheme does not know is told, in the range and outside', () => {
  assert.throws(() => bindVersionRange(parseVersionRange('<nonsense'), numbers(false)), InvalidVersion);
  assert.throws(() => bindVersionRange(parseVersionRange('<1.2.3.4'), numbers(true)), InvalidVersion);
  const contains = bindVersionRange(parseVersionRange('<1 || *'), numbers(false));
  assert.throws(() => contains('nonsense'), InvalidVersion);
});

test('a condition holds for what a builder made of a version, where the scheme says so', () => {
  const contains = (text: string, version: string) => bindVersionRange(parseVersionRange(text), pep440)(version);
  assert.equal(contains('<=2.6.0', '2.6.0+cu124'), true);
  assert.equal(contains('2.6.0', '2.6.0+cu124'), true);
  assert.equal(contains('>2.6.0', '2.6.0+cu124'), false);
  assert.equal(contains('2.6.0+cpu', '2.6.0+cu124'), false);
});
