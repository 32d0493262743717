import type { Collector, LayerFile } from '../collect/collector.ts';
import { dispatchOf } from '../collect/dispatch.ts';
import { directoryOf, type Effort, linkFollower, MOST_EFFORT } from '../collect/layer-path.ts';
import type { Squashed } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import { endlessLinks } from './harvest-gaps.ts';

/** A path that a collector wants and that leads, over symbolic links, to one where it did not look. */
export interface Detour {
  readonly collector: Collector;
  readonly path: string;
  readonly real: string;
  /** Set where the path is a directory, of which the files with this ending are wanted. */
  readonly inside: { readonly ending: string } | null;
}

/** Links to directories on one way. What makes a path a wanted one are its last parts, and they are fewer. */
const MAX_LINKS_ON_WAY = 4;
const MAX_WAYS = 1000;
/** Of a whole image. Each of them means a look into every layer. */
const MAX_DETOURS = 2000;

/** Finds all detours of an image; a gap for each file to which there are too many ways to try them all. */
export type DetourFinder = (
  squashed: Squashed,
  harvests: readonly Harvest[],
  collectors: readonly Collector[],
) => { readonly detours: readonly Detour[]; readonly gaps: readonly Gap[] };

export const detoursOf: DetourFinder = (squashed, harvests, collectors) =>
  takenBy(squashed, harvests, waysThrough(squashed.links, collectors));

/**
 * Finds what images have in common once: where the same table of links leads is worked out for the first that has it. Tables are compared as
 * objects: images have to be squashed together for it.
 */
export function detourMemory(): DetourFinder {
  const known = new WeakMap<Squashed['links'], Ways>();
  return (squashed, harvests, collectors) => {
    const { links } = squashed;
    const before = known.get(links);
    const isSame =
      before?.collectors.length === collectors.length && before.collectors.every((one, at) => one === collectors[at]);
    const ways = isSame ? before : waysThrough(links, collectors);
    known.set(links, ways);
    return takenBy(squashed, harvests, ways);
  };
}

/** Where a table of links leads. */
interface Ways {
  readonly collectors: readonly Collector[];
  /** From wanted paths, and from links that have a wanted name themselves. */
  readonly wanted: readonly Detour[];
  /** To files that have a wanted name in a place where it is not wanted. */
  passedOver(harvest: Harvest): Iterable<PassedOver>;
  /** Whether there were so many links to follow that some were not. */
  isEndless(): boolean;
}

interface PassedOver {
  readonly collector: Collector;
  readonly real: string;
  /** The paths that links to directories give it: at least one. */
  readonly ways: ReadonlySet<string>;
}

function waysThrough(links: Squashed['links'], collectors: readonly Collector[]): Ways {
  const effort = { left: MOST_EFFORT };
  const follow = linkFollower(links, effort);
  const wanted: Detour[] = [];
  const consider = (collector: Collector, path: string, inside: Detour['inside'] = null): void => {
    const real = follow(path);
    if (real !== path) wanted.push({ collector, path, real, inside });
  };
  if (links.size > 0) {
    for (const collector of collectors) {
      for (const path of collector.wants.paths ?? []) consider(collector, path);
      for (const { in: directory, ending } of collector.wants.directories ?? [])
        consider(collector, directory, { ending });
    }
    const wantedBy = dispatchOf(collectors);
    for (const path of links.keys()) for (const collector of wantedBy(path, null)) consider(collector, path);
  }
  const byName = new Map(collectors.map((collector) => [collector.name, collector]));
  let linksTo: ReadonlyMap<string, readonly string[]> | null = null;
  const known = new WeakMap<Harvest, readonly PassedOver[]>();
  function* found(harvest: Harvest): Generator<PassedOver> {
    const all: PassedOver[] = [];
    let count = 0;
    for (const { path: real, collector: name } of harvest.passedOver) {
      const collector = byName.get(name);
      if (collector === undefined) continue;
      linksTo ??= Map.groupBy(links.keys(), follow);
      const ways = waysTo(real, linksTo, effort);
      if (ways.size === 0) continue;
      const one = { collector, real, ways };
      count += ways.size;
      if (count <= MAX_DETOURS) all.push(one);
      yield one;
    }
    // More than an image may take are not remembered.
    if (count <= MAX_DETOURS) known.set(harvest, all);
  }
  return {
    collectors,
    wanted,
    passedOver: (harvest) => (links.size === 0 ? [] : (known.get(harvest) ?? found(harvest))),
    isEndless: () => effort.left < 0,
  };
}

/** Those of the detours that an image takes, in which something may lie in their place already. */
function takenBy(
  { has }: Squashed,
  harvests: readonly Harvest[],
  { wanted, passedOver, isEndless }: Ways,
): ReturnType<DetourFinder> {
  const found = new Map<string, Detour>();
  const consider = (detour: Detour): void => {
    const { collector, path, real, inside } = detour;
    const id = `${path}\0${collector.name}`;
    if (real === path || found.has(id) || found.size > MAX_DETOURS) return;
    if (inside === null && (has(path, collector.name) || has(real, collector.name))) return;
    if (inside === null && collector.wants.unless?.(asFile(path)) === true) return;
    found.set(id, detour);
  };
  for (const detour of wanted) consider(detour);
  const gaps: Gap[] = [];
  for (const harvest of harvests) {
    for (const { collector, real, ways } of passedOver(harvest)) {
      for (const path of ways) consider({ collector, path, real, inside: null });
      if (ways.size >= MAX_WAYS) gaps.push(tooMany(collector, real));
    }
  }
  if (isEndless() || found.size > MAX_DETOURS) gaps.push(endlessLinks);
  return { detours: [...found.values()], gaps };
}

/** Other paths to a file, over links to directories above it. Where the effort is used up, those that were found by then. */
function waysTo(path: string, linksTo: ReadonlyMap<string, readonly string[]>, effort: Effort): ReadonlySet<string> {
  const ways = new Set<string>();
  let last: readonly string[] = [path];
  for (let count = 0; count < MAX_LINKS_ON_WAY && last.length > 0; count += 1) {
    const next: string[] = [];
    for (const way of last) {
      for (let above = directoryOf(way); above !== ''; above = directoryOf(above)) {
        effort.left -= 1 + (above.length >> 5);
        if (effort.left < 0) return ways;
        for (const link of linksTo.get(above) ?? []) {
          const longer = `${link}${way.slice(above.length)}`;
          if (ways.has(longer)) continue;
          if (ways.size >= MAX_WAYS) return ways;
          ways.add(longer);
          next.push(longer);
        }
      }
    }
    last = next;
  }
  return ways;
}

function tooMany({ what, blinds }: Collector, path: string): Gap {
  return { what, path, layer: null, reason: 'too-many', blinds, incomplete: true };
}

function asFile(path: string): LayerFile {
  return { path, size: 0, mode: 0o644, uid: 0, gid: 0 };
}
