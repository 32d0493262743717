import { sha256 } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import { openDatabase, type Tables } from './database.ts';
import type { KeyFinder } from './dsse.ts';
import { chainedEntry, openEntry } from './entry.ts';
import { Fault } from './fault.ts';
import { emptyHead, type Head, openHead } from './head.ts';
import { keys } from './index-keys.ts';
import { checkEnds, headBytes } from './ledger.ts';
import { inEntry, readFailure } from './ledger-failure.ts';
import { ledgerFiles } from './ledger-files.ts';
import { emptyRoot, lookUp, update } from './sealed-map.ts';
import { noteEntry } from './standing.ts';
import { isThere, readTrustedKeys } from './trusted-keys.ts';
import { nothingVerified, verifiedHead, viewOf } from './view.ts';
import { walkChain } from './walk.ts';

/** What a ledger is that verifies from end to end. */
export interface VerifiedLedger {
  readonly entries: number;
  /** Of those, taken over from other ledgers. */
  readonly imported: number;
  /** When the last one was written; null for a ledger without entries. */
  readonly last: string | null;
  /** The keys that signed, and how many entries each. */
  readonly signers: readonly { readonly keyId: string; readonly entries: number }[];
}

/**
 * Verifies everything there is: the signature and the place in the chain of every entry, the signed heads, and that the index is what
 * the entries make it. Throws `ledger-damaged` with the first entry that is wrong, and `ledger-unreadable`.
 * @param step is told how many entries are done
 */
export function verifyLedger(home: string, step: (done: number) => void): VerifiedLedger {
  const files = ledgerFiles(home);
  try {
    const { find } = readTrustedKeys(files);
    // Before the database, which may go on meanwhile.
    const headFile = isThere(files.head) ? headBytes(files) : null;
    const kept = () => (headFile === null ? null : verifiedHead(headFile, find, nothingVerified()));
    if (!isThere(files.database)) {
      const sequence = kept()?.sequence ?? 0;
      if (sequence > 0) throw new Fault(fill(faultWords.gone, { sequence }));
      return { entries: 0, imported: 0, last: null, signers: [] };
    }
    const tables = openDatabase(files.database, 'read', 2000);
    try {
      tables.begin('DEFERRED');
      return verified(tables, find, kept, step);
    } finally {
      tables.rollback();
      tables.close();
    }
  } catch (error) {
    throw readFailure(error, files.database);
  }
}

function verified(
  tables: Tables,
  keyOf: KeyFinder,
  kept: () => Head | null,
  step: (done: number) => void,
): VerifiedLedger {
  const signers = new Map<string, number>();
  const index = new Map<string, string>();
  const noted = {
    get: (key: string) => index.get(key) ?? null,
    set: (key: string, value: string) => void index.set(key, value),
  };
  const revision = tables.revision();
  let imported = 0;
  let last: string | null = null;
  const note = (entry: LedgerEntry): void => {
    signers.set(entry.keyId, (signers.get(entry.keyId) ?? 0) + 1);
    if (entry.origin !== undefined) imported += 1;
    last = entry.origin?.importedAt ?? entry.at;
    const before = (sequence: number) => chainedEntry(tables.entry(sequence) ?? new Uint8Array());
    noteEntry(entry, noted, before, revision);
    step(entry.sequence);
  };
  try {
    let head = emptyHead;
    const signed = () => {
      const view = viewOf(tables, keyOf, nothingVerified());
      checkEnds(view, kept(), emptyHead);
      head = view.head;
      return head;
    };
    for (const { entry } of walkChain(tables, (envelope) => openEntry(envelope, keyOf), signed)) note(entry);
    checkIndex(tables, head, index);
    const counts = [...signers].map(([keyId, entries]) => ({ keyId, entries }));
    return { entries: head.sequence, imported, last, signers: counts };
  } catch (error) {
    throw error instanceof Fault ? (earlierFault(tables, keyOf, error) ?? error) : error;
  }
}

/** Of two entries that do not fit together the later one complains. The index knows which of them is wrong, where it is whole itself. */
function earlierFault(tables: Tables, keyOf: KeyFinder, { sequence: complaining }: Fault): Fault | null {
  const envelope = tables.head();
  if (envelope === null) return null;
  try {
    const { root } = openHead(envelope, keyOf);
    for (const { sequence, envelope: found } of tables.entries(0)) {
      if (sequence === complaining) return null;
      if (lookUp(tables.nodes, root, keys.entry(sequence)) !== sha256(found))
        throw inEntry(sequence, new Fault(faultWords.otherDigest));
    }
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // Without an entry it is about the index or the head: then what was found first is all that can be said.
    return error.sequence === null ? null : error;
  }
}

/** The index is made anew from the entries: it has to come to the signed root, and its nodes have to be the stored ones. */
function checkIndex(tables: Tables, { root }: Head, index: ReadonlyMap<string, string>): void {
  const nodes = new Map<string, string>();
  const store = {
    get: (prefix: string) => nodes.get(prefix) ?? null,
    put: (prefix: string, content: string) => void nodes.set(prefix, content),
  };
  if (update(store, emptyRoot, index) !== root) throw new Fault(faultWords.indexValue);
  let stored = 0;
  for (const { prefix, content } of tables.allNodes()) {
    stored += 1;
    if (nodes.get(prefix) !== content) throw new Fault(faultWords.indexNode);
  }
  if (stored !== nodes.size) throw new Fault(faultWords.indexNode);
}
