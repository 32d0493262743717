import type { Harvest } from '../model/harvest.ts';
import { kindMasks, kindsLookup, PathIndexBuilder, type PathKey, pathsIn } from '../model/path-index.ts';
import {
  type Arrive,
  arrived,
  emptyPile,
  lay,
  MAX_NAMED,
  type Pile,
  type PlacedFile,
  parentOf,
  type Squash,
  type Squashed,
  squashed,
  told,
} from './squash.ts';

/** Files and links of piles that are remembered: some tens of megabytes. */
const MOST_PILED = 200_000;

/** What layers come to that others are laid on again and again. */
interface Base {
  readonly pile: Pile;
  readonly told: Squashed;
  /** Its paths, as `other`, and the directories that they lie in. */
  readonly places: BigUint64Array;
}

/** A layer above certain others. */
interface Node {
  /** What they come to; null where it is not remembered. */
  base: Base | null;
  readonly above: WeakMap<Harvest, Node>;
}

/**
 * Squashes images of which many stand on the same layers, which are given as the same objects: what those come to is worked out once, from the
 * second image on. The files of a base are the same objects in each, and so is, then, the table of links where an image has none of its own.
 */
export function squashMemory(): Squash {
  const arrive = arrivalMemory();
  const empty = baseOf(emptyPile());
  const root: Node = { base: empty, above: new WeakMap() };
  /** Those with a base, the one that was wanted last at the end. */
  const remembered = new Set<Node>();
  const remember = (node: Node, base: Base): void => {
    node.base = base;
    remembered.add(node);
    let weight = 0;
    for (const one of [...remembered].reverse()) {
      weight += (one.base?.pile.files.size ?? 0) + (one.base?.pile.links.size ?? 0);
      if (weight <= MOST_PILED) continue;
      one.base = null;
      remembered.delete(one);
    }
  };
  return (harvests) => {
    const way = wayOf(root, harvests);
    const known = way.findLastIndex(({ base }) => base !== null);
    const shared = way.at(-1) ?? root;
    if (remembered.delete(shared)) remembered.add(shared);
    let base = way[known]?.base ?? empty;
    if (shared.base === null) {
      const pile = copied(base.pile);
      for (const harvest of harvests.slice(known, way.length - 1)) lay(harvest, pile, arrive);
      base = baseOf(pile);
      remember(shared, base);
    }
    const own = harvests.slice(way.length - 1);
    begin(shared, own);
    return laidOn(base, own, arrive);
  };
}

function baseOf(pile: Pile): Base {
  const places = new PathIndexBuilder();
  const directories = new Set<string>();
  const add = (path: string, key: PathKey) => {
    places.addKey(key, 'other');
    for (let above = parentOf(path); above !== '' && !directories.has(above); above = parentOf(above)) {
      directories.add(above);
      places.add(above, 'directory');
    }
  };
  for (const { file, key } of pile.files.values()) add(file.path, key);
  for (const [path, { key }] of pile.links) add(path, key);
  // Nothing is laid on this one: what is, is laid on a copy.
  if (pile.places !== 'many') pile.places = null;
  return { pile, told: told(pile), places: places.build() };
}

/** Most images add to what they stand on and take nothing away: then nothing of that has to be looked at again. */
function laidOn({ pile, told: below, places }: Base, own: readonly Harvest[], arrive: Arrive): Squashed {
  if (own.some((harvest) => mayHide(harvest, places))) {
    const whole = copied(pile);
    for (const harvest of own) lay(harvest, whole, arrive);
    return told(whole);
  }
  const { files, links, gaps, has } = squashed(own, arrive);
  return {
    files: [...below.files, ...files],
    links: links.size === 0 ? below.links : new Map([...below.links, ...links]),
    gaps: [...below.gaps, ...gaps].slice(0, MAX_NAMED),
    has: (path, collector) => has(path, collector) || below.has(path, collector),
  };
}

/** Whether a layer says that anything is gone, or has something where paths of those below it are, or other than a directory above them. */
function mayHide({ paths, whiteouts, opaques }: Harvest, places: BigUint64Array): boolean {
  // Of a layer with many more paths than lie below it, each of those is better looked up in the layer.
  if (whiteouts.length + opaques.length > 0 || paths.length > 2 * places.length + 1000) return true;
  const kindsBelow = kindsLookup(places);
  for (const { key, kind } of pathsIn(paths)) {
    const kinds = kindsBelow(key);
    if ((kinds & kindMasks.other) !== 0 || (kind === 'other' && kinds !== 0)) return true;
  }
  return false;
}

/** From the root on, as far as an image before went over the same layers. */
function wayOf(root: Node, harvests: readonly Harvest[]): readonly Node[] {
  const way = [root];
  for (const harvest of harvests) {
    const next = way.at(-1)?.above.get(harvest);
    if (next === undefined) break;
    way.push(next);
  }
  return way;
}

function begin(from: Node, harvests: readonly Harvest[]): void {
  let node = from;
  for (const harvest of harvests) {
    const next: Node = { base: null, above: new WeakMap() };
    node.above.set(harvest, next);
    node = next;
  }
}

function copied({ files, links, gaps, keys, places, searches }: Pile): Pile {
  return {
    files: new Map(files),
    links: new Map(links),
    gaps: [...gaps],
    keys,
    places: places === 'many' ? places : null,
    searches,
  };
}

/** The same object each time. */
function arrivalMemory(): Arrive {
  const known = new WeakMap<Harvest, PlacedFile[]>();
  return (harvest, at, file) => {
    const files = known.get(harvest) ?? [];
    known.set(harvest, files);
    const before = files[at] ?? arrived(harvest, at, file);
    files[at] = before;
    return before;
  };
}
