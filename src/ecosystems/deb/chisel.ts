import type { Collector, Taken } from '../../collect/collector.ts';
import type { Placed } from '../../collect/ecosystem.ts';
import { readChiselManifest } from '../../formats/chisel-manifest.ts';
import type { Harvested, HarvestedPackage } from '../../model/harvest.ts';
import { SOURCE_UNTOLD } from '../distribution-names.ts';
import { isOwnerAsked } from '../file-digests.ts';

const WHAT = 'chisel manifest';
/** Unpacked; Canonical's own images have less than one. */
const MAX_SIZE = 64 << 20;
/** Files of interest in one image. */
const MAX_OWNED = 200_000;

/**
 * What chisel leaves in images that are cut out of Ubuntu's packages and have no dpkg: `generate: manifest` of the slice `base-files_chisel`. It
 * does not say from which source packages these were built, by which advisories go: Ubuntu's records do.
 */
export const chiselCollector: Collector = {
  name: 'deb-chisel',
  revision: 3,
  wants: { paths: ['var/lib/chisel/manifest.wall'], maxSize: 16 << 20 },
  what: WHAT,
  blinds: ['packages'],
  knowsFiles: { by: ['sha256'], in: ['var/lib/chisel'] },
  take: (_, content) => takeManifest(content),
};

function takeManifest(content: Buffer): Taken {
  const manifest = readChiselManifest(content, MAX_SIZE, isOwnerAsked);
  if (manifest === null) return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  if (manifest === 'too-large') return { items: [], gaps: [{ what: WHAT, reason: 'too-large', blinds: ['packages'] }] };
  const packages = manifest.packages.map((pkg): HarvestedPackage => {
    return {
      kind: 'package',
      ecosystem: 'deb',
      ...pkg,
      source: null,
      licenses: [],
      attributes: { source: SOURCE_UNTOLD },
    };
  });
  const owned = manifest.files.slice(0, MAX_OWNED).flatMap(({ path, packages: owners, digest }): Harvested[] => {
    return owners.map((owner) => ({
      kind: 'fact',
      ecosystem: 'deb',
      fact: 'owned',
      key: path,
      values: [owner, digest ?? ''],
    }));
  });
  const items: Harvested[] = [...packages, ...owned];
  return manifest.isWhole ? { items } : { items, gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
}

/** Packages as one list: those of a manifest that dpkg's database has as well are told by the latter, which knows their sources. */
export function withoutSourceless(packages: readonly Placed<HarvestedPackage>[]): readonly Placed<HarvestedPackage>[] {
  if (!packages.some(isSourceless)) return packages;
  const known = new Set(packages.filter((placed) => !isSourceless(placed)).map(({ item }) => keyOf(item)));
  return packages.filter((placed) => !isSourceless(placed) || !known.has(keyOf(placed.item)));
}

function isSourceless({ item }: Placed<HarvestedPackage>): boolean {
  return item.source === null;
}

function keyOf({ name, version, architecture }: HarvestedPackage): string {
  return `${name}\0${version}\0${architecture ?? ''}`;
}
