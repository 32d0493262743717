import { compareNumerals, compareTexts, trimZeros } from './numerals.ts';

export type BuildPart = { readonly number: bigint } | { readonly word: string };

/** A semantic version whose build metadata has a say in the order, against the specification. */
export interface BuildVersion {
  /** Major, minor and patch, without zeros in front (`''` is 0). */
  readonly core: readonly [string, string, string];
  /** Empty for a release. */
  readonly prerelease: readonly BuildPart[];
  readonly build: readonly BuildPart[];
}

/** As semantic versions; where these are equal, a build comes after none, and builds by their parts. */
export function compareBuildVersions(a: BuildVersion, b: BuildVersion): -1 | 0 | 1 {
  const core =
    compareNumerals(a.core[0], b.core[0]) ||
    compareNumerals(a.core[1], b.core[1]) ||
    compareNumerals(a.core[2], b.core[2]);
  if (core !== 0) return core;
  if ((a.prerelease.length === 0) !== (b.prerelease.length === 0)) return a.prerelease.length === 0 ? 1 : -1;
  return compareParts(a.prerelease, b.prerelease) || compareParts(a.build, b.build);
}

/** Numbers before words, more parts after fewer. */
function compareParts(a: readonly BuildPart[], b: readonly BuildPart[]): -1 | 0 | 1 {
  for (const [at, left] of a.entries()) {
    const right = b[at];
    if (right === undefined) return 1;
    const order = comparePart(left, right);
    if (order !== 0) return order;
  }
  return a.length === b.length ? 0 : -1;
}

function comparePart(a: BuildPart, b: BuildPart): -1 | 0 | 1 {
  if ('word' in a) return 'word' in b ? compareTexts(a.word, b.word) : 1;
  if ('word' in b) return -1;
  return a.number === b.number ? 0 : a.number < b.number ? -1 : 1;
}

/** The three numbers of a version, up to the largest one that the ecosystem's tool has room for; null where one is larger. */
export function coreOf(numbers: readonly string[], largest: bigint): BuildVersion['core'] | null {
  const [major = '', minor = '', patch = ''] = numbers.map(trimZeros);
  const most = String(largest);
  return [major, minor, patch].some((number) => compareNumerals(number, most) > 0) ? null : [major, minor, patch];
}
