import { compareNumerals, compareTexts, endOfDigits, isDigit, isLetter } from './numerals.ts';

/** A semantic version without its build metadata, which has no say in the order. */
export interface SemanticVersion {
  readonly core: readonly [string, string, string];
  /** Empty for a release. */
  readonly prerelease: readonly string[];
}

/** Reads `MAJOR.MINOR.PATCH[-prerelease][+build]` by the grammar of Semantic Versioning 2.0.0; null where it is none. Numbers may have any length. */
export function readSemanticVersion(text: string): SemanticVersion | null {
  const major = endOfNumber(text, 0);
  const minor = text[major] === '.' ? endOfNumber(text, major + 1) : -1;
  const patch = minor !== -1 && text[minor] === '.' ? endOfNumber(text, minor + 1) : -1;
  if (patch === -1) return null;
  const plus = text.indexOf('+', patch);
  const stop = plus === -1 ? text.length : plus;
  if (
    plus !== -1 &&
    !text
      .slice(plus + 1)
      .split('.')
      .every(isIdentifier)
  )
    return null;
  const core = [text.slice(0, major), text.slice(major + 1, minor), text.slice(minor + 1, patch)] as const;
  if (stop === patch) return { core, prerelease: [] };
  if (text[patch] !== '-') return null;
  const prerelease = text.slice(patch + 1, stop).split('.');
  if (!prerelease.every((part) => isIdentifier(part) && !(isNumber(part) && part.length > 1 && part.startsWith('0')))) {
    return null;
  }
  return { core, prerelease };
}

/** Semantic Versioning 2.0.0, section 11. */
export function compareSemanticVersions(a: SemanticVersion, b: SemanticVersion): -1 | 0 | 1 {
  const core =
    compareNumerals(a.core[0], b.core[0]) ||
    compareNumerals(a.core[1], b.core[1]) ||
    compareNumerals(a.core[2], b.core[2]);
  if (core !== 0) return core;
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    if (a.prerelease.length === b.prerelease.length) return 0;
    return a.prerelease.length === 0 ? 1 : -1;
  }
  for (const [at, left] of a.prerelease.entries()) {
    const right = b.prerelease[at];
    if (right === undefined) return 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return a.prerelease.length === b.prerelease.length ? 0 : -1;
}

function compareIdentifiers(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return isNumber(a) ? compareNumerals(a, b) : compareTexts(a, b);
}

/** -1 where there is no number without zeros in front. */
function endOfNumber(text: string, from: number): number {
  const stop = endOfDigits(text, from);
  return stop === from || (text[from] === '0' && stop > from + 1) ? -1 : stop;
}

function isNumber(text: string): boolean {
  return text !== '' && endOfDigits(text, 0) === text.length;
}

function isIdentifier(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code) && !isLetter(code) && code !== 45) return false;
  }
  return text !== '';
}
