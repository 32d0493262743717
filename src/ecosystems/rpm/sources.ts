import type { HarvestedPackage } from '../../model/harvest.ts';

type Source = { readonly name: string; readonly version: string } | null;

/**
 * Tells which source package an rpm was built from, by `name-version-release.src.rpm`. That name has no epoch: it is taken from a package
 * that was built from the same source and carries its version (a subpackage may have a version of its own, and then another epoch).
 */
export function sourcesOf(packages: readonly HarvestedPackage[]): (pkg: HarvestedPackage) => Source {
  const epochs = new Map<string, string>();
  for (const { version, attributes } of packages) {
    const file = attributes['sourceRpm'];
    const source = nameAndVersion(file);
    const { epoch, rest } = splitEpoch(version);
    if (file !== undefined && source?.version === rest) epochs.set(file, epoch);
  }
  return ({ version, attributes }) => {
    const file = attributes['sourceRpm'];
    const source = nameAndVersion(file);
    if (file === undefined || source === null) return null;
    const epoch = epochs.get(file) ?? splitEpoch(version).epoch;
    return { name: source.name, version: `${epoch}${source.version}` };
  };
}

function nameAndVersion(file: string | undefined): { readonly name: string; readonly version: string } | null {
  const parts = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec((file ?? '').slice(0, 500));
  return parts === null ? null : { name: parts[1] ?? '', version: parts[2] ?? '' };
}

/** The epoch with its colon; empty for 0, which is not written. */
function splitEpoch(version: string): { readonly epoch: string; readonly rest: string } {
  const colon = version.indexOf(':');
  return { epoch: version.slice(0, colon + 1), rest: version.slice(colon + 1) };
}
