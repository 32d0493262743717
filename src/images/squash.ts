import type { Digest } from '../base/digest.ts';
import { blinds, type Gap } from '../model/gap.ts';
import type { Harvest, Harvested, HarvestedFile, HarvestedGap } from '../model/harvest.ts';
import { type PathKey, pathKey, pathLookup } from '../model/path-index.ts';

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
}

/** Links written through that are named: who has more of them wants to fill memory, and the first ones say all. */
const MAX_NAMED = 100;

/**
 * Lays the harvests of the layers on one another, bottom first (OCI image-spec, "Applying Changesets"): a layer's whiteouts and
 * opaque directories hide what is below that layer, never what it brings itself; a path that a layer has in any form replaces
 * that path below, and anything but a directory hides all that lay under it.
 */
export function squash(harvests: readonly Harvest[]): Squashed {
  const files = new Map<string, { readonly file: SquashedFile; readonly key: PathKey }>();
  const links = new Map<string, { readonly target: string; readonly key: PathKey }>();
  const gaps: Gap[] = [];
  for (const harvest of harvests) {
    const hides = hider(harvest);
    const arriving = harvest.files.map((file) => {
      const before = files.get(keyOf(file));
      return { file: withLayers(file, harvest.diffId, before?.file), key: before?.key ?? pathKey(file.path) };
    });
    for (const [id, { file, key }] of files) if (hides(file.path, key) !== null) files.delete(id);
    for (const [path, { key }] of links) {
      const how = hides(path, key);
      if (how !== null) links.delete(path);
      if (how === 'implied' && gaps.length < MAX_NAMED) gaps.push(writtenThrough(path, harvest.diffId));
    }
    for (const arrived of arriving) files.set(keyOf(arrived.file), arrived);
    for (const [path, target] of Object.entries(harvest.links)) links.set(path, { target, key: pathKey(path) });
  }
  return {
    files: [...files.values()].map(({ file }) => file),
    links: new Map([...links].map(([path, { target }]) => [path, target])),
    gaps,
  };
}

/**
 * Overlay file systems put a directory over the link, copying engines write into the directory that the link leads to. What is said of the
 * image holds for the former.
 */
function writtenThrough(path: string, layer: Digest): Gap {
  return { what: 'link', path, layer, reason: 'written-through-link', blinds: [...blinds], incomplete: false };
}

/** Why a layer hides a path of the layers below it: it says so, or merely has something below that path. Null where it does not. */
type Hides = (path: string, key: PathKey) => 'stated' | 'implied' | null;

function hider(harvest: Harvest): Hides {
  const has = pathLookup(harvest.paths);
  const whiteouts = new Set(harvest.whiteouts);
  const opaques = new Set(harvest.opaques);
  const everything = opaques.has('');
  const directories = new Map<string, boolean>();

  /** Whether what lies in this directory below the layer is gone. */
  const emptied = (directory: string): boolean => {
    if (directory === '') return everything;
    const known = directories.get(directory);
    if (known !== undefined) return known;
    const gone =
      opaques.has(directory) ||
      whiteouts.has(directory) ||
      has(pathKey(directory), 'other') ||
      emptied(parentOf(directory));
    directories.set(directory, gone);
    return gone;
  };

  return (path, key) => {
    if (whiteouts.has(path) || emptied(parentOf(path)) || has(key, 'other') || has(key, 'directory')) return 'stated';
    return has(key, 'implied') ? 'implied' : null;
  };
}

function parentOf(path: string): string {
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
