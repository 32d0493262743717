import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, trimZeros } from './numerals.ts';

/** What PHP's `version_compare` makes of the normalized version: numbers without zeros in front (`''` is 0), and words by rank. */
export type ComposerVersion = readonly ({ readonly number: string } | { readonly rank: number })[];

/** Characters; Composer's registry takes no longer ones. */
const LONGEST = 256;
/** `version_compare`: what it does not know comes first, and a number lies between `RC` and `p`. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['dev', 1],
  ['alpha', 2],
  ['beta', 3],
  ['rc', 4],
  ['patch', 6],
]);
const NUMBER = 5;
const words: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['p', 'patch'],
  ['pl', 'patch'],
]);
const modifier = String.raw`[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d+(?:[.-]\d+)*)?))?([.-]?dev)?`;
const classical = new RegExp(String.raw`^v?(\d{1,5})(\.\d+)?(\.\d+)?(\.\d+)?${modifier}$`, 'i');
const dated = new RegExp(String.raw`^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})${modifier}$`, 'i');
const branch = /^v?(\d+)(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?[.-]?dev$/i;

/**
 * Versions of PHP packages as Composer reads them (`composer/semver`, `VersionParser::normalize`) and PHP compares what comes of it
 * (`version_compare`). Branches without numbers (`dev-main`) have no order and are no versions here.
 */
export const composer: VersionScheme<ComposerVersion> = { name: 'composer', parse, compare };

function parse(original: string): ComposerVersion {
  const fail = () => new InvalidVersion('composer', original);
  if (original.length > LONGEST) throw fail();
  const text = original
    .trim()
    .replace(/^([^,\s@]+)@(?:stable|rc|beta|alpha|dev)$/i, '$1')
    .replace(/^([^,\s+]+)\+\S+$/, '$1');
  const [, major, minor, patch, revision, word, number, dev] = classical.exec(text) ?? [];
  if (major !== undefined) {
    const numbers = [major, ...[minor, patch, revision].map((part) => part?.slice(1) ?? '0')];
    return [...numbers.map(numberOf), ...suffixOf(word, number, dev)];
  }
  const [, date, dateWord, dateNumber, dateDev] = dated.exec(text) ?? [];
  if (date !== undefined) return [...date.split(/\D/).map(numberOf), ...suffixOf(dateWord, dateNumber, dateDev)];
  const parts = branch.exec(text)?.slice(1);
  if (parts === undefined) throw fail();
  // A branch comes after all releases that may come out of it.
  const numbers = parts
    .map((part) => part?.replace(/^\./, '') ?? 'x')
    .map((part) => (/^\d+$/.test(part) ? part : '9999999'));
  return [...numbers.map(numberOf), { rank: 1 }];
}

function suffixOf(word: string | undefined, number: string | undefined, dev: string | undefined): ComposerVersion {
  if (word === 'stable') return [];
  const rank = word === undefined ? undefined : rankOfWord(word.toLowerCase());
  const numbers = (number ?? '').split(/[.-]/).filter((part) => part !== '');
  return [
    ...(rank === undefined ? [] : [{ rank }, ...numbers.map(numberOf)]),
    ...(dev === undefined ? [] : [{ rank: 1 }]),
  ];
}

/** `stable` in capitals Composer leaves where it is, and PHP does not know it. */
function rankOfWord(word: string): number {
  return ranks.get(words.get(word) ?? word) ?? 0;
}

function numberOf(digits: string): { readonly number: string } {
  return { number: trimZeros(digits) };
}

function compare(a: ComposerVersion, b: ComposerVersion): -1 | 0 | 1 {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [left, right] = [a[at], b[at]];
    if (left !== undefined && right !== undefined && 'number' in left && 'number' in right) {
      const order = compareNumerals(left.number, right.number);
      if (order !== 0) return order;
      continue;
    }
    // What goes on with a number is higher than what has ended, whatever the number; what goes on with a word is what that says.
    const [one, other] = [rankOf(left), rankOf(right)];
    if (one !== other) return one < other ? -1 : 1;
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
  }
  return 0;
}

function rankOf(part: ComposerVersion[number] | undefined): number {
  if (part === undefined) return NUMBER;
  return 'number' in part ? NUMBER : part.rank;
}
