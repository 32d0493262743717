import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals } from './numerals.ts';
import { compareSemanticVersions, readSemanticVersion, type SemanticVersion } from './semver-order.ts';

/** What node-semver takes: so many characters, and numbers that a double holds exactly. */
const maxLength = 256;
const maxNumber = String(Number.MAX_SAFE_INTEGER);

/**
 * Versions of npm packages as node-semver reads them (https://github.com/npm/node-semver, `parse` without options): semantic versions, with
 * a `v` in front if one likes and blanks around. Its loose mode (`=1.2.3`, `01.2.3`, `1.2.3beta`) is left out: the registry
 * stores none of these, advisories name none, and half a reading would order them by guess. Two prerelease numbers beyond 2^53 are told apart
 * here, where node-semver takes them for equal.
 */
export const npm: VersionScheme<SemanticVersion> = {
  name: 'npm',
  parse(text) {
    const plain = text.length > maxLength ? '' : text.trim();
    const version = readSemanticVersion(plain.startsWith('v') ? plain.slice(1) : plain);
    if (version === null || version.core.some((number) => compareNumerals(number, maxNumber) > 0)) {
      throw new InvalidVersion('npm', text);
    }
    return version;
  },
  compare: compareSemanticVersions,
};
