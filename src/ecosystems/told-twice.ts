import type { Placed } from '../collect/ecosystem.ts';
import type { Gap } from '../model/gap.ts';
import type { HarvestedPackage } from '../model/harvest.ts';

type Packages = readonly Placed<HarvestedPackage>[];

/** Packages that stand in a database twice, or in two copies of one, once: as the first in the order of paths. */
export function withoutTwice(packages: Packages): Packages {
  const byPath = packages.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const distinct = new Map<string, Placed<HarvestedPackage>>();
  for (const placed of byPath) {
    const key = keyOf(placed.item);
    if (!distinct.has(key)) distinct.set(key, placed);
  }
  return distinct.size === packages.length ? packages : [...distinct.values()];
}

/**
 * Two files that each are the whole database, and tell of different packages: the system's own tool looks into one of them. All packages count, and a gap says that
 * not all of them need be installed.
 */
export function differingCopies(packages: Packages, what: string): readonly Gap[] {
  const copies = Map.groupBy(packages, ({ path }) => path);
  const [first, ...others] = [...copies].sort(([a], [b]) => (a < b ? -1 : 1));
  if (first === undefined) return [];
  const listed = listOf(first[1]);
  return others
    .filter(([, other]) => listOf(other) !== listed)
    .map(([path, [other]]): Gap => {
      return { what, path, layer: other?.layer ?? null, reason: 'ambiguous', blinds: ['packages'], incomplete: false };
    });
}

function listOf(packages: Packages): string {
  return [...new Set(packages.map(({ item }) => keyOf(item)))].sort().join('\n');
}

function keyOf({ name, version, architecture, source }: HarvestedPackage): string {
  return [name, version, architecture ?? '', source?.name ?? '', source?.version ?? ''].join('\0');
}
