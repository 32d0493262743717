import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, endOfDigits, isDigit, isLowerCase, trimZeros } from './numerals.ts';

/** Numbers are digits without zeros in front, `''` for 0. */
export interface Pep440Version {
  readonly epoch: string;
  /** Without zeros at the end: 1.0 is 1. */
  readonly release: readonly string[];
  readonly pre: { readonly phase: 'a' | 'b' | 'rc'; readonly number: string } | null;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[] | null;
}

type Phase = 'a' | 'b' | 'rc';

/** A word is tried before one that it begins with. */
const phases: readonly (readonly [string, Phase])[] = [
  ['alpha', 'a'],
  ['a', 'a'],
  ['beta', 'b'],
  ['b', 'b'],
  ['preview', 'rc'],
  ['pre', 'rc'],
  ['rc', 'rc'],
  ['c', 'rc'],
];
const posts = [
  ['post', 'post'],
  ['rev', 'post'],
  ['r', 'post'],
] as const;
const devs = [['dev', 'dev']] as const;

/**
 * Python versions: the "Version specifiers" specification of the Python Packaging Authority (formerly PEP 440), with everything that its
 * "Normalization" section allows (case, `v`, other spellings and separators, implicit post releases). Local versions count.
 */
export const pep440: VersionScheme<Pep440Version> = { name: 'pep440', parse, compare, compareToBound };

function parse(original: string): Pep440Version {
  const text = original.trim().toLowerCase();
  const fail = () => new InvalidVersion('pep440', original);
  let at = text.startsWith('v') ? 1 : 0;
  const number = (): string => {
    const start = at;
    at = endOfDigits(text, at);
    return trimZeros(text.slice(start, at));
  };
  const isDigitAt = (place: number) => isDigit(text.charCodeAt(place));
  /** A word, with a separator in front or not, and a number, with a separator in front or not, which may be missing and then is 0. */
  const segment = <T>(
    words: readonly (readonly [string, T])[],
  ): { readonly name: T; readonly number: string } | null => {
    const start = isSeparator(text.charCodeAt(at)) ? at + 1 : at;
    const found = words.find(([word]) => text.startsWith(word, start));
    if (found === undefined) return null;
    at = start + found[0].length;
    if (isSeparator(text.charCodeAt(at))) at++;
    return { name: found[1], number: number() };
  };

  if (!isDigitAt(at)) throw fail();
  const first = number();
  const hasEpoch = text[at] === '!';
  if (hasEpoch && !isDigitAt(++at)) throw fail();
  const release = [hasEpoch ? number() : first];
  while (text[at] === '.' && isDigitAt(at + 1)) {
    at++;
    release.push(number());
  }
  const pre = segment(phases);
  let post: string | null;
  if (text[at] === '-' && isDigitAt(at + 1)) {
    at++;
    post = number();
  } else {
    post = segment(posts)?.number ?? null;
  }
  const dev = segment(devs)?.number ?? null;
  const local = text[at] === '+' ? localOf(text.slice(at + 1)) : null;
  if (local === undefined || (local === null && at !== text.length)) throw fail();
  while (release.at(-1) === '') release.pop();
  return {
    epoch: hasEpoch ? first : '',
    release,
    pre: pre === null ? null : { phase: pre.name, number: pre.number },
    post,
    dev,
    local,
  };
}

/** Letters and digits, parted by single separators; undefined where it is anything else. */
function localOf(text: string): readonly string[] | undefined {
  const parts = text.split(/[-_.]/);
  return parts.every((part) => part !== '' && isAlphanumeric(part)) ? parts : undefined;
}

function compare(a: Pep440Version, b: Pep440Version): -1 | 0 | 1 {
  return (
    compareNumerals(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    comparePre(a, b) ||
    compareOptional(a.post, b.post, 'low') ||
    compareOptional(a.dev, b.dev, 'high') ||
    compareLocals(a.local, b.local)
  );
}

/** `<= 2.6.0` and `== 2.6.0` hold for 2.6.0+cu124: what has no local version itself is compared without the other's ("Version matching"). */
function compareToBound(installed: Pep440Version, bound: Pep440Version): -1 | 0 | 1 {
  return compare(bound.local === null ? { ...installed, local: null } : installed, bound);
}

function compareReleases(a: readonly string[], b: readonly string[]): -1 | 0 | 1 {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const order = compareNumerals(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** A development release of a final one comes before its pre-releases; a final one after them. */
function comparePre(a: Pep440Version, b: Pep440Version): -1 | 0 | 1 {
  const rank = (version: Pep440Version) => {
    if (version.pre !== null) return { a: 1, b: 2, rc: 3 }[version.pre.phase];
    return version.post === null && version.dev !== null ? 0 : 4;
  };
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
  return a.pre === null || b.pre === null ? 0 : compareNumerals(a.pre.number, b.pre.number);
}

function compareOptional(a: string | null, b: string | null, missing: 'low' | 'high'): -1 | 0 | 1 {
  if (a === b) return 0;
  if (a === null || b === null) return (a === null) === (missing === 'low') ? -1 : 1;
  return compareNumerals(a, b);
}

/** Numbers by value and above words; of two with the same beginning the longer one is higher. */
function compareLocals(a: readonly string[] | null, b: readonly string[] | null): -1 | 0 | 1 {
  const left = a ?? [];
  const right = b ?? [];
  for (let at = 0; at < left.length || at < right.length; at++) {
    const order = compareLocalParts(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareLocalParts(a: string | undefined, b: string | undefined): -1 | 0 | 1 {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const isNumber = endOfDigits(a, 0) === a.length;
  if (isNumber !== (endOfDigits(b, 0) === b.length)) return isNumber ? 1 : -1;
  return isNumber ? compareNumerals(trimZeros(a), trimZeros(b)) : compareTexts(a, b);
}

function isSeparator(code: number): boolean {
  return code === 45 || code === 46 || code === 95;
}

function isAlphanumeric(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code) && !isLowerCase(code)) return false;
  }
  return true;
}
