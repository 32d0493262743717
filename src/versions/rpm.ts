import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, endOfDigits, isDigit, isLetter, trimZeros } from './numerals.ts';

/** `[epoch:]version[-release]`. Without a release it is below the same version with one. */
export interface RpmVersion {
  /** Digits without zeros in front; `''` is 0. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string | null;
}

/**
 * Versions of rpm packages (rpm-version(7)), in the order of `rpm.vercmp`. As there, everything but an empty text is a version: characters that
 * mean nothing only separate. An absent epoch is 0.
 */
export const rpm: VersionScheme<RpmVersion> = {
  name: 'rpm',
  parse(text) {
    if (text === '' || text.trim() !== text) throw new InvalidVersion('rpm', text);
    const digits = endOfDigits(text, 0);
    const hasEpoch = text.charCodeAt(digits) === 58;
    const rest = hasEpoch ? text.slice(digits + 1) : text;
    const hyphen = rest.lastIndexOf('-');
    return {
      epoch: hasEpoch ? trimZeros(text.slice(0, digits)) : '',
      version: hyphen === -1 ? rest : rest.slice(0, hyphen),
      release: hyphen === -1 ? null : rest.slice(hyphen + 1),
    };
  },
  compare(a, b) {
    const before = compareNumerals(a.epoch, b.epoch) || comparePart(a.version, b.version);
    if (before !== 0 || a.release === b.release) return before;
    if (a.release === null) return -1;
    return b.release === null ? 1 : comparePart(a.release, b.release);
  },
};

const tilde = 126;
const caret = 94;

/** Segment by segment: `~` before the end, the end before `^`, `^` before anything else, letters before numbers. */
function comparePart(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    if (a.charCodeAt(i) === tilde || b.charCodeAt(j) === tilde) {
      if (a.charCodeAt(i) !== tilde) return 1;
      if (b.charCodeAt(j) !== tilde) return -1;
      i++;
      j++;
      continue;
    }
    if (a.charCodeAt(i) === caret || b.charCodeAt(j) === caret) {
      if (i === a.length) return -1;
      if (j === b.length) return 1;
      if (a.charCodeAt(i) !== caret) return 1;
      if (b.charCodeAt(j) !== caret) return -1;
      i++;
      j++;
      continue;
    }
    if (i === a.length || j === b.length) break;
    const isNumber = isDigit(a.charCodeAt(i));
    if (isNumber !== isDigit(b.charCodeAt(j))) return isNumber ? 1 : -1;
    const endA = isNumber ? endOfDigits(a, i) : endOfLetters(a, i);
    const endB = isNumber ? endOfDigits(b, j) : endOfLetters(b, j);
    const order = isNumber
      ? compareNumerals(trimZeros(a.slice(i, endA)), trimZeros(b.slice(j, endB)))
      : compareTexts(a.slice(i, endA), b.slice(j, endB));
    if (order !== 0) return order;
    i = endA;
    j = endB;
  }
  if (i === a.length && j === b.length) return 0;
  return i < a.length ? 1 : -1;
}

function skipSeparators(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || isLetter(code) || code === tilde || code === caret) break;
  }
  return at;
}

function endOfLetters(text: string, from: number): number {
  let at = from;
  while (isLetter(text.charCodeAt(at))) at++;
  return at;
}
