import type { Assembly, Ecosystem, Placed } from '../collect/ecosystem.ts';
import { directoryOf, normalizedPath } from '../collect/layer-path.ts';
import { squash } from '../images/squash.ts';
import type { Harvest, HarvestedFact, HarvestedPackage, HarvestedProgram } from '../model/harvest.ts';
import type { Inventory } from '../model/inventory.ts';
import { byName } from '../model/inventory-order.ts';
import { lockFile, type Package } from '../model/package.ts';
import { kindMasks, kindsLookup, pathKey, pathsIn } from '../model/path-index.ts';
import { type KnownBase, lockedName } from './known-base.ts';
import { systemIds } from './system-packages.ts';
import { databasePlaces } from './system-places.ts';
import { unownedExecutables } from './unowned-executables.ts';

/** What an image comes to whose layers only add packages to those of another one. */
export interface Growth {
  readonly below: Inventory;
  readonly added: readonly Package[];
  readonly inventory: Inventory;
}

/**
 * The inventory of an image that stands on a known one, where the layers on top only add to that: exactly what all its layers laid on one another
 * come to, by the packages of these alone. Null where they do anything else, or may do so: hide or replace anything, bring links,
 * have gaps, speak of the distribution or its packages, or lie where what is below could lead, own, or explain something. Then the whole is
 * looked at.
 */
export function grownInventory(
  below: Inventory,
  base: KnownBase,
  harvests: readonly Harvest[],
  ecosystems: readonly Ecosystem[],
): Growth | null {
  // Of a system that has no name it matters what lies where it would be.
  if (below.distribution === null || harvests.some((harvest) => hasAny(harvest, databasePlaces(ecosystems))))
    return null;
  const brought = broughtBy(harvests, ecosystems, base);
  if (brought === null) return null;
  try {
    const added = addedBy(brought, base, below.distribution, ecosystems);
    if (added === null) return null;
    const packages = [...below.packages, ...added].sort(byName);
    const known = new Set(below.packages);
    // What no order tells apart would come in one that the whole alone knows.
    const isTied = packages.some((pkg, at) => {
      const next = packages[at + 1];
      return next !== undefined && byName(pkg, next) === 0 && known.has(pkg) !== known.has(next);
    });
    if (isTied) return null;
    const layers = [...below.layers, ...harvests.map(({ diffId, size, entries }) => ({ diffId, size, entries }))];
    return { below, added, inventory: { ...below, packages, layers } };
  } catch (error) {
    if (error instanceof NotAlone) return null;
    throw error;
  }
}

/** Whether a layer has anything at these places, be it nothing that is read. */
function hasAny({ paths }: Harvest, places: readonly string[]): boolean {
  const kindsAt = kindsLookup(paths);
  return places.some((place) => kindsAt(pathKey(place)) !== 0);
}

/** A question to which what lies below may know another answer. */
class NotAlone extends Error {}

interface Brought {
  readonly packages: ReadonlyMap<string, readonly Placed<HarvestedPackage>[]>;
  readonly facts: ReadonlyMap<string, readonly Placed<HarvestedFact>[]>;
  readonly programs: readonly Placed<HarvestedProgram>[];
}

/** Null where it is more than packages, or not only added. */
function broughtBy(harvests: readonly Harvest[], ecosystems: readonly Ecosystem[], base: KnownBase): Brought | null {
  const kinds = new Map(ecosystems.map(({ id, kind }) => [id, kind]));
  const isOfLanguage = (id: string) => (kinds.get(id) ?? 'distribution') !== 'distribution' && id !== 'sbom';
  const packages = new Map<string, Placed<HarvestedPackage>[]>();
  const facts = new Map<string, Placed<HarvestedFact>[]>();
  const programs: Placed<HarvestedProgram>[] = [];
  if (base.ecosystems.includes('sbom') || harvests.some((harvest) => isMore(harvest, base, isOfLanguage))) return null;
  for (const { path, items, gaps } of squash(harvests).files) {
    if (gaps.length > 0) return null;
    for (const { item, layer } of items) {
      if (item.kind === 'package') append(packages, item.ecosystem, { item, path, layer });
      else if (item.kind === 'fact') append(facts, item.ecosystem, { item, path, layer });
      else if (item.kind === 'program') programs.push({ item, path, layer });
    }
  }
  return { packages, facts, programs };
}

