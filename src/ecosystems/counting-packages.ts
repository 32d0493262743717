import type { Placed } from '../collect/ecosystem.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import { lockFile } from '../model/package.ts';

/** Marks a package that is what a project says of itself: it does not show that anything was installed for it. */
export const OWN = 'application';

/** Directories right in the root in which languages install what belongs to a project there. */
const besideRoot = /^(?:node_modules|vendor|\.?venv|deps|_build|\.yarn)\//;

/** A lock file of which at least so many packages are installed was followed; what is missing of it was left out on purpose. */
const FOLLOWED = 1 / 4;

/**
 * The packages that count: all installed ones, and of those that lock files name the ones that nobody installed. A lock file counts only where
 * nothing of its language lies in or below its own directory, and hardly anything that it names is installed elsewhere in the
 * image: else it was followed, and what is installed is the truth. A package that several lock files name counts once.
 */
export function countingPackages(
  packages: readonly Placed<HarvestedPackage>[],
  nameOf: (name: string) => string = (name) => name,
): readonly Placed<HarvestedPackage>[] {
  const isLocked = ({ item }: Placed<HarvestedPackage>) => item.attributes['certainty'] === lockFile;
  const locked = packages.filter(isLocked);
  if (locked.length === 0) return packages;
  const others = packages.filter((pkg) => !isLocked(pkg));
  const installed = others.filter(({ item }) => item.attributes[OWN] === undefined);
  const keyOf = ({ item }: Placed<HarvestedPackage>) => `${nameOf(item.name)}\0${item.version}`;
  // What pip carries inside itself says nothing of what was installed for the project.
  const present = new Set(installed.filter(({ item }) => item.attributes['vendoredBy'] === undefined).map(keyOf));
  const paths = installed.map(({ path }) => path).sort();
  const isBesideRoot = paths.some((path) => besideRoot.test(path));
  const files = Map.groupBy(locked, ({ path }) => path);
  const known = new Set<string>();
  const counted: Placed<HarvestedPackage>[] = [];
  for (const [path, named] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isFollowed = named.filter((pkg) => present.has(keyOf(pkg))).length >= named.length * FOLLOWED;
    if (isFollowed || isInstalledBeside(path, paths, isBesideRoot)) continue;
    const fresh = named.filter((pkg) => !present.has(keyOf(pkg)) && !known.has(keyOf(pkg)));
    for (const pkg of fresh) known.add(keyOf(pkg));
    counted.push(...fresh);
  }
  return [...others, ...counted];
}

function isInstalledBeside(lock: string, sorted: readonly string[], isBesideRoot: boolean): boolean {
  const directory = lock.slice(0, lock.lastIndexOf('/') + 1);
  if (directory === '') return isBesideRoot;
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < directory) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(directory) === true;
}
