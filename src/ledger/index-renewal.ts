import type { Tables } from './database.ts';
import { chainedEntry } from './entry.ts';
import type { Head } from './head.ts';
import { revisions } from './index-keys.ts';
import { emptyRoot, lookUp, update } from './sealed-map.ts';
import { noteEntry } from './standing.ts';
import { walkChain } from './walk.ts';

/**
 * Makes the index anew as this version makes it, from the entries alone, and returns the head of that. Belongs into the transaction of a write
 * that signs it. Throws as {@link walkChain}.
 * @param batch entries that are noted before the index is written: what is held in memory meanwhile
 */
export function renewIndex(tables: Tables, head: Head, batch = 5000): Head {
  tables.clearNodes();
  let root = emptyRoot;
  let changes = new Map<string, string>();
  const index = {
    get: (key: string) => changes.get(key) ?? lookUp(tables.nodes, root, key),
    set: (key: string, value: string) => void changes.set(key, value),
  };
  const load = (sequence: number) => chainedEntry(tables.entry(sequence) ?? new Uint8Array());
  const write = () => {
    root = update(tables.nodes, root, changes);
    changes = new Map();
  };
  for (const { entry } of walkChain(tables, chainedEntry, () => head)) {
    noteEntry(entry, index, load, revisions.now);
    if (entry.sequence % batch === 0) write();
  }
  write();
  return { ...head, root, index: revisions.now };
}
