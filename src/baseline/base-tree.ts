import { severities } from '../model/finding.ts';
import type { ApprovedBase } from '../policy/approved-bases.ts';
import type { SeverityCounts } from '../reports/overview.ts';
import { claimOf } from './base-claim.ts';
import type { BaseName, BaseNode, NodeTotal, PlacedImage } from './base-node.ts';
import { type CollectedContainer, type CollectedImage, type Collection, isRunning } from './collection.ts';
import { type ContentNames, contentNames } from './content-names.ts';
import { type Trunk, trunksOf } from './trie.ts';

/** Which base images lie under the containers, from the bottom up. What most containers stand on comes first. */
export function baseTree(collection: Collection, approved: readonly ApprovedBase[]): readonly BaseNode[] {
  const names = contentNames(collection, approved);
  const context: Context = {
    collection,
    names,
    containers: Map.groupBy(collection.containers, ({ imageId }) => imageId),
  };
  const trunks = trunksOf(collection.images, names.known);
  return sorted(trunks.map((trunk) => nodeOf(trunk, [], context)));
}

interface Context {
  readonly collection: Collection;
  readonly names: ContentNames;
  readonly containers: ReadonlyMap<string, readonly CollectedContainer[]>;
}

/** @param below images that end at the trunks under this one */
function nodeOf(trunk: Trunk, below: readonly CollectedImage[], context: Context): BaseNode {
  const { key, diffIds, ending } = trunk;
  const { names, containers, collection } = context;
  const children = sorted(trunk.children.map((child) => nodeOf(child, [...below, ...ending], context)));
  const images = ending.map(
    (image): PlacedImage => ({
      image,
      containers: containers.get(image.id) ?? [],
      claim: claimOf(image, below, collection.local),
    }),
  );
  const above = [...ending, ...imagesOf(trunk.children)];
  return {
    key,
    diffIds,
    names: [...names.of(key), ...claimedNames(children, names.of(key))],
    distribution: distributionOf(ending.length > 0 ? ending : above),
    created: createdOf(ending, above, diffIds.length) ?? names.createdOf(key),
    ...broughtBy(ending, above, diffIds.length),
    images,
    children,
    total: totalOf(above, containers),
    outdated: [],
  };
}

function imagesOf(trunks: readonly Trunk[]): readonly CollectedImage[] {
  return trunks.flatMap(({ ending, children }) => [...ending, ...imagesOf(children)]);
}

/** What the labels of the images right on a base call it: claims, behind all that is known. */
function claimedNames(children: readonly BaseNode[], known: readonly BaseName[]): readonly BaseName[] {
  const claimed = children.flatMap(({ images }) =>
    images.flatMap(({ claim }) => (claim?.standing === 'unproven' ? [claim.name] : [])),
  );
  return [...new Set(claimed)]
    .filter((name) => name !== null && !known.some((other) => other.name === name))
    .map((name) => ({ name: name ?? '', from: 'label' }));
}

function distributionOf(images: readonly CollectedImage[]): string | null {
  const [first, ...others] = new Set(images.map(({ distribution }) => distribution?.name ?? null));
  return others.length > 0 ? null : (first ?? null);
}

/** When an image that ends here was made; else when the step of the history was done that made the topmost layer. */
function createdOf(ending: readonly CollectedImage[], above: readonly CollectedImage[], depth: number): string | null {
  const times = ending.map(({ created }) => created);
  const steps = above.map(({ layers }) => layers[depth - 1]?.created ?? null);
  const [first] = (times.some((time) => time !== null) ? times : steps).filter((time) => time !== null).sort();
  return first ?? null;
}

/** Of an image that ends here all of it; else what the layers brought, as the image shows it that has the most of it left. */
function broughtBy(
  ending: readonly CollectedImage[],
  above: readonly CollectedImage[],
  depth: number,
): Pick<BaseNode, 'packages' | 'findings'> {
  const [whole] = ending;
  if (whole !== undefined) return { packages: whole.packages, findings: whole.findings };
  const seen = above
    .map(({ layers }) => layers.slice(0, depth))
    .map((layers) => ({
      packages: layers.reduce((sum, layer) => sum + layer.packages, 0),
      findings: added(layers.map(({ findings }) => findings)),
    }));
  const most = seen.toSorted((a, b) => b.packages - a.packages || sum(b.findings) - sum(a.findings))[0];
  return most ?? { packages: 0, findings: added([]) };
}

export function added(counts: readonly SeverityCounts[]): SeverityCounts {
  const totals = severities.map((severity) => [severity, counts.reduce((total, one) => total + one[severity], 0)]);
  return Object.fromEntries(totals) as SeverityCounts;
}

export function sum(counts: SeverityCounts): number {
  return severities.reduce((total, severity) => total + counts[severity], 0);
}

function totalOf(images: readonly CollectedImage[], containers: Context['containers']): NodeTotal {
  const all = images.flatMap(({ id }) => containers.get(id) ?? []);
  return {
    containers: all.length,
    running: all.filter(isRunning).length,
    images: images.length,
    users: usersOf(all),
  };
}

/** Who the processes of containers are, with how many of them. The most first. */
export function usersOf(containers: readonly CollectedContainer[]): NodeTotal['users'] {
  return [...Map.groupBy(containers, userWord)]
    .map(([user, { length }]) => [user, length] as const)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** `root`, the uid, or `?`: the same in every language. */
export function userWord({ effective }: Pick<CollectedContainer, 'effective'>): string {
  if (effective.kind === 'root') return 'root';
  return effective.uid === null ? '?' : String(effective.uid);
}

function sorted(nodes: readonly BaseNode[]): readonly BaseNode[] {
  return nodes.toSorted(
    (a, b) =>
      b.total.containers - a.total.containers ||
      b.total.running - a.total.running ||
      compare(a.names[0]?.name ?? '', b.names[0]?.name ?? '') ||
      compare(a.key, b.key),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
