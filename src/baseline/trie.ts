import type { Digest } from '../base/digest.ts';
import { chainId } from '../model/image.ts';
import type { CollectedImage } from './collection.ts';

/** Layers from the bottom up at which something ends or parts. */
export interface Trunk {
  readonly key: string;
  readonly diffIds: readonly Digest[];
  readonly ending: readonly CollectedImage[];
  readonly children: readonly Trunk[];
}

/** The key of a content, its ChainID; the empty text for no layers. Images with the same layers have the same one. */
export function contentKey(diffIds: readonly Digest[]): string {
  return chainId(diffIds) ?? '';
}

/** An image with the key of each of its prefixes: worked out once, however many layers an attacker makes up. */
interface Stem {
  readonly image: CollectedImage;
  readonly diffIds: readonly Digest[];
  readonly keys: readonly string[];
}

/**
 * Images by the layers that they share from the bottom up. A trunk ends where an image ends, where images part, or where a content ends that
 * somebody knows: `marks` has the keys of those.
 */
export function trunksOf(images: readonly CollectedImage[], marks: ReadonlySet<string>): readonly Trunk[] {
  const stems = images.map(stemOf);
  const bare = images.filter(({ fingerprint }) => fingerprint.diffIds.length === 0);
  const grown = grow(stems, 0, marks);
  return bare.length === 0 ? grown : [{ key: '', diffIds: [], ending: bare, children: [] }, ...grown];
}

function stemOf(image: CollectedImage): Stem {
  const { diffIds } = image.fingerprint;
  const keys: Digest[] = [];
  for (const diffId of diffIds) {
    const below = keys.at(-1);
    keys.push(below === undefined ? diffId : (chainId([below, diffId]) ?? diffId));
  }
  return { image, diffIds, keys };
}

function grow(stems: readonly Stem[], depth: number, marks: ReadonlySet<string>): readonly Trunk[] {
  const higher = stems.filter(({ diffIds }) => diffIds.length > depth);
  const groups = Map.groupBy(higher, ({ diffIds }) => diffIds[depth]);
  return [...groups.values()].map((group) => {
    let end = depth + 1;
    while (!endsAt(group, end, marks)) end += 1;
    const [first] = group;
    return {
      key: first?.keys[end - 1] ?? '',
      diffIds: first?.diffIds.slice(0, end) ?? [],
      ending: group.filter(({ diffIds }) => diffIds.length === end).map(({ image }) => image),
      children: grow(group, end, marks),
    };
  });
}

function endsAt(group: readonly Stem[], end: number, marks: ReadonlySet<string>): boolean {
  const [first] = group;
  if (first === undefined || marks.has(first.keys[end - 1] ?? '')) return true;
  const next = first.diffIds[end];
  return group.some(({ diffIds }) => diffIds.length === end || diffIds[end] !== next);
}
