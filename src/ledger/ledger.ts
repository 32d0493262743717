import { statSync } from 'node:fs';
import { readLimited } from '../base/bounded-file.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { openDatabase, type Tables } from './database.ts';
import type { KeyFinder } from './dsse.ts';
import { Fault } from './fault.ts';
import { emptyHead, type Head } from './head.ts';
import { keys } from './index-keys.ts';
import { readFailure } from './ledger-failure.ts';
import type { LedgerFiles } from './ledger-files.ts';
import { isThere, keyFoldersState, readTrustedKeys, type TrustedKeys } from './trusted-keys.ts';
import { nothingVerified, type VerifiedBefore, type View, verifiedHead, viewOf } from './view.ts';

/** A ledger that is open for reading, for as long as a gate runs. It sees what others write, and what others do to its files. */
export interface OpenLedger {
  /** Runs `work` over one state of the ledger; returns `none` where there is no ledger yet. Throws errors of the catalogue. */
  read<T>(none: T, work: (view: View, tables: Tables) => T): T;
  /** As `read`, for what is handed out piece by piece. */
  stream<T>(work: (view: View, tables: Tables) => Iterable<T>): Generator<T>;
  close(): void;
}

/** Milliseconds to wait for a lock that only lasts while another process opens or closes the database. */
const patience = 2000;

export function openLedger(files: LedgerFiles): OpenLedger {
  let connection: { readonly tables: Tables; readonly place: string } | null = null;
  let before = nothingVerified();
  let trusted: { readonly keys: TrustedKeys; readonly state: string } | null = null;
  /** The latest end that this process has seen: a ledger never falls behind it. */
  let seen: Head = emptyHead;
  let headFile: { readonly state: string; readonly head: Head | null } | null = null;

  const keyOf = (keyId: string) => trusted?.keys.find(keyId);

  const refreshKeys = (): void => {
    const state = keyFoldersState(files);
    if (trusted?.state === state) return;
    trusted = { keys: readTrustedKeys(files), state };
    before = nothingVerified();
    headFile = null;
  };

  const keptHead = (): Head | null => {
    const state = stateOf(files.head);
    if (state === null) return null;
    if (headFile?.state !== state) headFile = { state, head: readHeadFile(files, keyOf, before) };
    return headFile.head;
  };

  const connected = (): Tables | null => {
    const place = placeOf(files.database);
    if (connection !== null && connection.place === place) return connection.tables;
    connection?.tables.close();
    connection = null;
    if (place === null) return null;
    connection = { tables: openDatabase(files.database, 'read', patience), place };
    return connection.tables;
  };

  /** Begins to look at the state as it is now; null where there is no ledger. */
  const begin = (): { readonly view: View; readonly tables: Tables } | null => {
    refreshKeys();
    // The file first: the database may have gone on by the time that it is looked at, but it is never behind.
    const kept = keptHead();
    const tables = connected();
    if (tables === null) {
      const last = Math.max(kept?.sequence ?? 0, seen.sequence);
      if (last > 0) throw new Fault(fill(faultWords.gone, { sequence: last }));
      return null;
    }
    tables.begin('DEFERRED');
    try {
      const view = viewOf(tables, keyOf, before);
      checkEnds(view, kept, seen);
      seen = view.head;
      return { view, tables };
    } catch (error) {
      tables.rollback();
      throw error;
    }
  };

  return {
    read: (none, work) => {
      try {
        const state = begin();
        if (state === null) return none;
        try {
          return work(state.view, state.tables);
        } finally {
          state.tables.rollback();
        }
      } catch (error) {
        throw readFailure(error, files.database);
      }
    },
    *stream(work) {
      try {
        const state = begin();
        if (state === null) return;
        try {
          yield* work(state.view, state.tables);
        } finally {
          state.tables.rollback();
        }
      } catch (error) {
        throw readFailure(error, files.database);
      }
    },
    close: () => {
      connection?.tables.close();
      connection = null;
    },
  };
}

/** A head has half a kilobyte. What waits to be written to is not waited for: all questions of a gate would wait with it. */
const mostOfHead = 64 << 10;

export function headBytes({ head }: LedgerFiles): Buffer {
  return readLimited(head, mostOfHead);
}

/** The end that is kept beside the database; null where there is none. Throws {@link Fault}. */
export function readHeadFile(files: LedgerFiles, keyOf: KeyFinder, before: VerifiedBefore): Head | null {
  return isThere(files.head) ? verifiedHead(headBytes(files), keyOf, before) : null;
}

/** Holds a ledger against the ends that are known of it from elsewhere. Throws {@link Fault} where it is not what became of them. */
export function checkEnds(view: View, kept: Head | null, seen: Head): void {
  if (kept === null && view.head.sequence > 0) throw new Fault(faultWords.headGone);
  for (const { sequence, digest } of [kept ?? emptyHead, seen]) {
    if (sequence === 0) continue;
    if (sequence > view.head.sequence) throw new Fault(fill(faultWords.rolledBack, { sequence }));
    if (view.get(keys.entry(sequence)) !== digest) throw new Fault(fill(faultWords.rewritten, { sequence }));
  }
}

/** Changes whenever a file is written or replaced; null where there is none. */
function stateOf(file: string): string | null {
  const facts = statSync(file, { throwIfNoEntry: false, bigint: true });
  return facts === undefined ? null : [facts.dev, facts.ino, facts.mtimeNs, facts.ctimeNs, facts.size].join(' ');
}

/** Changes when another file takes the place of this one; null where there is none. */
function placeOf(file: string): string | null {
  const facts = statSync(file, { throwIfNoEntry: false, bigint: true });
  return facts === undefined ? null : `${facts.dev} ${facts.ino}`;
}
