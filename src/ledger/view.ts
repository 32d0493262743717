import type { Digest } from '../base/digest.ts';
import { sha256 } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Tables } from './database.ts';
import type { KeyFinder } from './dsse.ts';
import { openEntry } from './entry.ts';
import { Fault } from './fault.ts';
import { type Head, openHead } from './head.ts';
import { inEntry } from './ledger-failure.ts';
import { lookUp } from './sealed-map.ts';
import { keys } from './standing.ts';

/** A ledger at one moment, within one transaction. What it returns was verified against the signed head; else it throws {@link Fault}. */
export interface View {
  readonly head: Head;
  /** A value of the index. */
  get(key: string): string | null;
  entry(sequence: number): LedgerEntry;
}

/** Entries and heads that were verified before, by the digests of their envelopes: what was verified once need not be again. */
export interface VerifiedBefore {
  readonly entries: Map<Digest, LedgerEntry>;
  readonly heads: Map<Digest, Head>;
}

/** Entries that are kept verified. */
const kept = 2048;

export function nothingVerified(): VerifiedBefore {
  return { entries: new Map(), heads: new Map() };
}

export function viewOf(tables: Tables, keyOf: KeyFinder, before: VerifiedBefore): View {
  const envelope = tables.head();
  if (envelope === null) throw new Fault(fill(faultWords.inHead, { reason: faultWords.missing }));
  const head = verifiedHead(envelope, keyOf, before);
  const last = tables.lastSequence();
  if (last !== head.sequence) throw new Fault(fill(faultWords.otherEnd, { last, named: head.sequence }));
  const get = (key: string) => lookUp(tables.nodes, head.root, key);
  return { head, get, entry: (sequence) => verifiedEntry(sequence, get(keys.entry(sequence)), tables, keyOf, before) };
}

/** Reads a signed head. Throws {@link Fault}. */
export function verifiedHead(envelope: Uint8Array, keyOf: KeyFinder, { heads }: VerifiedBefore): Head {
  const digest = sha256(envelope);
  try {
    const head = heads.get(digest) ?? openHead(envelope, keyOf);
    remember(heads, digest, head, 4);
    return head;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(fill(faultWords.inHead, { reason: error.reason }), error);
  }
}

function verifiedEntry(
  sequence: number,
  expected: string | null,
  tables: Tables,
  keyOf: KeyFinder,
  { entries }: VerifiedBefore,
): LedgerEntry {
  try {
    const envelope = tables.entry(sequence);
    if (envelope === null || expected === null) throw new Fault(faultWords.missing);
    const digest = sha256(envelope);
    if (digest !== expected) throw new Fault(faultWords.otherDigest);
    const entry = entries.get(digest) ?? openEntry(envelope, keyOf);
    if (entry.sequence !== sequence) throw new Fault(fill(faultWords.otherSequence, { sequence: entry.sequence }));
    remember(entries, digest, entry, kept);
    return entry;
  } catch (error) {
    throw inEntry(sequence, error);
  }
}

/** The one that was used longest ago makes room. */
function remember<T>(map: Map<Digest, T>, digest: Digest, value: T, most: number): void {
  map.delete(digest);
  map.set(digest, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
