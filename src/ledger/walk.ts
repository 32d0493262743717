import type { Digest } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Tables } from './database.ts';
import { Fault } from './fault.ts';
import { inEntry } from './ledger-failure.ts';

/** The end of a chain that was walked. */
export interface ChainEnd {
  readonly sequence: number;
  readonly digest: Digest | null;
}

/**
 * Walks all entries, oldest first, and returns the last one's number and digest. Each has to name the one before it, so that whoever holds
 * that digest against a signed one has all of them proven; before that nothing of what `visit` saw may be believed.
 * Throws {@link Fault} at the first entry that does not fit.
 */
export function walkChain(
  tables: Tables,
  open: (envelope: Uint8Array) => LedgerEntry,
  visit: (entry: LedgerEntry, envelope: Uint8Array) => void,
): ChainEnd {
  let end: ChainEnd = { sequence: 0, digest: null };
  for (const { sequence, envelope } of tables.entries(0)) {
    const expected = end.sequence + 1;
    if (sequence !== expected) throw inEntry(expected, new Fault(faultWords.missing));
    end = { sequence, digest: visited(sequence, envelope, end, open, visit) };
  }
  return end;
}

function visited(
  sequence: number,
  envelope: Uint8Array,
  before: ChainEnd,
  open: (envelope: Uint8Array) => LedgerEntry,
  visit: (entry: LedgerEntry, envelope: Uint8Array) => void,
): Digest {
  let entry: LedgerEntry;
  try {
    entry = open(envelope);
    if (entry.sequence !== sequence) throw new Fault(fill(faultWords.otherSequence, { sequence: entry.sequence }));
    if (entry.previous !== before.digest) throw new Fault(faultWords.badChain);
  } catch (error) {
    throw inEntry(sequence, error);
  }
  visit(entry, envelope);
  return entry.digest;
}

/** Holds the end of a walk against the signed one. Throws {@link Fault}. */
export function checkEnd(end: ChainEnd, signed: ChainEnd): void {
  if (end.sequence !== signed.sequence)
    throw new Fault(fill(faultWords.otherEnd, { last: end.sequence, named: signed.sequence }));
  if (end.digest !== signed.digest) throw inEntry(end.sequence, new Fault(faultWords.otherDigest));
}
