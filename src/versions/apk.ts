import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, endOfDigits, isDigit, isLowerCase, trimZeros } from './numerals.ts';

/** In the order of apk-tools: where two versions part, the one whose next part stands further down here is the higher one. */
const kinds = ['early', 'end', 'revision', 'hash', 'suffix-number', 'late', 'letter', 'number', 'first'] as const;
type Kind = (typeof kinds)[number];

interface Part {
  readonly rank: number;
  /** For numbers without zeros in front, apart from `number`, where they count. */
  readonly value: string;
}

export type ApkVersion = readonly Part[];

/** Suffixes before the release that they lead to, and after it, each in order. */
const early = ['alpha', 'beta', 'pre', 'rc'];
const late = ['cvs', 'svn', 'git', 'hg', 'p'];

/**
 * Versions of Alpine packages: `1.2.3b_rc1_git20240101~0a1b2c-r4` (apk-package(5), "pkgver"; the grammar and order of apk-tools 2.14 and 3).
 * What `apk version --check` does not take is invalid. Numbers of any length are compared, where apk stops at 64 bits.
 */
export const apk: VersionScheme<ApkVersion> = {
  name: 'apk',
  parse,
  compare(a, b) {
    for (let at = 0; ; at++) {
      const left = a[at] ?? end;
      const right = b[at] ?? end;
      const order = left.rank === right.rank ? comparePart(left, right) : left.rank < right.rank ? -1 : 1;
      if (order !== 0 || left === end) return order;
    }
  },
};

const rankOf = (kind: Kind): number => kinds.indexOf(kind);
const numberRank = rankOf('number');
const letterRank = rankOf('letter');
const hashRank = rankOf('hash');
const end: Part = { rank: rankOf('end'), value: '' };

function comparePart(a: Part, b: Part): -1 | 0 | 1 {
  if (a.rank === letterRank || a.rank === hashRank) return compareTexts(a.value, b.value);
  // A number after a dot that begins with a zero is a decimal fraction: 1.05 is below 1.1, and 1.010 is below 1.02.
  if (a.rank === numberRank && (a.value.startsWith('0') || b.value.startsWith('0')))
    return compareTexts(a.value, b.value);
  return compareNumerals(a.value, b.value);
}

function parse(text: string): ApkVersion {
  const parts: Part[] = [];
  let at = 0;
  const fail = () => new InvalidVersion('apk', text);
  const digits = (kind: Kind) => {
    const stop = endOfDigits(text, at);
    if (stop === at) throw fail();
    const value = text.slice(at, stop);
    parts.push({ rank: rankOf(kind), value: kind === 'number' ? value : trimZeros(value) });
    at = stop;
  };

  digits('first');
  while (text[at] === '.') {
    at++;
    digits('number');
  }
  if (isLowerCase(text.charCodeAt(at))) parts.push({ rank: rankOf('letter'), value: text.charAt(at++) });
  while (text[at] === '_') {
    const start = ++at;
    while (isLowerCase(text.charCodeAt(at))) at++;
    const part = suffix(text.slice(start, at));
    if (part === null) throw fail();
    parts.push(part);
    if (isDigit(text.charCodeAt(at))) digits('suffix-number');
  }
  if (text[at] === '~') {
    const start = ++at;
    while (isHexDigit(text.charCodeAt(at))) at++;
    if (at === start) throw fail();
    parts.push({ rank: rankOf('hash'), value: text.slice(start, at) });
  }
  if (text.startsWith('-r', at)) {
    at += 2;
    digits('revision');
  }
  if (at !== text.length) throw fail();
  return parts;
}

/** The place in its list stands for the word, as a numeral. */
function suffix(word: string): Part | null {
  if (early.includes(word)) return { rank: rankOf('early'), value: String(early.indexOf(word)) };
  if (late.includes(word)) return { rank: rankOf('late'), value: String(late.indexOf(word)) };
  return null;
}

/** apk knows them in lower case alone. */
function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102);
}
