import type { Assembly, DistributionPick, Ecosystem, Placed } from '../collect/ecosystem.ts';
import { type Effort, linkFollower, MOST_EFFORT } from '../collect/layer-path.ts';
import type { SquashedFile } from '../images/squash.ts';
import { type Gap, isLimit } from '../model/gap.ts';
import type { Harvest, Harvested, HarvestedProgram } from '../model/harvest.ts';
import type { Inventory } from '../model/inventory.ts';
import { byName, distinctGaps } from '../model/inventory-order.ts';
import type { Account, Distribution } from '../model/package.ts';
import { claimedPackages } from './claimed-packages.ts';
import { endlessLinks } from './harvest-gaps.ts';
import { type OwnedPlaces, ownershipOf } from './ownership.ts';
import { type SystemPackages, type SystemReader, systemIds, systemPackages } from './system-packages.ts';
import { unreadSystems } from './system-places.ts';
import { executableFiles, executableGaps, unownedExecutables } from './unowned-executables.ts';

/** An inventory, and what was found out on the way to it. */
export interface Assembled {
  readonly inventory: Inventory;
  readonly owned: OwnedPlaces;
  readonly unowned: readonly Placed<HarvestedProgram>[];
  /** Follows the image's links, at the cost of `effort`. */
  readonly resolve: (path: string) => string;
  readonly effort: Effort;
}

/** Puts the inventory together from what is in the image as it would run. */
export function assembleInventory(...parts: Parameters<typeof assembled>): Inventory {
  return assembled(...parts).inventory;
}

/** As {@link assembleInventory}. */
export function assembled(
  files: readonly SquashedFile[],
  links: ReadonlyMap<string, string>,
  harvests: readonly Harvest[],
  gaps: readonly Gap[],
  ecosystems: readonly Ecosystem[],
  pickDistribution: DistributionPick,
  systemsOf: SystemReader = systemPackages,
): Assembled {
  const placed = placedByKind(files, systemIds(ecosystems));
  const distribution = pickDistribution(placed.distributions);
  const effort = { left: MOST_EFFORT };
  const resolve = linkFollower(links, effort);
  // Distributions first: what they brought tells whose the others' packages are.
  const systems = systemsOf({ files, links, distribution, effort }, ecosystems);
  const { ownerOf, isClaimed } = ownershipOf(systems.owned, resolve);
  const foreign = foreignOwners(systems, distribution);
  const others = ecosystems
    .filter(({ kind }) => kind !== 'distribution')
    .map((ecosystem) => {
      const assembly: Assembly = {
        packages: placed.packages.get(ecosystem.id) ?? [],
        facts: placed.facts.get(ecosystem.id) ?? [],
        distribution,
        resolve,
        ownerOf,
        isForeignOwner: (owner) => foreign.has(owner),
      };
      return { ecosystem, assembly, packages: ecosystem.assemble(assembly) };
    });
  const found = [...systems.assembled, ...others].flatMap((one) => one.packages);
  const claims = { packages: placed.packages.get('sbom') ?? [], facts: placed.facts.get('sbom') ?? [] };
  const claimed = claimedPackages({ ...claims, distribution, resolve, ownerOf }, found, ecosystems);
  const packages = [...found, ...claimed];
  const brought = others.flatMap(({ ecosystem, assembly, packages }) => [
    ...(ecosystem.brings?.(assembly, packages) ?? []),
  ]);
  const unowned = unownedExecutables(placed.programs, {
    isClaimed: (path) => isClaimed(path) || systems.keeps(resolve(path)),
    speaking: new Set([...systems.databases, ...[...placed.packages.values()].flat().map(({ path }) => path)]),
    brought,
    resolve,
  });
  const fileGaps = files.flatMap((file) =>
    file.gaps.map((gap): Gap => ({ ...gap, path: file.path, layer: file.layer, incomplete: isLimit(gap.reason) })),
  );
  const known = [...gaps, ...harvests.flatMap((harvest) => harvest.gaps), ...fileGaps];
  const unread = unreadSystems({
    harvests,
    links,
    resolve,
    ecosystems,
    pickDistribution,
    hasDistribution: distribution !== null,
    hasPackages: hasPackages(systems.assembled),
  }).filter(({ path }) => !known.some((gap) => gap.path === path));
  const missing = missingDatabases(systems, distribution, harvests, [...known, ...unread]);
  const strange = strangeDistribution(systems, distribution);
  const inventory: Inventory = {
    distribution,
    packages: packages.sort(byName),
    accounts: placed.accounts,
    files: executableFiles(unowned, placed.accounts),
    gaps: distinctGaps([
      ...known,
      ...unread,
      ...missing,
      ...strange,
      ...systems.doubts,
      ...executableGaps(unowned),
      ...(effort.left < 0 ? [endlessLinks] : []),
    ]),
    layers: harvests.map(({ diffId, size, entries }) => ({ diffId, size, entries })),
  };
  return { inventory, owned: systems.owned, unowned, resolve, effort };
}

