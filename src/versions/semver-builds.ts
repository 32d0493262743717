import { compareNumerals, compareTexts, endOfDigits, trimZeros } from './numerals.ts';
import { compareSemanticVersions, readSemanticVersion, type SemanticVersion } from './semver-order.ts';

/** A semantic version whose build metadata has a say in the order, against the specification. */
export interface BuildVersion extends SemanticVersion {
  readonly build: readonly string[];
}

export function readBuildVersion(text: string): BuildVersion | null {
  const version = readSemanticVersion(text);
  if (version === null) return null;
  const plus = text.indexOf('+');
  return { ...version, build: plus === -1 ? [] : text.slice(plus + 1).split('.') };
}

/** As semantic versions; where these are equal, a build comes after none, and builds by their parts: numbers before words, more parts after fewer. */
export function compareBuildVersions(a: BuildVersion, b: BuildVersion): -1 | 0 | 1 {
  const order = compareSemanticVersions(a, b);
  if (order !== 0) return order;
  for (let at = 0; at < Math.min(a.build.length, b.build.length); at += 1) {
    const parts = compareParts(a.build[at] ?? '', b.build[at] ?? '');
    if (parts !== 0) return parts;
  }
  return a.build.length === b.build.length ? 0 : a.build.length < b.build.length ? -1 : 1;
}

function compareParts(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = [isNumber(a), isNumber(b)];
  if (left !== right) return left ? -1 : 1;
  return left ? compareNumerals(trimZeros(a), trimZeros(b)) : compareTexts(a, b);
}

function isNumber(text: string): boolean {
  return text !== '' && endOfDigits(text, 0) === text.length;
}
