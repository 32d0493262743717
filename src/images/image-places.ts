import type { Harvest } from '../model/harvest.ts';
import { kindMasks, kindsLookup, type PathKey, pathKey } from '../model/path-index.ts';
import { parentOf } from './squash.ts';

/** What an image has at a path: a file, a link or anything else that is no directory (`other`), a directory, nothing (null). */
export type PlaceLookup = (path: string) => 'directory' | 'other' | null;

/** Looks up what is in the image as it would run, whether any collector took something from it or not. Links are not followed. */
export function placesIn(harvests: readonly Harvest[]): PlaceLookup {
  const layers = harvests.toReversed().map(({ paths, whiteouts, opaques }) => ({
    kindsAt: kindsLookup(paths),
    whiteouts: new Set(whiteouts),
    opaques: new Set(opaques),
  }));
  const keys = new Map<string, PathKey>();
  const keyOf = (path: string): PathKey => {
    const known = keys.get(path) ?? pathKey(path);
    keys.set(path, known);
    return known;
  };
  return (path) => {
    const above: string[] = [];
    for (let at = parentOf(path); at !== ''; at = parentOf(at)) above.push(at);
    for (const { kindsAt, whiteouts, opaques } of layers) {
      const kinds = kindsAt(keyOf(path));
      // Of a path that one layer has in two ways, the one that cannot be read counts.
      if (kinds !== 0) return (kinds & (kindMasks.directory | kindMasks.implied)) === 0 ? 'other' : 'directory';
      const isHidden = (at: string) =>
        opaques.has(at) || whiteouts.has(at) || (kindsAt(keyOf(at)) & kindMasks.other) !== 0;
      if (whiteouts.has(path) || opaques.has('') || above.some(isHidden)) return null;
    }
    return null;
  };
}
