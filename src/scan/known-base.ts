import type { Ecosystem } from '../collect/ecosystem.ts';
import { weightOf } from '../collect/harvest-weight.ts';
import { directoryOf, linkFollower, MOST_EFFORT } from '../collect/layer-path.ts';
import type { Squashed, SquashedFile } from '../images/squash.ts';
import type { Harvest, HarvestedPackage } from '../model/harvest.ts';
import { lockFile } from '../model/package.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import type { Detour } from './detours.ts';
import type { Assembled } from './inventory.ts';
import { databasePlaces } from './system-places.ts';

/** What it takes to know whether layers on top of an image only add to it, besides what is in that image. */
export interface KnownBase {
  /** Bytes of its layers, uncompressed, and what is remembered of them (`harvest-weight.ts`). */
  readonly size: number;
  readonly weight: number;
  /** The ecosystems of which anything lies in it. */
  readonly ecosystems: readonly string[];
  /** Where lock files lie, by ecosystem, beside which nothing of it is installed: whatever comes on top, the others count no more than they do. */
  readonly locked: readonly { readonly ecosystem: string; readonly directory: string }[];
  /** Executables that nobody owns, links followed. */
  readonly unowned: readonly string[];
  /**
   * As `other`: where something that counts lies, what links lead wanted paths to, and links themselves; as `directory` what is above those; as
   * `implied` the directories in which distributions' packages own files.
   */
  readonly places: BigUint64Array;
  /** As `directory` those that links lead to; as `other` what lock files name, by {@link lockedName}. */
  readonly targets: BigUint64Array;
}

/** More unowned executables than that are not looked through for each image on top. */
const MOST_UNOWNED = 1000;
/** Nor more lock files, or packages in them. */
const MOST_LOCKS = 1000;
const MOST_LOCKED = 50_000;

export interface BaseParts {
  readonly squashed: Squashed;
  /** Those behind links among them. */
  readonly files: readonly SquashedFile[];
  readonly detours: readonly Detour[];
  readonly harvests: readonly Harvest[];
  readonly assembled: Assembled;
  readonly ecosystems: readonly Ecosystem[];
}

/** Null for an image that so much would have to be remembered of that reading what stands on it as a whole is as good. */
export function baseOf({ squashed, files, detours, harvests, assembled, ecosystems }: BaseParts): KnownBase | null {
  const { owned, unowned, resolve, effort } = assembled;
  const follow = linkFollower(squashed.links, effort);
  const targets = new Set([...squashed.links.keys()].map(follow));
  // Where following links came near its bounds, a little more could cross them.
  if (unowned.length > MOST_UNOWNED || effort.left < MOST_EFFORT / 2) return null;
  const counted = new Set([
    ...files.map(({ path }) => path),
    ...squashed.files.map(({ path }) => path),
    ...squashed.links.keys(),
    ...detours.map(({ real }) => real),
    // A link may lead from where a database would be to where something is now.
    ...databasePlaces(ecosystems).map(follow),
  ]);
  const above = new Set<string>();
  for (const path of counted)
    for (let at = directoryOf(path); at !== '' && !above.has(at); at = directoryOf(at)) above.add(at);
  const places = new PathIndexBuilder();
  for (const path of counted) places.add(path, 'other');
  for (const path of above) places.add(path, 'directory');
  for (const path of new Set([...owned.keys()].map(directoryOf))) places.add(path, 'implied');
  const found = new Set<string>();
  const locks = new Map<string, KnownBase['locked'][number]>();
  const named = new Set<string>();
  const installed = installedIn(files);
  for (const { path, items } of files) {
    for (const { item } of items) {
      if (item.kind !== 'package' && item.kind !== 'fact') continue;
      found.add(item.ecosystem);
      if (item.kind !== 'package' || item.attributes['certainty'] !== lockFile) continue;
      const directory = directoryOf(path);
      if (installed.has(`${item.ecosystem}\0${directory}`)) continue;
      locks.set(`${item.ecosystem}\0${path}`, { ecosystem: item.ecosystem, directory });
      named.add(lockedName(item));
    }
  }
  if (locks.size > MOST_LOCKS || named.size > MOST_LOCKED) return null;
  const ways = new PathIndexBuilder();
  for (const path of targets) ways.add(path, 'directory');
  for (const name of named) ways.add(name, 'other');
  return {
    size: harvests.reduce((sum, { size }) => sum + size, 0),
    weight: harvests.reduce((sum, harvest) => sum + weightOf(harvest), 0),
    ecosystems: [...found],
    locked: [...locks.values()],
    unowned: unowned.map(({ path }) => resolve(path)),
    places: places.build(),
    targets: ways.build(),
  };
}

/** Directories, by ecosystem, in or below which packages lie of which nothing else is said than that they are there. The root is none. */
function installedIn(files: readonly SquashedFile[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path, items } of files) {
    for (const { item } of items) {
      if (item.kind !== 'package' || Object.keys(item.attributes).length > 0) continue;
      for (let at = directoryOf(path); at !== '' && !found.has(`${item.ecosystem}\0${at}`); at = directoryOf(at))
        found.add(`${item.ecosystem}\0${at}`);
    }
  }
  return found;
}

/** A package as a lock file and what is installed by it have in common; no path is like it. */
export function lockedName({ ecosystem, name, version }: HarvestedPackage): string {
  return `${ecosystem}\0${name}\0${version}`;
}

/** As bytes for {@link decodeBase}: the length of what is JSON and the number of places, these, and the two indexes. */
export function encodeBase({ places, targets, ...facts }: KnownBase): readonly Uint8Array[] {
  const json = Buffer.from(JSON.stringify(facts));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(json.length, 0);
  head.writeUInt32LE(places.length, 4);
  return [head, json, bytesOf(places), bytesOf(targets)];
}

export function decodeBase(bytes: Buffer): KnownBase {
  const jsonEnd = 8 + bytes.readUInt32LE(0);
  const placesEnd = jsonEnd + 8 * bytes.readUInt32LE(4);
  const facts = JSON.parse(bytes.toString('utf8', 8, jsonEnd)) as Omit<KnownBase, 'places' | 'targets'>;
  return { ...facts, places: wordsOf(bytes.subarray(jsonEnd, placesEnd)), targets: wordsOf(bytes.subarray(placesEnd)) };
}

function bytesOf(index: BigUint64Array): Uint8Array {
  return new Uint8Array(index.buffer, index.byteOffset, index.byteLength);
}

function wordsOf(bytes: Buffer): BigUint64Array {
  const words = new BigUint64Array(bytes.length / 8);
  bytes.copy(Buffer.from(words.buffer));
  return words;
}
