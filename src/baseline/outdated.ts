import { fullImageName } from '../model/image-name.ts';
import type { ApprovedBase } from '../policy/approved-bases.ts';
import { type BaseNode, type Outdated, withChildren } from './base-node.ts';
import type { Collection } from './collection.ts';
import { contentKey } from './trie.ts';

/** One content that a name stands for or stood for. */
interface Version {
  readonly key: string;
  readonly created: string;
  /** Known from a label alone. */
  readonly claimed: boolean;
}

/**
 * The tree with what is out of date in it: nodes of which a name is known that by now stands for a newer content, on this host or in the
 * policy. Contents that no time is known of are neither older nor newer.
 */
export function withOutdated(
  roots: readonly BaseNode[],
  { local }: Collection,
  approved: readonly ApprovedBase[],
): readonly BaseNode[] {
  const nodes = roots.flatMap((root) => [...withChildren(root)]);
  const createdOf = new Map(nodes.map(({ key, created }) => [key, created]));
  for (const { diffIds, created } of local) {
    const key = contentKey(diffIds);
    if ((createdOf.get(key) ?? null) === null) createdOf.set(key, created);
  }
  const versions = new Map<string, Map<string, Version>>();
  const add = (name: string, key: string, claimed = false) => {
    const created = createdOf.get(key) ?? null;
    if (created === null) return;
    const known = versions.get(nameKey(name)) ?? new Map<string, Version>();
    versions.set(nameKey(name), known.set(key, { key, created, claimed }));
  };
  for (const { names, key } of nodes) for (const { name, from } of names) add(name, key, from === 'label');
  for (const { names, diffIds } of local) for (const name of names) add(name, contentKey(diffIds));
  for (const { name, diffIds } of approved) add(name, contentKey(diffIds));
  const mark = (node: BaseNode): BaseNode => ({
    ...node,
    children: node.children.map(mark),
    outdated: node.names.flatMap(({ name }) => newerOf(name, node.key, versions)),
  });
  return roots.map(mark);
}

/** Names of images in full, so that `nginx` and `docker.io/library/nginx:latest` are one; other names as they are. */
function nameKey(name: string): string {
  return fullImageName(name) ?? name;
}

function newerOf(
  name: string,
  key: string,
  versions: ReadonlyMap<string, ReadonlyMap<string, Version>>,
): readonly Outdated[] {
  const known = versions.get(nameKey(name));
  const own = known?.get(key);
  if (known === undefined || own === undefined) return [];
  const [newest = own] = [...known.values()].sort((a, b) => (a.created > b.created ? -1 : 1));
  if (newest.created <= own.created) return [];
  const claimed = own.claimed || newest.claimed;
  return [{ name, created: own.created, newer: newest.key, newerCreated: newest.created, claimed }];
}
