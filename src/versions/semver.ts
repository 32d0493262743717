import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareSemanticVersions, readSemanticVersion, type SemanticVersion } from './semver-order.ts';

/** Semantic Versioning 2.0.0 (https://semver.org/spec/v2.0.0.html), to the letter: no `v` in front, no zeros in front, numbers of any length. */
export const semver: VersionScheme<SemanticVersion> = {
  name: 'semver',
  parse(text) {
    const version = readSemanticVersion(text);
    if (version === null) throw new InvalidVersion('semver', text);
    return version;
  },
  compare: compareSemanticVersions,
};
