import { join } from 'node:path';
import type { Digest } from '../base/digest.ts';
import { sha256 } from '../base/digest.ts';
import { readSealed, writeSealed } from '../base/sealed-file.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Package } from '../model/package.ts';
import type { Growth } from './grown-inventory.ts';
import type { KnownBelow } from './image-reader.ts';
import { decodeBase, encodeBase, type KnownBase } from './known-base.ts';
import type { Matched } from './scanner.ts';

/**
 * What was found in images that were read before. Only what follows from the layers' content and the program alone: nothing that has a time,
 * no policy, no name, no VEX. Believed as the cached readings of layers are, under the same diffIDs.
 */
export interface KnownImages {
  /** What is in the image of these layers; null where that has to be found out. */
  recall(diffIds: readonly Digest[]): Inventory | null;
  /** The largest image that is kept whose layers are the first ones of these, all but some on top; null where there is none. */
  below(diffIds: readonly Digest[]): KnownBelow | null;
  /**
   * Keeps an inventory that the same layers will come to again.
   *
   * @param about `base` for images that will stand on it, `growth` for one that stands on another
   */
  keep(inventory: Inventory, about?: { readonly base: KnownBase | null; readonly growth: Growth | undefined }): void;
  /** What these advisories say about an inventory that is kept here; null where nobody asked yet, or for any other inventory. */
  matched(inventory: Inventory, advisories: string): Matched | null;
  keepMatched(inventory: Inventory, advisories: string, matched: Matched): void;
  /** For an inventory that is kept as grown from another one: what the same advisories say about that, and the packages on top; else null. */
  matchedBelow(
    inventory: Inventory,
    advisories: string,
  ): { readonly matched: Matched; readonly added: readonly Package[] } | null;
}

/** An image of more is not looked for by its first ones, one after the other. */
const MOST_LAYERS = 500;

/** @param edition the program and all that it was told that shapes an inventory: what another one has kept is not looked at */
export function openKnownImages(folder: string, edition: string): KnownImages {
  const kept = new WeakSet<Inventory>();
  const grown = new WeakMap<Inventory, Growth>();
  const fileOf = (diffIds: readonly Digest[], what: string) => {
    const hex = sha256(JSON.stringify([edition, diffIds])).slice('sha256:'.length);
    return join(folder, hex.slice(0, 2), `${hex}.${what}`);
  };
  const inventoryFile = (diffIds: readonly Digest[]) => fileOf(diffIds, 'inventory');
  const baseFile = (diffIds: readonly Digest[]) => fileOf(diffIds, 'base');
  const matchedFile = (inventory: Inventory) => fileOf(diffIdsOf(inventory), 'matched');
  const recall = (diffIds: readonly Digest[]): Inventory | null => {
    const inventory = read<Inventory>(inventoryFile(diffIds));
    if (inventory === null || !isSame(diffIdsOf(inventory), diffIds)) return null;
    kept.add(inventory);
    return inventory;
  };
  const matched: KnownImages['matched'] = (inventory, advisories) => {
    if (!kept.has(inventory)) return null;
    const before = read<MatchedBy>(matchedFile(inventory));
    return before?.advisories === advisories ? before.matched : null;
  };
  return {
    recall,
    below: (diffIds) => {
      if (diffIds.length > MOST_LAYERS) return null;
      for (let count = diffIds.length - 1; count > 0; count -= 1) {
        const first = diffIds.slice(0, count);
        const bytes = readSealed(baseFile(first));
        if (bytes === null) continue;
        const inventory = recall(first);
        if (inventory !== null) return { inventory, base: decodeBase(bytes) };
      }
      return null;
    },
    keep: (inventory, { base, growth } = { base: null, growth: undefined }) => {
      const diffIds = diffIdsOf(inventory);
      if (base !== null) writeSealed(baseFile(diffIds), encodeBase(base));
      write(inventoryFile(diffIds), inventory);
      kept.add(inventory);
      if (growth !== undefined) grown.set(inventory, growth);
    },
    matched,
    matchedBelow: (inventory, advisories) => {
      const growth = grown.get(inventory);
      const before = growth === undefined ? null : matched(growth.below, advisories);
      return growth === undefined || before === null ? null : { matched: before, added: growth.added };
    },
    keepMatched: (inventory, advisories, matched) => {
      if (kept.has(inventory)) write(matchedFile(inventory), { advisories, matched } satisfies MatchedBy);
    },
  };
}

interface MatchedBy {
  readonly advisories: string;
  readonly matched: Matched;
}

function diffIdsOf({ layers }: Inventory): readonly Digest[] {
  return layers.map(({ diffId }) => diffId);
}

function isSame(some: readonly Digest[], others: readonly Digest[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

function read<T>(file: string): T | null {
  const bytes = readSealed(file);
  return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as T);
}

function write(file: string, value: object): void {
  writeSealed(file, bytesOf(piecesOf(value, 2)));
}

/** Letters that are turned into bytes at a time. */
const TOGETHER = 32_768;

function* bytesOf(pieces: Iterable<string>): Iterable<Uint8Array> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < TOGETHER) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/**
 * What `JSON.stringify` makes of a plain value, item by item of its lists: those of a large image come to many megabytes, at the moment in which
 * most else is in memory.
 *
 * @param depth how deep below it lists are looked for
 */
function* piecesOf(value: unknown, depth: number): Iterable<string> {
  if (Array.isArray(value)) {
    let before = '[';
    for (const item of value) {
      yield `${before}${JSON.stringify(item) ?? 'null'}`;
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (depth > 0 && typeof value === 'object' && value !== null) {
    let before = '{';
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      yield `${before}${JSON.stringify(key)}:`;
      yield* piecesOf(inner, depth - 1);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield JSON.stringify(value) ?? 'null';
}
