import type { Assembly, OwnedFile } from '../collect/ecosystem.ts';

/**
 * Tells which distribution package brought a file. Both sides are seen through the image's links, since a database may say
 * `lib/python3` where the layer has `usr/lib/python3`. A file whose digest the database knows otherwise was replaced: it has no owner.
 */
export function ownersOf(owned: Iterable<OwnedFile>, resolve: (path: string) => string): Assembly['ownerOf'] {
  const byPath = new Map<string, OwnedFile[]>();
  for (const file of owned) {
    const path = resolve(file.path);
    const there = byPath.get(path);
    if (there === undefined) byPath.set(path, [file]);
    else there.push(file);
  }
  return (path, digests) => {
    if (byPath.size === 0) return null;
    const claims = byPath.get(resolve(path)) ?? [];
    return claims.find(({ digest }) => digest === null || digests.includes(digest))?.owner ?? null;
  };
}
