import type { Digest } from '../base/digest.ts';
import type { SeverityCounts } from '../reports/overview.ts';
import type { CollectedContainer, CollectedImage } from './collection.ts';

/**
 * Where a name of a content comes from: a policy that approves it; the engine, which calls it so now; a container that was started as that;
 * the label of an image built on it, which anybody may write.
 */
export type NameSource = 'approved' | 'local' | 'asked' | 'label';

export interface BaseName {
  readonly name: string;
  readonly from: NameSource;
}

/** What an image says of its own base in `org.opencontainers.image.base.name` and `….digest`, and what is to be made of it. */
export interface BaseClaim {
  readonly name: string | null;
  readonly digest: string | null;
  /** `content`: its layers say the same; `unproven`: nothing here tells; `contradicted`: it stands on something else. */
  readonly standing: 'content' | 'unproven' | 'contradicted';
}

export interface PlacedImage {
  readonly image: CollectedImage;
  readonly containers: readonly CollectedContainer[];
  readonly claim: BaseClaim | null;
}

/** A content that a name stands for or stood for, where a newer one of that name is known. */
export interface Outdated {
  readonly name: string;
  /** RFC 3339. */
  readonly created: string;
  /** Key of the newest content of that name. */
  readonly newer: string;
  readonly newerCreated: string;
  /** That one of the two was ever called so is known from a label alone, which anybody may write. */
  readonly claimed: boolean;
}

/**
 * Layers that images share from the bottom up: a base candidate, or an image itself, or both. Children stand on it; what is counted
 * covers everything that stands on it, itself included.
 */
export interface BaseNode {
  /** The ChainID of its layers; the empty text for no layers at all. */
  readonly key: string;
  readonly diffIds: readonly Digest[];
  /** The likeliest one first. */
  readonly names: readonly BaseName[];
  /** As its files say; null where the images on it disagree or say nothing. */
  readonly distribution: string | null;
  /** RFC 3339; null where nothing tells. */
  readonly created: string | null;
  /** Packages and findings that its layers bring. */
  readonly packages: number;
  readonly findings: SeverityCounts;
  /** Images that end here. */
  readonly images: readonly PlacedImage[];
  readonly children: readonly BaseNode[];
  readonly total: NodeTotal;
  readonly outdated: readonly Outdated[];
}

export interface NodeTotal {
  readonly containers: number;
  readonly running: number;
  readonly images: number;
  /** Who the processes are: `root`, `1000`, `?`, with how many containers. The most first. */
  readonly users: readonly (readonly [user: string, containers: number])[];
}

/** How a node is called in a sentence; null where it has no name at all. */
export function titleOf({ names, distribution }: Pick<BaseNode, 'names' | 'distribution'>): string | null {
  return names[0]?.name ?? distribution;
}

/** A node and all that stands on it, from the bottom up. */
export function* withChildren(node: BaseNode): Generator<BaseNode> {
  yield node;
  for (const child of node.children) yield* withChildren(child);
}
