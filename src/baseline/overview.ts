import type { ApprovedBase } from '../policy/approved-bases.ts';
import type { SeverityCounts } from '../reports/overview.ts';
import { type BaseNode, withChildren } from './base-node.ts';
import { added, baseTree } from './base-tree.ts';
import {
  type CollectedContainer,
  type CollectedImage,
  type Collection,
  isRunning,
  type UnreadImage,
} from './collection.ts';
import { withOutdated } from './outdated.ts';

/** Everything that a report on a collection says, however it is shown. */
export interface BaselineOverview {
  readonly collection: Collection;
  readonly roots: readonly BaseNode[];
  /** Of all images, each once. */
  readonly findings: SeverityCounts;
  readonly running: number;
  readonly asRoot: number;
  /** Nodes that are out of date, the ones with the most containers first. */
  readonly outdated: readonly BaseNode[];
  /** Containers that stand on one of those. */
  readonly outdatedContainers: number;
  readonly unread: readonly UnderContainers<UnreadImage>[];
  /** Images that were read, but not to the end. */
  readonly partly: readonly UnderContainers<CollectedImage>[];
}

export interface UnderContainers<T> {
  readonly image: T;
  readonly containers: readonly CollectedContainer[];
}

export function baselineOverview(collection: Collection, approved: readonly ApprovedBase[]): BaselineOverview {
  const roots = withOutdated(baseTree(collection, approved), collection, approved);
  const nodes = roots.flatMap((root) => [...withChildren(root)]);
  const outdated = nodes.filter((node) => node.outdated.length > 0);
  const stale = new Set(outdated.flatMap((node) => [...withChildren(node)]).map(({ key }) => key));
  const under = <T extends { readonly id: string }>(image: T): UnderContainers<T> => ({
    image,
    containers: collection.containers.filter(({ imageId }) => imageId === image.id),
  });
  return {
    collection,
    roots,
    findings: added(collection.images.map(({ findings }) => findings)),
    running: collection.containers.filter(isRunning).length,
    asRoot: collection.containers.filter(({ effective }) => effective.kind === 'root').length,
    outdated: outdated.toSorted((a, b) => b.total.containers - a.total.containers),
    outdatedContainers: nodes
      .filter(({ key }) => stale.has(key))
      .flatMap(({ images }) => images)
      .reduce((total, { containers }) => total + containers.length, 0),
    unread: collection.unread.map(under),
    partly: collection.images.filter(({ gaps }) => gaps.some(({ incomplete }) => incomplete)).map(under),
  };
}

/** The nodes under each image, lowest first, the one where it ends included; by the image's id. */
export function pathsToImages(roots: readonly BaseNode[]): ReadonlyMap<string, readonly BaseNode[]> {
  const paths = new Map<string, readonly BaseNode[]>();
  const visit = (node: BaseNode, below: readonly BaseNode[]) => {
    const path = [...below, node];
    for (const { image } of node.images) paths.set(image.id, path);
    for (const child of node.children) visit(child, path);
  };
  for (const root of roots) visit(root, []);
  return paths;
}
