import type { ImageSummary } from '../ledger/history.ts';
import type { LedgerEntry } from '../model/ledger.ts';

/** An image of the ledger for programs. Keys are only ever added. */
export function imageJson({ fingerprint, names, standing, newest, sequences }: ImageSummary) {
  return {
    fingerprint,
    names,
    standing: standing === null ? null : entryJson(standing),
    lastEntry: newest.sequence,
    entries: sequences.length,
  };
}

export function entryJson({ sequence, at, keyId, digest, record, origin }: LedgerEntry) {
  const { fingerprint: _, ...said } = record;
  return { entry: sequence, at, ...said, key: keyId, digest, origin: origin ?? null };
}