/** Whether a layer does more than to add: by all that it holds, be it hidden by another one above it. */
function isMore(harvest: Harvest, { places, targets }: KnownBase, isOfLanguage: (id: string) => boolean): boolean {
  const { whiteouts, opaques, links, gaps, files, passedOver, paths } = harvest;
  if (whiteouts.length + opaques.length + gaps.length > 0) return true;
  for (const _ in links) return true;
  for (const { items } of files) {
    for (const item of items) {
      if (item.kind === 'distribution' || item.kind === 'accounts') return true;
      if (item.kind !== 'program' && !isOfLanguage(item.ecosystem)) return true;
    }
  }
  const kindsBelow = kindsLookup(places);
  for (const { key, kind } of pathsIn(paths)) {
    const kinds = kindsBelow(key);
    if ((kinds & kindMasks.other) !== 0 || (kind === 'other' && kinds !== 0)) return true;
  }
  if (passedOver.length === 0) return false;
  // A link to a directory above it may make it one that is wanted.
  const isTarget = kindsLookup(targets);
  const looked = new Set<string>();
  for (const { path } of passedOver) {
    for (let at = directoryOf(path); at !== '' && !looked.has(at); at = directoryOf(at)) {
      if ((isTarget(pathKey(at)) & kindMasks.directory) !== 0) return true;
      looked.add(at);
    }
  }
  return false;
}

function addedBy(
  { packages, facts, programs }: Brought,
  base: KnownBase,
  distribution: Inventory['distribution'],
  ecosystems: readonly Ecosystem[],
): readonly Package[] | null {
  const kindsBelow = kindsLookup(base.places);
  const isOther = remembered((path) => (kindsBelow(pathKey(path)) & kindMasks.other) !== 0);
  const ownsIn = remembered((directory) => (kindsBelow(pathKey(directory)) & kindMasks.implied) !== 0);
  const resolve = (path: string): string => {
    if (path === '' || normalizedPath(path).path !== path || isOther(path)) throw new NotAlone();
    for (let at = directoryOf(path); at !== ''; at = directoryOf(at)) if (isOther(at)) throw new NotAlone();
    return path;
  };
  const isUnowned = (path: string): boolean => {
    if (ownsIn(directoryOf(resolve(path)))) throw new NotAlone();
    return true;
  };
  const added: Package[] = [];
  const brought: string[] = [];
  const systems = systemIds(ecosystems);
  for (const ecosystem of ecosystems) {
    const { id } = ecosystem;
    const assembly: Assembly = {
      packages: packages.get(id) ?? [],
      facts: facts.get(id) ?? [],
      distribution,
      resolve,
      ownerOf: (path) => (isUnowned(path) ? null : path),
    };
    if (systems.has(id) || assembly.packages.length + assembly.facts.length === 0) continue;
    if (base.ecosystems.includes(id) && !addsUp(ecosystem, assembly, base)) return null;
    const found = ecosystem.assemble(assembly);
    added.push(...found);
    brought.push(...(ecosystem.brings?.(assembly, found) ?? []));
  }
  const places = brought.map(resolve);
  // What nobody owned may be theirs now.
  if (base.unowned.some((path) => places.some((place) => path === place || path.startsWith(`${place}/`)))) return null;
  const speaking = new Set([...packages.values()].flat().map(({ path }) => path));
  const isClaimed = (path: string) => !isUnowned(path);
  return unownedExecutables(programs, { isClaimed, speaking, brought, resolve }).length === 0 ? added : null;
}

/** Whether its packages below and those on top say nothing of each other: what is installed tells whether a lock file of the same was followed. */
function addsUp({ id, addsUp: does }: Ecosystem, { packages }: Assembly, { locked, targets }: KnownBase): boolean {
  if (does !== true || packages.some(({ item }) => item.attributes['certainty'] === lockFile)) return false;
  const beside = locked.filter(({ ecosystem }) => ecosystem === id).map(({ directory }) => directory);
  if (beside.length === 0) return true;
  const kindsAt = kindsLookup(targets);
  return packages.every(
    ({ item, path }) =>
      (kindsAt(pathKey(lockedName(item))) & kindMasks.other) === 0 &&
      !beside.some((directory) => directory === '' || path.startsWith(`${directory}/`)),
  );
}

function remembered(tell: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const told = tell(path);
    known.set(path, told);
    return told;
  };
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
