import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals } from './numerals.ts';
import { compareSemanticVersions, readSemanticVersion, type SemanticVersion } from './semver-order.ts';

/** 2^64 - 1: what Cargo has room for. */
const maxNumber = '18446744073709551615';

/**
 * Versions of Rust crates as Cargo reads them (docs.rs/semver): semantic versions to the letter. What stands behind a plus has no say here, as in
 * advisories; Cargo's own library uses it to have one order for lists.
 */
export const crates: VersionScheme<SemanticVersion> = {
  name: 'crates',
  parse(text) {
    const version = readSemanticVersion(text);
    if (version === null || version.core.some((number) => compareNumerals(number, maxNumber) > 0)) {
      throw new InvalidVersion('crates', text);
    }
    return version;
  },
  compare: compareSemanticVersions,
};
