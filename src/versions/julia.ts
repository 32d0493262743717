import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { trimZeros } from './numerals.ts';
import { type BuildPart, type BuildVersion, compareBuildVersions, coreOf } from './semver-builds.ts';

/** Julia keeps the three numbers in 32 bits, those behind them in 64. */
const largest = 2n ** 32n - 1n;
const largestPart = 2n ** 64n - 1n;
const words = String.raw`[0-9a-z-]+(?:\.[0-9a-z-]+)*`;
const shape = new RegExp(
  String.raw`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(-)|([a-z][0-9a-z-]*(?:\.[0-9a-z-]+)*|-${words})?(?:(\+)|\+(${words}))?)$`,
  'i',
);

/**
 * Versions of Julia packages (docs.julialang.org, "Version Number Literals"), as Julia's `VersionNumber` reads them: semantic versions whose last
 * numbers may be missing, with zeros in front or a prerelease without its hyphen (`1.0rc1`) if one likes, in which a build (`1.0.0+1`) is later
 * than none. `1.0-` comes before all prereleases of 1.0, and `1.0+` after all its builds.
 */
export const julia: VersionScheme<BuildVersion> = {
  name: 'julia',
  parse(text) {
    const [, major, minor, patch, lowest, prerelease, highest, build] = shape.exec(text) ?? [];
    const core = major === undefined ? null : coreOf([major, minor ?? '', patch ?? ''], largest);
    if (core === null) throw new InvalidVersion('julia', text);
    const partsOf = (list: string) => list.split('.').map((part) => partOf(part, text));
    const before = prerelease === undefined ? [] : partsOf(prerelease.replace(/^-/, ''));
    const behind = build === undefined ? [] : partsOf(build);
    return {
      core,
      prerelease: lowest === undefined ? before : [{ number: -1n }],
      build: highest === undefined ? behind : [{ word: afterAll }],
    };
  },
  compare: compareBuildVersions,
};

/** Higher than every word of letters, digits and hyphens. */
const afterAll = '~';

function partOf(part: string, text: string): BuildPart {
  if (!/^\d+$/.test(part)) return { word: part };
  const digits = trimZeros(part);
  const number = digits.length > 20 ? largestPart + 1n : BigInt(digits);
  if (number > largestPart) throw new InvalidVersion('julia', text);
  return { number };
}
