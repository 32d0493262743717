import type { Digest } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Tables } from './database.ts';
import { Fault } from './fault.ts';
import type { Head } from './head.ts';
import { inEntry } from './ledger-failure.ts';

/** An entry on the way along the chain. */
export interface Walked {
  readonly entry: LedgerEntry;
  readonly envelope: Uint8Array;
}

/**
 * Walks all entries, oldest first. Each has to name the one before it, and the last one has to be the one that the head names: so nothing of
 * what came by may be believed before the walk has ended. Throws {@link Fault} at the first entry that does not fit.
 * @param open reads an entry from its envelope
 * @param signed the head; asked for at the end
 */
export function* walkChain(
  tables: Tables,
  open: (envelope: Uint8Array) => LedgerEntry,
  signed: () => Head,
): Generator<Walked, void, void> {
  let last = 0;
  let digest: Digest | null = null;
  for (const { sequence, envelope } of tables.entries(0)) {
    if (sequence !== last + 1) throw inEntry(last + 1, new Fault(faultWords.missing));
    const entry = opened(sequence, envelope, digest, open);
    ({ digest } = entry);
    last = sequence;
    yield { entry, envelope };
  }
  const head = signed();
  if (last !== head.sequence) throw new Fault(fill(faultWords.otherEnd, { last, named: head.sequence }));
  if (digest !== head.digest) throw inEntry(last, new Fault(faultWords.otherDigest));
}

function opened(
  sequence: number,
  envelope: Uint8Array,
  previous: Digest | null,
  open: (envelope: Uint8Array) => LedgerEntry,
): LedgerEntry {
  try {
    const entry = open(envelope);
    if (entry.sequence !== sequence) throw new Fault(fill(faultWords.otherSequence, { sequence: entry.sequence }));
    if (entry.previous !== previous) throw new Fault(faultWords.badChain);
    return entry;
  } catch (error) {
    throw inEntry(sequence, error);
  }
}
