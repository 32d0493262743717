import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { type BuildPart, type BuildVersion, compareBuildVersions, coreOf } from './semver-builds.ts';

/** Dart's `int`. */
const largest = 2n ** 63n - 1n;
const words = String.raw`([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)`;
const shape = new RegExp(String.raw`^(\d+)\.(\d+)\.(\d+)(?:-${words})?(?:\+${words})?$`);

/**
 * Versions of Dart packages (dart.dev, "Package versioning"), as its package `pub_semver` reads them: semantic versions in which a build
 * (`1.0.0+1`) is later than none, and zeros may stand in front of numbers.
 */
export const pub: VersionScheme<BuildVersion> = {
  name: 'pub',
  parse(text) {
    const [, major = '', minor = '', patch = '', prerelease, build] = shape.exec(text) ?? [];
    const core = major === '' ? null : coreOf([major, minor, patch], largest);
    if (core === null) throw new InvalidVersion('pub', text);
    const partsOf = (list: string | undefined) =>
      list === undefined ? [] : list.split('.').map((part) => partOf(part, text));
    return { core, prerelease: partsOf(prerelease), build: partsOf(build) };
  },
  compare: compareBuildVersions,
};

/** Dart takes a hyphen in front of digits for a sign, and a number that it has no room for for a word. Hexadecimal ones, which it reads too, nobody means. */
function partOf(part: string, text: string): BuildPart {
  if (/^-?0x[0-9a-f]+$/i.test(part)) throw new InvalidVersion('pub', text);
  const [, digits] = /^-?0*(\d{1,19})$/.exec(part) ?? [];
  if (digits === undefined) return { word: part };
  const number = part.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  return number > largest || number < -largest - 1n ? { word: part } : { number };
}
