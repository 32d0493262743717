import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts';
import { keys } from './index-keys.ts';
import type { View } from './view.ts';
import { append, type WriteOptions } from './writer.ts';

/**
 * Adds the record of a gate, without those of its names that other content has claimed: of two that come under one name at once, the first
 * has it. Nobody writes between the look and the entry. Throws as `appendRecords`.
 */
export async function appendFirstSeen(options: WriteOptions, record: LedgerRecord): Promise<readonly LedgerEntry[]> {
  return append(options, (view) => {
    const names = record.names.filter((name) => isFree(name, record, view));
    return [{ kind: 'own', record: { ...record, names } }];
  });
}

function isFree(name: string, { fingerprint: { configDigest, indexDigest } }: LedgerRecord, view: View): boolean {
  const claimed = view.get(keys.name(name));
  if (claimed === null || view.get(keys.nameOf(configDigest, name)) !== null) return true;
  // One index is one name for an image of each platform.
  return indexDigest !== null && view.entry(Number(claimed)).record.fingerprint.indexDigest === indexDigest;
}
