import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { type BuildVersion, compareBuildVersions, readBuildVersion } from './semver-builds.ts';

/** Versions of Dart packages (dart.dev, "Package versioning"): semantic versions in which a build (`1.0.0+1`) is later than none. */
export const pub: VersionScheme<BuildVersion> = {
  name: 'pub',
  parse(text) {
    const version = readBuildVersion(text);
    if (version === null) throw new InvalidVersion('pub', text);
    return version;
  },
  compare: compareBuildVersions,
};
