import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareSemanticVersions, readSemanticVersion, type SemanticVersion } from './semver-order.ts';

/** Versions of Elixir and Erlang packages (Elixir's `Version`): semantic versions to the letter. Applications that come with Erlang itself have others. */
export const hex: VersionScheme<SemanticVersion> = {
  name: 'hex',
  parse(text) {
    const version = readSemanticVersion(text);
    if (version === null) throw new InvalidVersion('hex', text);
    return version;
  },
  compare: compareSemanticVersions,
};
