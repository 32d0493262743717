import { directoryOf } from './layer-path.ts';

interface Node<T> {
  value: T | undefined;
  /** Values at this path and below it. */
  live: number;
  readonly parent: Node<T> | null;
  children: Node<T>[];
  /** Whether the parent's list of children holds it. */
  isListed: boolean;
}

/**
 * Values by path that know what lies below a path, so that a directory can go with all that is in it.
 *
 * What a deletion costs was paid for when the deleted was set, however an archive plays with its directories. Nodes stay: a Map from
 * which a key is deleted and to which it is added again and again becomes slow.
 */
export class PathTree<T> {
  readonly #nodes = new Map<string, Node<T>>([
    ['', { value: undefined, live: 0, parent: null, children: [], isListed: true }],
  ]);
  readonly #limit: number;

  /** @param limit how many paths, directories above them included, are remembered at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#nodes.get('')?.live ?? 0;
  }

  get(path: string): T | undefined {
    return this.#nodes.get(path)?.value;
  }

  /** Returns false, and does nothing, where that would be too many paths. */
  set(path: string, value: T): boolean {
    const node = this.#nodeAt(path);
    if (node === null) return false;
    if (node.value === undefined) {
      for (let at: Node<T> | null = node; at !== null; at = at.parent) {
        at.live += 1;
        if (!at.isListed) at.parent?.children.push(at);
        at.isListed = true;
      }
    }
    node.value = value;
    return true;
  }

  delete(path: string): boolean {
    const node = this.#nodes.get(path);
    if (node?.value === undefined) return false;
    node.value = undefined;
    for (let at: Node<T> | null = node; at !== null; at = at.parent) at.live -= 1;
    return true;
  }

  /** The same for a path with all that lies below it. */
  deleteWithin(path: string): boolean {
    // Nearly all that comes is new, and looked up once.
    if (!this.#nodes.has(path)) return false;
    const isBelow = this.deleteBelow(path);
    return this.delete(path) || isBelow;
  }

  /** Whether there is a value at a path or below it. */
  hasWithin(path: string): boolean {
    return (this.#nodes.get(path)?.live ?? 0) > 0;
  }

  /** Returns whether there was anything. */
  deleteBelow(path: string): boolean {
    const node = this.#nodes.get(path);
    if (node === undefined) return false;
    const count = node.live - (node.value === undefined ? 0 : 1);
    if (count === 0) return false;
    const pending = [node];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const child of at.children) {
        child.isListed = false;
        if (child.live === 0) continue;
        child.live = 0;
        child.value = undefined;
        pending.push(child);
      }
      at.children = [];
    }
    for (let at: Node<T> | null = node; at !== null; at = at.parent) at.live -= count;
    return true;
  }

  *entries(): Generator<[string, T]> {
    for (const [path, { value }] of this.#nodes) if (value !== undefined) yield [path, value];
  }

  #nodeAt(path: string): Node<T> | null {
    const there = this.#nodes.get(path);
    if (there !== undefined) return there;
    const missing: string[] = [];
    for (let at = path; !this.#nodes.has(at); at = directoryOf(at)) missing.push(at);
    if (this.#nodes.size + missing.length > this.#limit) return null;
    let node: Node<T> | null = null;
    for (let at = missing.pop(); at !== undefined; at = missing.pop()) {
      const parent: Node<T> | null = this.#nodes.get(directoryOf(at)) ?? null;
      node = { value: undefined, live: 0, parent, children: [], isListed: false };
      this.#nodes.set(at, node);
    }
    return node;
  }
}
