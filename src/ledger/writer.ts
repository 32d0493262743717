import { setTimeout as wait } from 'node:timers/promises';
import { failure } from '../base/errors.ts';
import { takeFileLock } from '../base/file-lock.ts';
import { sizeWords } from '../base/size.ts';
import { sqliteCode, sqliteCodes } from '../base/sqlite-code.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts';
import { createDatabase, openDatabase, type Tables } from './database.ts';
import type { Signer } from './dsse.ts';
import { prepareFile } from './durable-file.ts';
import { type Content, mostOfEntry, openEntry, sealEntry } from './entry.ts';
import { Fault } from './fault.ts';
import { emptyHead, type Head, sealHead } from './head.ts';
import { revisions } from './index-keys.ts';
import { renewIndex } from './index-renewal.ts';
import { checkEnds, readHeadFile } from './ledger.ts';
import { anotherProcess, busy, writeFailure } from './ledger-failure.ts';
import { type LedgerFiles, ledgerFiles } from './ledger-files.ts';
import { update } from './sealed-map.ts';
import { type KeyRequest, openSigner } from './signing-key.ts';
import { noteEntry } from './standing.ts';
import { isThere, readTrustedKeys, type TrustedKeys } from './trusted-keys.ts';
import { nothingVerified, type View, viewAt, viewOf } from './view.ts';

export interface WriteOptions {
  /** The state directory, which is there. */
  readonly home: string;
  readonly key: KeyRequest;
  readonly now: () => Date;
  /** Milliseconds to wait for other writers. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/**
 * Adds records to the ledger of a state directory, all of them or none, and returns their entries once they are on disk: nothing that
 * happens afterwards loses them. Makes the ledger, and its key, where there is none. With no records it only sees to that.
 * Throws `ledger-…`, `no-room-for-ledger` and `signing-key-…`.
 */
export function appendRecords(
  options: WriteOptions,
  records: readonly LedgerRecord[],
): Promise<readonly LedgerEntry[]> {
  return append(options, () => records.map((record) => ({ kind: 'own', record })));
}

/** As {@link appendRecords}, for what depends on the state of the ledger: nobody writes between the look and the entries. */
export async function append(
  options: WriteOptions,
  compose: (view: View) => readonly Content[],
): Promise<readonly LedgerEntry[]> {
  const files = ledgerFiles(options.home);
  try {
    const { patience, signal } = options;
    const busyWith = (holder: string) => busy(options.home, holder);
    const release = await takeFileLock(files.lock, { patience, pause: 10, signal, busy: busyWith });
    try {
      const tables = openForWriting(files, options);
      try {
        await beginWhenFree(tables, options);
        return written(files, tables, options, compose);
      } finally {
        tables.rollback();
        tables.close();
      }
    } finally {
      release();
    }
  } catch (error) {
    throw writeFailure(error, options.home, files.database);
  }
}

function openForWriting(files: LedgerFiles, { key }: WriteOptions): Tables {
  if (!isThere(files.database)) {
    const trusted = readTrustedKeys(files);
    const kept = readHeadFile(files, trusted.find, nothingVerified());
    if (kept !== null && kept.sequence > 0) throw new Fault(fill(faultWords.gone, { sequence: kept.sequence }));
    createDatabase(files.database, sealHead(emptyHead, openSigner(files, key, trusted, true)));
  }
  return openDatabase(files.database, 'write', 0);
}

/** Those who keep to the lock file are not in the way; a program that opened the database itself may be. */
async function beginWhenFree(tables: Tables, { home, patience, signal }: WriteOptions): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      tables.begin('IMMEDIATE');
      return;
    } catch (error) {
      if (sqliteCode(error) !== sqliteCodes.busy) throw error;
      if (performance.now() >= deadline) throw busy(home, anotherProcess);
    }
    await wait(20, undefined, { signal });
  }
}

function written(
  files: LedgerFiles,
  tables: Tables,
  { key, now }: WriteOptions,
  compose: (view: View) => readonly Content[],
): readonly LedgerEntry[] {
  const before = nothingVerified();
  const known = readTrustedKeys(files);
  const kept = readHeadFile(files, known.find, before);
  const found = viewOf(tables, known.find, before);
  checkEnds(found, kept, emptyHead);
  const signer = openSigner(files, key, known, found.head.sequence === 0);
  // The first entry must not be there without a head beside it: that would look as if somebody had taken the head away.
  if (kept === null) prepareFile(files.head, sealHead(found.head, signer), 0o600).place();
  const contents = compose(found);
  if (contents.length === 0) return [];
  const isRenewed = found.head.index === revisions.now;
  const view = isRenewed ? found : viewAt(renewIndex(tables, found.head), tables, known.find, before);
  const { entries, head } = addEntries(contents, { tables, view, signer, trusted: readTrustedKeys(files), now });
  const sealed = sealHead(head, signer);
  tables.setHead(sealed);
  // Written before anything is final, so that a full disk leaves all as it was; put in place after, so that it never runs ahead.
  const file = prepareFile(files.head, sealed, 0o600);
  try {
    tables.commit();
  } catch (error) {
    file.drop();
    throw error;
  }
  file.place();
  return entries;
}

interface Chain {
  readonly tables: Tables;
  readonly view: View;
  readonly signer: Signer;
  readonly trusted: TrustedKeys;
  readonly now: () => Date;
}

function addEntries(contents: readonly Content[], { tables, view, signer, trusted, now }: Chain) {
  const changes = new Map<string, string>();
  const index = {
    get: (name: string) => changes.get(name) ?? view.get(name),
    set: (name: string, value: string) => void changes.set(name, value),
  };
  const entries: LedgerEntry[] = [];
  const load = (sequence: number) => entries[sequence - view.head.sequence - 1] ?? view.entry(sequence);
  let { sequence, digest } = view.head;
  for (const content of contents) {
    sequence += 1;
    const envelope = sealEntry({ sequence, previous: digest, at: now().toISOString() }, content, signer);
    // What could not be read again, here or elsewhere, must not be kept.
    if (envelope.length > mostOfEntry) throw failure('ledger-entry-too-large', { size: sizeWords(mostOfEntry) });
    const entry = openEntry(envelope, trusted.find);
    tables.addEntry(sequence, envelope);
    noteEntry(entry, index, load, view.head.index);
    entries.push(entry);
    digest = entry.digest;
  }
  const root = update(tables.nodes, view.head.root, changes);
  const head: Head = { sequence, digest, root, index: view.head.index };
  return { entries, head };
}
