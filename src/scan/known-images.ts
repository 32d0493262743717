import { join } from 'node:path';
import type { Digest } from '../base/digest.ts';
import { sha256 } from '../base/digest.ts';
import { readSealed, writeSealed } from '../base/sealed-file.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Matched } from './scanner.ts';

/**
 * What was found in images that were read before. Only what follows from the layers' content and the program alone: nothing that has a time,
 * no policy, no name, no VEX. Believed as the cached readings of layers are, under the same diffIDs.
 */
export interface KnownImages {
  /** What is in the image of these layers; null where that has to be found out. */
  recall(diffIds: readonly Digest[]): Inventory | null;
  /** Keeps an inventory that the same layers will come to again. */
  keep(inventory: Inventory): void;
  /** What these advisories say about an inventory that is kept here; null where nobody asked yet, or for any other inventory. */
  matched(inventory: Inventory, advisories: string): Matched | null;
  keepMatched(inventory: Inventory, advisories: string, matched: Matched): void;
}

/** @param edition the program and all that it was told that shapes an inventory: what another one has kept is not looked at */
export function openKnownImages(folder: string, edition: string): KnownImages {
  const kept = new WeakSet<Inventory>();
  const fileOf = (diffIds: readonly Digest[], what: string) => {
    const hex = sha256(JSON.stringify([edition, diffIds])).slice('sha256:'.length);
    return join(folder, hex.slice(0, 2), `${hex}.${what}`);
  };
  const inventoryFile = (diffIds: readonly Digest[]) => fileOf(diffIds, 'inventory');
  const matchedFile = (inventory: Inventory) => fileOf(diffIdsOf(inventory), 'matched');
  return {
    recall: (diffIds) => {
      const inventory = read<Inventory>(inventoryFile(diffIds));
      if (inventory === null || !isSame(diffIdsOf(inventory), diffIds)) return null;
      kept.add(inventory);
      return inventory;
    },
    keep: (inventory) => {
      write(inventoryFile(diffIdsOf(inventory)), inventory);
      kept.add(inventory);
    },
    matched: (inventory, advisories) => {
      if (!kept.has(inventory)) return null;
      const before = read<MatchedBy>(matchedFile(inventory));
      return before?.advisories === advisories ? before.matched : null;
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
  writeSealed(file, Buffer.from(JSON.stringify(value)));
}
