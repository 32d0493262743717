import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { type BuildVersion, compareBuildVersions, readBuildVersion } from './semver-builds.ts';

/** Versions of Julia packages (Julia's `VersionNumber`): semantic versions whose last numbers may be missing, and in which a build (`1.0.0+1`) is later than none. */
export const julia: VersionScheme<BuildVersion> = {
  name: 'julia',
  parse(text) {
    const [, core = '', rest = ''] = /^v?(\d+(?:\.\d+){0,2})((?:[-+].*)?)$/s.exec(text) ?? [];
    const zeros = ['.0.0', '.0', ''][core.split('.').length - 1] ?? '';
    const version = readBuildVersion(`${core}${zeros}${rest}`);
    if (version === null) throw new InvalidVersion('julia', text);
    return version;
  },
  compare: compareBuildVersions,
};
