import { sha256 } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Tables } from './database.ts';
import type { KeyFinder } from './dsse.ts';
import { chainedEntry, openEntry } from './entry.ts';
import { Fault } from './fault.ts';
import { type Head, openHead } from './head.ts';
import { keys } from './index-keys.ts';
import { inEntry } from './ledger-failure.ts';
import { type Recent, recent } from './recent.ts';
import { lookUp, type MapNode } from './sealed-map.ts';

/** A ledger at one moment, within one transaction. What it returns was verified against the signed head; else it throws {@link Fault}. */
export interface View {
  readonly head: Head;
  /** A value of the index. */
  get(key: string): string | null;
  entry(sequence: number): LedgerEntry;
  /** As `entry`, where the chain was walked: what it says is proven by that, and only its key has to be one to trust. */
  walkedEntry(sequence: number): LedgerEntry;
}

/** What was verified before, by the digests that name it: it need not be again. */
export interface VerifiedBefore {
  readonly entries: Recent<LedgerEntry>;
  readonly heads: Recent<Head>;
  readonly nodes: Recent<MapNode>;
}

export function nothingVerified(): VerifiedBefore {
  return { entries: recent(2048), heads: recent(4), nodes: recent(4096) };
}

export function viewOf(tables: Tables, keyOf: KeyFinder, before: VerifiedBefore): View {
  const envelope = tables.head();
  if (envelope === null) throw new Fault(fill(faultWords.inHead, { reason: faultWords.missing }));
  return viewAt(verifiedHead(envelope, keyOf, before), tables, keyOf, before);
}

/** As {@link viewOf}, with a head that is known to be the ledger's. */
export function viewAt(head: Head, tables: Tables, keyOf: KeyFinder, before: VerifiedBefore): View {
  const last = tables.lastSequence();
  if (last !== head.sequence) throw new Fault(fill(faultWords.otherEnd, { last, named: head.sequence }));
  const get = (key: string) => lookUp(tables.nodes, head.root, key, before.nodes);
  return {
    head,
    get,
    entry: (sequence) => {
      try {
        const digest = get(keys.entry(sequence));
        if (digest === null) throw new Fault(faultWords.missing);
        const entry = before.entries.get(digest) ?? verifiedEntry(tables.entry(sequence), digest, keyOf);
        if (entry.sequence !== sequence) throw new Fault(fill(faultWords.otherSequence, { sequence: entry.sequence }));
        before.entries.set(digest, entry);
        return entry;
      } catch (error) {
        throw inEntry(sequence, error);
      }
    },
    walkedEntry: (sequence) => {
      try {
        const envelope = tables.entry(sequence);
        if (envelope === null) throw new Fault(faultWords.missing);
        const entry = chainedEntry(envelope);
        if (keyOf(entry.keyId) === undefined) throw new Fault(fill(faultWords.unknownKey, { key: entry.keyId }));
        return entry;
      } catch (error) {
        throw inEntry(sequence, error);
      }
    },
  };
}

/** Reads a signed head. Throws {@link Fault}. */
export function verifiedHead(envelope: Uint8Array, keyOf: KeyFinder, { heads }: VerifiedBefore): Head {
  const digest = sha256(envelope);
  try {
    const head = heads.get(digest) ?? openHead(envelope, keyOf);
    heads.set(digest, head);
    return head;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(fill(faultWords.inHead, { reason: error.reason }), { cause: error });
  }
}

function verifiedEntry(envelope: Uint8Array | null, digest: string, keyOf: KeyFinder): LedgerEntry {
  if (envelope === null) throw new Fault(faultWords.missing);
  if (sha256(envelope) !== digest) throw new Fault(faultWords.otherDigest);
  return openEntry(envelope, keyOf);
}