/** Packages that somebody else than the distribution built, of whom no records are asked either. By purl. */
function foreignOwners({ assembled }: SystemPackages, distribution: Distribution | null): ReadonlySet<string> {
  return new Set(
    assembled.flatMap(({ ecosystem, packages }) =>
      packages
        .filter((pkg) => {
          if (ecosystem.isForeign?.(pkg, distribution) !== true) return false;
          const names = ecosystem.advisoryNames(pkg, distribution);
          return names === 'unknown' || !names.some(({ ofSupplier }) => ofSupplier === true);
        })
        .map(({ purl }) => purl),
    ),
  );
}

/**
 * A distribution that keeps its packages in a database, and an image without one: somebody deleted it, emptied it, or never brought it along.
 * What is installed is not known then, which is not the same as nothing.
 */
function missingDatabases(
  { assembled }: SystemPackages,
  distribution: Distribution | null,
  harvests: readonly Harvest[],
  known: readonly Gap[],
): readonly Gap[] {
  let hadPackages: ReadonlySet<string> | null = null;
  return assembled.flatMap(({ ecosystem: { id, database }, packages }): readonly Gap[] => {
    if (packages.length > 0 || database === undefined || known.some(({ what }) => what === database.what)) return [];
    hadPackages ??= ecosystemsIn(harvests);
    const isExpected = distribution !== null && database.isKeptBy(distribution);
    if (!isExpected && !hadPackages.has(id)) return [];
    const { what } = database;
    return [{ what, path: null, layer: null, reason: 'no-database', blinds: ['packages'], incomplete: false }];
  });
}

/** Those of which any layer has packages, be they gone in the image. */
function ecosystemsIn(harvests: readonly Harvest[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { files } of harvests)
    for (const { items } of files) for (const item of items) if (item.kind === 'package') found.add(item.ecosystem);
  return found;
}

/**
 * A distribution that names itself, of which it is not known how it keeps its packages, and none that can be read: that it brought nothing
 * cannot be said.
 */
function strangeDistribution({ assembled }: SystemPackages, distribution: Distribution | null): readonly Gap[] {
  if (distribution === null || hasPackages(assembled)) return [];
  if (assembled.some(({ ecosystem }) => ecosystem.database?.isKeptBy(distribution) === true)) return [];
  const what = [distribution.id, distribution.versionId].filter(Boolean).join(':').slice(0, 200);
  return [{ what, path: null, layer: null, reason: 'unknown-distribution', blinds: ['packages'], incomplete: false }];
}

function hasPackages(assembled: SystemPackages['assembled']): boolean {
  return assembled.some(({ packages }) => packages.length > 0);
}

interface PlacedByKind {
  readonly packages: ReadonlyMap<string, readonly Placed<Extract<Harvested, { kind: 'package' }>>[]>;
  readonly facts: ReadonlyMap<string, readonly Placed<Extract<Harvested, { kind: 'fact' }>>[]>;
  readonly distributions: readonly Placed<Distribution>[];
  readonly accounts: readonly Account[] | null;
  readonly programs: readonly Placed<HarvestedProgram>[];
}

/** What is not of a distribution's database. */
function placedByKind(files: readonly SquashedFile[], systems: ReadonlySet<string>): PlacedByKind {
  const packages = new Map<string, Placed<Extract<Harvested, { kind: 'package' }>>[]>();
  const facts = new Map<string, Placed<Extract<Harvested, { kind: 'fact' }>>[]>();
  const distributions: Placed<Distribution>[] = [];
  const programs: Placed<HarvestedProgram>[] = [];
  let accounts: readonly Account[] | null = null;
  for (const { path, items } of files) {
    for (const { item, layer } of items) {
      if (item.kind === 'package' || item.kind === 'fact') {
        if (systems.has(item.ecosystem)) continue;
        if (item.kind === 'package') add(packages, item.ecosystem, { item, path, layer });
        else add(facts, item.ecosystem, { item, path, layer });
      } else if (item.kind === 'distribution') distributions.push({ item: item.distribution, path, layer });
      else if (item.kind === 'program') programs.push({ item, path, layer });
      else accounts = item.accounts;
    }
  }
  return { packages, facts, distributions, accounts, programs };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
