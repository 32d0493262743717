import type { Assembly, OwnedFile } from '../collect/ecosystem.ts';

/** The files of distribution packages, by where they really lie. */
export type OwnedPlaces = ReadonlyMap<string, readonly OwnedFile[]>;

export interface Ownership {
  readonly ownerOf: Assembly['ownerOf'];
  /** Whether a package brought a file to this place, whatever has become of it. */
  readonly isClaimed: (path: string) => boolean;
}

export function ownedPlaces(owned: Iterable<OwnedFile>, resolve: (path: string) => string): OwnedPlaces {
  const byPath = new Map<string, OwnedFile[]>();
  for (const file of owned) {
    const path = resolve(file.path);
    const there = byPath.get(path);
    if (there === undefined) byPath.set(path, [file]);
    else there.push(file);
  }
  return byPath;
}

/**
 * Tells which distribution package brought a file. Both sides are seen through the image's links, since a database may say
 * `lib/python3` where the layer has `usr/lib/python3`. A file whose digest the database knows otherwise was replaced: it has no owner.
 */
export function ownershipOf(owned: OwnedPlaces, resolve: (path: string) => string): Ownership {
  const known = new WeakMap<readonly OwnedFile[], ReadonlyMap<string | null, number>>();
  /** By digest, which claim is the first that names it. */
  const firstsOf = (claims: readonly OwnedFile[]) => {
    const before = known.get(claims);
    if (before !== undefined) return before;
    const firsts = new Map<string | null, number>();
    for (const [at, { digest }] of claims.entries()) if (!firsts.has(digest)) firsts.set(digest, at);
    known.set(claims, firsts);
    return firsts;
  };
  return {
    ownerOf: (path, digests) => {
      if (owned.size === 0) return null;
      const claims = owned.get(resolve(path));
      if (claims === undefined) return null;
      if (digests === null) return claims[0]?.owner ?? null;
      const firsts = firstsOf(claims);
      const [first = Number.POSITIVE_INFINITY] = [null, ...digests]
        .flatMap((digest) => firsts.get(digest) ?? [])
        .sort((a, b) => a - b);
      return claims[first]?.owner ?? null;
    },
    isClaimed: (path) => owned.has(resolve(path)),
  };
}
