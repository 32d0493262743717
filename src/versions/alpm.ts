import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { bytesOf, compareNumerals, compareTexts, endOfDigits, isDigit, isLetter, trimZeros } from './numerals.ts';

/** `[epoch:]version[-release]`; the texts hold one byte a character. */
export interface AlpmVersion {
  /** Digits without zeros in front; `''` is 0. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string | null;
}

/**
 * Versions of pacman's packages, in the order of vercmp(8). Where vercmp gives no order (what it says of three goes in a circle), there is
 * none here: a version or a release that begins or ends with a separator is invalid; and one without a release, which vercmp calls the same
 * as each that has one, is below them.
 */
export const alpm: VersionScheme<AlpmVersion> = {
  name: 'alpm',
  parse(original) {
    const text = bytesOf(original);
    const digits = endOfDigits(text, 0);
    const hasEpoch = text.charCodeAt(digits) === 58;
    const rest = hasEpoch ? text.slice(digits + 1) : text;
    const hyphen = rest.lastIndexOf('-');
    const version = hyphen === -1 ? rest : rest.slice(0, hyphen);
    const release = hyphen === -1 ? null : rest.slice(hyphen + 1);
    if (!isBounded(version) || (release !== null && !isBounded(release))) throw new InvalidVersion('alpm', original);
    return { epoch: hasEpoch ? trimZeros(text.slice(0, digits)) : '', version, release };
  },
  compare(a, b) {
    const before = compareNumerals(a.epoch, b.epoch) || comparePart(a.version, b.version);
    if (before !== 0 || a.release === b.release) return before;
    if (a.release === null) return -1;
    return b.release === null ? 1 : comparePart(a.release, b.release);
  },
};

function isBounded(part: string): boolean {
  const [first, last] = [part.charCodeAt(0), part.charCodeAt(part.length - 1)];
  return (isDigit(first) || isLetter(first)) && (isDigit(last) || isLetter(last));
}

/**
 * Segment by segment, of digits or of letters; what stands between them counts by its length. Digits are above letters. What is left over
 * of one is above the other's end, but for letters that follow directly (`1.0rc` is below `1.0`).
 */
function comparePart(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [fromA, fromB] = [i, j];
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    if (i === a.length || j === b.length) break;
    if (i - fromA !== j - fromB) return i - fromA < j - fromB ? -1 : 1;
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
  const isBelow = (i === a.length && !isLetter(b.charCodeAt(j))) || isLetter(a.charCodeAt(i));
  return isBelow ? -1 : 1;
}

function skipSeparators(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isDigit(text.charCodeAt(at)) && !isLetter(text.charCodeAt(at))) at++;
  return at;
}

function endOfLetters(text: string, from: number): number {
  let at = from;
  while (isLetter(text.charCodeAt(at))) at++;
  return at;
}
