import type { Harvest } from '../model/harvest.ts';
import { kindMasks, type PathKey, pathKey } from '../model/path-index.ts';

/** Why a layer hides a path of the layers below it: it says so, or merely has something below that path. */
export type Hidden = 'stated' | 'implied';

/**
 * Where the files and links of a pile lie, with the directories above them. A layer is asked what it has, path by path, and each is found here: what is
 * below many small layers is not gone through for each of them.
 */
export interface PilePlaces {
  addFile(path: string, key: PathKey, id: string): void;
  addLink(path: string, key: PathKey): void;
  /** Takes away whatever a layer hides: files by their ids, links by their paths. */
  takeHidden(layer: Pick<Harvest, 'paths' | 'whiteouts' | 'opaques'>): HiddenPlaces;
  /** Paths, and directories above them. */
  readonly size: number;
}

export interface HiddenPlaces {
  readonly files: readonly string[];
  readonly links: ReadonlyMap<string, Hidden>;
}

interface Place {
  readonly path: string;
  readonly key: PathKey;
  readonly files: Set<string>;
  isLink: boolean;
  readonly below: Set<Place>;
}

export function pilePlaces(): PilePlaces {
  const root: Place = { path: '', key: { high: 0, low: 0 }, files: new Set(), isLink: false, below: new Set() };
  const byPath = new Map<string, Place>([['', root]]);
  /** By the first half of the key, which few share. */
  const byKey = new Map<number, Place[]>();

  const placeAt = (path: string, known: PathKey | null): Place => {
    // From the path up to a directory that is there.
    const missing: Place[] = [];
    let at = path;
    let found = byPath.get(at);
    while (found === undefined) {
      const key = at === path && known !== null ? known : pathKey(at);
      const place: Place = { path: at, key, files: new Set(), isLink: false, below: new Set() };
      const last = missing.at(-1);
      if (last !== undefined) place.below.add(last);
      missing.push(place);
      byPath.set(at, place);
      const alike = byKey.get(key.high);
      if (alike === undefined) byKey.set(key.high, [place]);
      else alike.push(place);
      at = parentOf(at);
      found = byPath.get(at);
    }
    const highest = missing.at(-1);
    if (highest !== undefined) found.below.add(highest);
    return missing[0] ?? found;
  };

  const forget = (place: Place): void => {
    byPath.delete(place.path);
    const alike = byKey.get(place.key.high)?.filter((one) => one !== place) ?? [];
    if (alike.length === 0) byKey.delete(place.key.high);
    else byKey.set(place.key.high, alike);
  };

  return {
    get size() {
      return byPath.size;
    },
    addFile: (path, key, id) => void placeAt(path, key).files.add(id),
    addLink: (path, key) => {
      placeAt(path, key).isLink = true;
    },
    takeHidden: ({ paths, whiteouts, opaques }) => {
      const files: string[] = [];
      const links = new Map<string, Hidden>();
      const take = (place: Place, how: Hidden): void => {
        for (const id of place.files) files.push(id);
        place.files.clear();
        if (place.isLink) links.set(place.path, how);
        place.isLink = false;
      };
      const takeBelow = (above: Place): void => {
        const pending = [...above.below];
        above.below.clear();
        for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
          take(place, 'stated');
          for (const one of place.below) pending.push(one);
          place.below.clear();
          forget(place);
        }
      };
      const there = kindsOf(paths, byKey);
      // What a layer says comes before what it merely brings about.
      for (const [place, kinds] of there) if ((kinds & kindMasks.other) !== 0) takeBelow(place);
      for (const path of whiteouts) {
        const place = byPath.get(path);
        if (place === undefined || place === root) continue;
        take(place, 'stated');
        takeBelow(place);
      }
      for (const path of opaques) {
        const place = byPath.get(path);
        if (place !== undefined) takeBelow(place);
      }
      for (const [place, kinds] of there)
        take(place, (kinds & (kindMasks.other | kindMasks.directory)) === 0 ? 'implied' : 'stated');
      return { files, links };
    },
  };
}

/** What a layer has at each of the places. */
function kindsOf(paths: BigUint64Array, byKey: ReadonlyMap<number, readonly Place[]>): ReadonlyMap<Place, number> {
  const found = new Map<Place, number>();
  const halves = new Uint32Array(paths.buffer, paths.byteOffset, paths.length * 2);
  for (let at = 0; at < halves.length; at += 2) {
    const alike = byKey.get(halves[at + highHalf] as number);
    if (alike === undefined) continue;
    const low = halves[at + lowHalf] as number;
    for (const place of alike)
      if (place.key.low === (low & ~3) >>> 0) found.set(place, (found.get(place) ?? 0) | (1 << (low & 3)));
  }
  return found;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

const lowHalf = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const highHalf = 1 - lowHalf;
