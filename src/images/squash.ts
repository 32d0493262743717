import type { Digest } from '../base/digest.ts';
import { blinds, type Gap } from '../model/gap.ts';
import type { Harvest, Harvested, HarvestedFile, HarvestedGap } from '../model/harvest.ts';
import { kindMasks, kindsLookup, type PathKey, pathKey } from '../model/path-index.ts';
import { type Hidden, type HiddenPlaces, type PilePlaces, pilePlaces } from './pile-places.ts';

/** A harvested file that is in the image as it would run. */
export interface SquashedFile {
  readonly path: string;
  readonly collector: string;
  /** Each with the layer that brought it: the first one since which the file has held it without a break. */
  readonly items: readonly { readonly item: Harvested; readonly layer: Digest }[];
  readonly gaps: readonly HarvestedGap[];
  /** The layer that wrote the file last. */
  readonly layer: Digest;
}

/** The files and links of the image as it would run. */
export interface Squashed {
  readonly files: readonly SquashedFile[];
  readonly links: ReadonlyMap<string, string>;
  readonly gaps: readonly Gap[];
  /** Whether a collector took something from the file at a path. */
  readonly has: (path: string, collector: string) => boolean;
}

/** Lays layers on one another. */
export type Squash = (harvests: readonly Harvest[]) => Squashed;

/** Links written through that are named: who has more of them wants to fill memory, and the first ones say all. */
export const MAX_NAMED = 100;

export interface PlacedFile {
  readonly file: SquashedFile;
  readonly key: PathKey;
}

/** What layers come to so far. */
export interface Pile {
  readonly files: Map<string, PlacedFile>;
  readonly links: Map<string, { readonly target: string; readonly key: PathKey }>;
  readonly gaps: Gap[];
  /** Of directories: each layer asks for those of all below it. */
  readonly keys: Map<string, PathKey>;
  /** Where all of that lies; null where nobody has asked since it was last gone through, `many` where it is too much to be told. */
  places: PilePlaces | null | 'many';
  /** How often all of so many places was gone through for one layer. */
  searches: number;
}

/**
 * Lays the harvests of the layers on one another, bottom first (OCI image-spec, "Applying Changesets"): a layer's whiteouts and
 * opaque directories hide what is below that layer, never what it brings itself; a path that a layer has in any form replaces
 * that path below, and anything but a directory hides all that lay under it.
 */
export function squash(harvests: readonly Harvest[]): Squashed {
  return squashed(harvests, arrived);
}

/** As {@link squash}, with files from a memory of them. */
export function squashed(harvests: readonly Harvest[], arrive: Arrive): Squashed {
  const pile = emptyPile();
  for (const harvest of harvests) lay(harvest, pile, arrive);
  return told(pile);
}

/** What a file of a layer is where no layer below has any in its place. */
export type Arrive = (harvest: Harvest, at: number, file: HarvestedFile) => PlacedFile;

export const arrived: Arrive = ({ diffId }, _at, file) => ({
  file: withLayers(file, diffId, undefined),
  key: pathKey(file.path),
});

/** What no layers come to. */
export function emptyPile(): Pile {
  return { files: new Map(), links: new Map(), gaps: [], keys: new Map(), places: null, searches: 0 };
}

/** Lays one layer more on a pile. */
export function lay(harvest: Harvest, pile: Pile, arrive: Arrive): void {
  const { files, links, gaps } = pile;
  const arriving = harvest.files.map((file, at) => {
    const before = files.get(keyOf(file));
    if (before === undefined) return arrive(harvest, at, file);
    return { file: withLayers(file, harvest.diffId, before.file), key: before.key };
  });
  const places = placesFor(harvest, pile);
  const hidden = places === null ? hiddenOf(harvest, pile) : places.takeHidden(harvest);
  for (const id of hidden.files) files.delete(id);
  // In the order in which they came.
  const implied = [...hidden.links.values()].includes('implied') ? [...links.keys()] : [];
  for (const path of implied)
    if (hidden.links.get(path) === 'implied' && gaps.length < MAX_NAMED)
      gaps.push(writtenThrough(path, harvest.diffId));
  for (const path of hidden.links.keys()) links.delete(path);
  const arrivingLinks = Object.entries(harvest.links).map(([path, target]) => ({ path, target, key: pathKey(path) }));
  for (const placed of arriving) files.set(keyOf(placed.file), placed);
  for (const { path, target, key } of arrivingLinks) links.set(path, { target, key });
  if (places !== null) pile.places = withPlaces(places, arriving, arrivingLinks);
}

/** Directories are places, too: who has more of them than that wants to fill memory. */
const MOST_PLACES = 500_000;
/** Layers for which all of more places than that is gone through, which takes seconds each. */
const MOST_SEARCHES = 30;

/** The places of a pile, where it is less to ask for each path of a layer than for each of the pile. */
function placesFor({ paths }: Harvest, pile: Pile): PilePlaces | null {
  const { files, links } = pile;
  if (pile.places === 'many') return null;
  if (paths.length >= 4 * (files.size + links.size)) pile.places = null;
  else
    pile.places ??= withPlaces(
      pilePlaces(),
      files.values(),
      [...links].map(([path, { key }]) => ({ path, key })),
    );
  return pile.places === 'many' ? null : pile.places;
}

