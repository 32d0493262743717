import { type Digest, sha256 } from '../base/digest.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { Fault } from './fault.ts';
import type { Recent } from './recent.ts';

/**
 * A map from texts to texts whose whole content one digest, its root, stands for: a tree over the hashes of the keys, each node named by
 * the digest of what is below it. Who knows the root is told a value, or that there is none, by a handful of nodes, and cannot be told
 * anything else: a node that was changed or is missing is found on the way.
 *
 * A node is a bucket of up to sixteen keys, or has sixteen branches. Which, follows from the keys alone, so that equal maps have
 * equal roots, however they came about.
 */
export interface NodeStore {
  /** By the first digits of the keys' hashes; null where there is none. */
  get(prefix: string): string | null;
  put(prefix: string, content: string): void;
}

const bucketSize = 16;
const digits = [...'0123456789abcdef'];
const bucketHead = 'bucket\n';
const branchHead = 'branch\n';
const none = '-';

export const emptyRoot: Digest = sha256(bucketHead);

/**
 * The value of a key; null where the map has none. Throws {@link Fault} where the nodes are not those of the root.
 * @param known nodes that were read before, by their digests, which name their content
 */
export function lookUp(store: NodeStore, root: Digest, key: string, known?: Recent<MapNode>): string | null {
  const hashed = hashOf(key);
  let expected: string = root;
  for (let depth = 0; ; depth += 1) {
    const node = known?.get(expected) ?? readNode(store, hashed.slice(0, depth), expected);
    known?.set(expected, node);
    if (node.kind === 'bucket') return node.items.get(hashed) ?? null;
    const next = node.branches[branchOf(hashed, depth)] ?? none;
    if (next === none) return null;
    expected = next;
  }
}

/** Sets keys, writes the nodes that change, and returns the new root. Throws as {@link lookUp}. */
export function update(store: NodeStore, root: Digest, changes: ReadonlyMap<string, string>): Digest {
  const items = new Map([...changes].map(([key, value]) => [hashOf(key), value]));
  return items.size === 0 ? root : updateBelow(store, '', root, items);
}

function updateBelow(store: NodeStore, prefix: string, expected: string, changes: ReadonlyMap<string, string>): Digest {
  const node = readNode(store, prefix, expected);
  if (node.kind === 'bucket') return writeItems(store, prefix, new Map([...node.items, ...changes]));
  const branches = [...node.branches];
  for (const [digit, part] of parted(changes, prefix.length)) {
    const next = prefix + digits[digit];
    const before = branches[digit] ?? none;
    branches[digit] = before === none ? writeItems(store, next, part) : updateBelow(store, next, before, part);
  }
  return writeNode(store, prefix, `${branchHead}${branches.join('\n')}`);
}

/** Writes the node for these keys, and those below it where they are too many for one. */
function writeItems(store: NodeStore, prefix: string, items: ReadonlyMap<string, string>): Digest {
  if (items.size <= bucketSize) {
    const lines = [...items].map(([hashed, value]) => `${hashed} ${value}\n`).sort();
    return writeNode(store, prefix, `${bucketHead}${lines.join('')}`);
  }
  const branches = digits.map(() => none);
  for (const [digit, part] of parted(items, prefix.length)) {
    branches[digit] = writeItems(store, prefix + digits[digit], part);
  }
  return writeNode(store, prefix, `${branchHead}${branches.join('\n')}`);
}

export type MapNode =
  | { readonly kind: 'bucket'; readonly items: ReadonlyMap<string, string> }
  | { readonly kind: 'branch'; readonly branches: readonly string[] };

function readNode(store: NodeStore, prefix: string, expected: string): MapNode {
  // The empty map needs no node.
  if (prefix === '' && expected === emptyRoot) return { kind: 'bucket', items: new Map() };
  const content = store.get(prefix);
  if (content === null || sha256(content) !== expected) throw new Fault(faultWords.indexNode);
  if (content.startsWith(branchHead)) return { kind: 'branch', branches: content.slice(branchHead.length).split('\n') };
  const lines = content.slice(bucketHead.length).split('\n').slice(0, -1);
  return { kind: 'bucket', items: new Map(lines.map((line) => [line.slice(0, 64), line.slice(65)])) };
}

function writeNode(store: NodeStore, prefix: string, content: string): Digest {
  store.put(prefix, content);
  return sha256(content);
}

/** The items by the digit of their hash at this depth. */
function parted(items: ReadonlyMap<string, string>, depth: number): Map<number, Map<string, string>> {
  const parts = new Map<number, Map<string, string>>();
  for (const [hashed, value] of items) {
    const digit = branchOf(hashed, depth);
    const part = parts.get(digit) ?? new Map<string, string>();
    parts.set(digit, part.set(hashed, value));
  }
  return parts;
}

function branchOf(hashed: string, depth: number): number {
  return Number.parseInt(hashed.charAt(depth), 16);
}

function hashOf(key: string): string {
  return sha256(key).slice('sha256:'.length);
}
