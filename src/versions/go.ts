import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareSemanticVersions, readSemanticVersion, type SemanticVersion } from './semver-order.ts';

/**
 * Versions of Go modules (go.dev/ref/mod, "Versions"): semantic versions, with the `v` that modules have or without it as advisories are
 * written, pseudo-versions among them. `v1` and `v1.2` are short for what has zeros there, as in Go's package `semver`. What stands behind a
 * plus, `+incompatible` too, has no say in the order. `(devel)`, which the toolchain writes for what has no version, is none.
 */
export const go: VersionScheme<SemanticVersion> = {
  name: 'go',
  parse(text) {
    const plain = text.startsWith('v') ? text.slice(1) : text;
    const version = readSemanticVersion(plain) ?? (text.startsWith('v') ? readShort(plain) : null);
    if (version === null) throw new InvalidVersion('go', text);
    return version;
  },
  compare: compareSemanticVersions,
};

function readShort(text: string): SemanticVersion | null {
  if (text.length > 100 || !/^\d+(?:\.\d+)?$/.test(text)) return null;
  return readSemanticVersion(text.includes('.') ? `${text}.0` : `${text}.0.0`);
}

/**
 * A toolchain's version as advisories write it: `go1.21.5` is 1.21.5, `go1.22rc1` is 1.22.0-rc.1. What follows a blank or a hyphen says how
 * it was built (`go1.20.12 X:strictfipsruntime`, `go1.21.3-vendor`), `b7` behind it that it is a BoringCrypto build. Anything else stays as it is, and is no version.
 */
export function toolchainVersion(text: string): string {
  const [, major, minor, patch, phase, number] =
    /^go(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:(beta|rc)(\d{1,9}))?(?:b\d{1,9})?(?:[- +].*)?$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) return text;
  const prerelease = phase === undefined ? '' : `-${phase}.${Number(number)}`;
  return `${major}.${minor}.${patch ?? '0'}${prerelease}`;
}