function withPlaces(
  places: PilePlaces,
  files: Iterable<PlacedFile>,
  links: Iterable<{ readonly path: string; readonly key: PathKey }>,
): PilePlaces | 'many' {
  for (const { file, key } of files) {
    places.addFile(file.path, key, keyOf(file));
    if (places.size > MOST_PLACES) return 'many';
  }
  for (const { path, key } of links) {
    places.addLink(path, key);
    if (places.size > MOST_PLACES) return 'many';
  }
  return places;
}

/** As the places of a pile would tell, by going through all of it. Beyond what is reasonable nothing is hidden, which is a gap. */
function hiddenOf(harvest: Harvest, pile: Pile): HiddenPlaces {
  const { paths, whiteouts, opaques } = harvest;
  const { files, links, keys, gaps } = pile;
  const nothing: HiddenPlaces = { files: [], links: new Map() };
  if (paths.length + whiteouts.length + opaques.length === 0) return nothing;
  if (pile.places === 'many') pile.searches += 1;
  if (pile.searches > MOST_SEARCHES) {
    if (pile.searches === MOST_SEARCHES + 1) gaps.push(notSearched(harvest.diffId));
    return nothing;
  }
  const hides = hider(harvest, keys);
  const gone = new Map<string, Hidden>();
  for (const [path, { key }] of links) {
    const how = hides(path, key);
    if (how !== null) gone.set(path, how);
  }
  return {
    files: [...files].filter(([, { file, key }]) => hides(file.path, key) !== null).map(([id]) => id),
    links: gone,
  };
}

/** What a pile comes to. It is not to grow afterwards. */
export function told({ files, links, gaps }: Pile): Squashed {
  return {
    files: [...files.values()].map(({ file }) => file),
    links: new Map([...links].map(([path, { target }]) => [path, target])),
    gaps,
    has: (path, collector) => files.has(keyOf({ path, collector })),
  };
}

/**
 * Overlay file systems put a directory over the link, copying engines write into the directory that the link leads to. What is said of the
 * image holds for the former.
 */
function writtenThrough(path: string, layer: Digest): Gap {
  return { what: 'link', path, layer, reason: 'written-through-link', blinds: [...blinds], incomplete: false };
}

/** From this layer on files may be told of that others have taken away. */
function notSearched(layer: Digest): Gap {
  return { what: 'layer', path: null, layer, reason: 'limit-crossed', blinds: [...blinds], incomplete: true };
}

/** Whether a layer hides a path of the layers below it, and how. */
type Hides = (path: string, key: PathKey) => Hidden | null;

/** Keys of directories that are remembered. */
const MOST_KEYS = 100_000;

function hider(harvest: Harvest, keys: Map<string, PathKey>): Hides {
  const kindsAt = kindsLookup(harvest.paths);
  const whiteouts = new Set(harvest.whiteouts);
  const opaques = new Set(harvest.opaques);
  const everything = opaques.has('');
  const directories = new Map<string, boolean>();
  const keyTo = (directory: string): PathKey => {
    const known = keys.get(directory);
    if (known !== undefined) return known;
    if (keys.size >= MOST_KEYS) keys.clear();
    const key = pathKey(directory);
    keys.set(directory, key);
    return key;
  };

  /** Whether what lies in this directory below the layer is gone. */
  const emptied = (directory: string): boolean => {
    if (directory === '') return everything;
    const known = directories.get(directory);
    if (known !== undefined) return known;
    const gone =
      opaques.has(directory) ||
      whiteouts.has(directory) ||
      (kindsAt(keyTo(directory)) & kindMasks.other) !== 0 ||
      emptied(parentOf(directory));
    directories.set(directory, gone);
    return gone;
  };

  return (path, key) => {
    if (whiteouts.has(path) || emptied(parentOf(path))) return 'stated';
    const kinds = kindsAt(key);
    if (kinds === 0) return null;
    return (kinds & (kindMasks.other | kindMasks.directory)) === 0 ? 'implied' : 'stated';
  };
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function keyOf(file: { readonly path: string; readonly collector: string }): string {
  return `${file.path}\0${file.collector}`;
}

/**
 * A file that a later layer wrote again (a package database, mostly) keeps, for each item that it held before, the layer that
 * brought that item.
 */
function withLayers(file: HarvestedFile, layer: Digest, before: SquashedFile | undefined): SquashedFile {
  const known = new Map(before?.items.map(({ item, layer }) => [identityOf(item), layer]));
  // Most files are new, and what their items are need not be worked out then.
  const layerOf = (item: Harvested) => (known.size === 0 ? layer : (known.get(identityOf(item)) ?? layer));
  return {
    path: file.path,
    collector: file.collector,
    items: file.items.map((item) => ({ item, layer: layerOf(item) })),
    gaps: file.gaps,
    layer,
  };
}

/** What makes an item the same one in a later version of its file. */
function identityOf(item: Harvested): string {
  if (item.kind === 'package') return `package\0${item.name}\0${item.version}\0${item.architecture}`;
  // Of another mode or owner it is still the program that a layer below brought.
  if (item.kind === 'program') return `program\0${item.form}`;
  return JSON.stringify(item);
}
