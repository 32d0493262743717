import type { Digest } from '../base/digest.ts';
import { type Index, keys } from './index-keys.ts';

/** How an entry weighs where only the layers of an image are known. */
export const kinds = { revocation: 'r', deny: 'd', authorization: 'o', allow: 'a' } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** An image with certain layers, and the entry that stands for it. */
export interface Sharer {
  readonly config: Digest;
  readonly sequence: number;
  readonly kind: Kind;
  /** When an authorization ends; null where it does not, and for all else. Undefined in an index of old. */
  readonly expires: string | null | undefined;
}

/** Below each place of the heap are so many: more make it flatter, and moving an image down dearer. */
const arity = 8;

/**
 * Notes what stands for an image among those with the same layers, which may be any number: whoever changes nothing but a label makes one more.
 * They are a heap (each place comes before those below it) of one key a place, so that the first one is read at once, and no change touches
 * more than a few keys.
 */
export function noteSharer(index: Index, chainId: Digest, item: Sharer): void {
  const places = placesOf(index, chainId);
  let place = places.find(item.config) ?? places.add();
  while (place > 0) {
    const above = Math.floor((place - 1) / arity);
    const other = places.read(above);
    if (order(other, item) < 0) break;
    places.write(place, other);
    place = above;
  }
  for (;;) {
    const below = firstBelow(places, place);
    if (below === null || order(item, below.item) < 0) break;
    places.write(place, below.item);
    place = below.place;
  }
  places.write(place, item);
}

function firstBelow(places: ReturnType<typeof placesOf>, place: number) {
  let first: { readonly place: number; readonly item: Sharer } | null = null;
  const end = Math.min(places.count(), place * arity + arity + 1);
  for (let below = place * arity + 1; below < end; below += 1) {
    const item = places.read(below);
    if (first === null || order(item, first.item) < 0) first = { place: below, item };
  }
  return first;
}

/** The first place has no keys of its own for what follows from it, since most layers belong to one image. */
function placesOf(index: Index, chainId: Digest) {
  const read = (place: number) => readSharer(index.get(keys.layers(chainId, place)) ?? '');
  const count = () =>
    Number(index.get(keys.layersCount(chainId)) ?? (index.get(keys.layers(chainId, 0)) === null ? 0 : 1));
  return {
    count,
    read,
    find: (config: Digest): number | null => {
      if (count() > 0 && read(0).config === config) return 0;
      const place = index.get(keys.layersPlace(chainId, config));
      return place === null ? null : Number(place);
    },
    /** The place behind the last. */
    add: (): number => {
      const place = count();
      if (place > 0) index.set(keys.layersCount(chainId), String(place + 1));
      return place;
    },
    write: (place: number, { config, sequence, kind, expires }: Sharer): void => {
      index.set(keys.layers(chainId, place), `${config} ${sequence} ${kind} ${expires ?? '-'}`);
      if (place > 0) index.set(keys.layersPlace(chainId, config), String(place));
    },
  };
}

export function readSharer(text: string): Sharer {
  const [config = '', sequence = '', kind = '', expires] = text.split(' ');
  return {
    config: config as Digest,
    sequence: Number(sequence),
    kind: kind as Kind,
    expires: expires === '-' ? null : expires,
  };
}

/**
 * Which of two images stands for the layers: what speaks against one of them speaks against the layers, and an authorization that ends is not to
 * be covered by another image's verdict, least of all the one that ends first. Else the later entry.
 */
export function order(a: Sharer, b: Sharer): number {
  const [first, second] = [rank(a), rank(b)];
  if (first !== second) return first - second;
  if (typeof a.expires === 'string' && typeof b.expires === 'string' && a.expires !== b.expires)
    return a.expires < b.expires ? -1 : 1;
  return typeof a.expires === 'string' ? a.sequence - b.sequence : b.sequence - a.sequence;
}

function rank({ kind, expires }: Sharer): number {
  switch (kind) {
    case kinds.revocation:
      return 0;
    case kinds.deny:
      return 1;
    case kinds.allow:
      return 3;
    case kinds.authorization:
      return typeof expires === 'string' ? 2 : 4;
  }
}
