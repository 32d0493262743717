import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { failure } from '../base/errors.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { putInPlace } from './durable-file.ts';
import { Fault } from './fault.ts';
import { revisions } from './index-keys.ts';
import type { NodeStore } from './sealed-map.ts';

/** Whose database it is (SQLite file format, 1.3.17): `PLML`. */
const applicationId = 0x504c4d4c;

/** Bytes. Entries are shorter, and so is a part of the index. */
const mostOfRow = 64 << 20;

/** Entries are only ever added. The triggers keep honest hands from slipping; what was signed is what counts. */
const schema = `
  CREATE TABLE entry (sequence INTEGER PRIMARY KEY, envelope BLOB NOT NULL) STRICT;
  CREATE TABLE node (prefix TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), envelope BLOB NOT NULL) STRICT;
  CREATE TRIGGER entry_kept BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END;
  CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never deleted'); END;
  CREATE TRIGGER entry_follows BEFORE INSERT ON entry
    WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
    BEGIN SELECT RAISE(ABORT, 'an entry of the ledger follows the last one'); END;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${revisions.now};`;

/** The tables of a ledger, without any understanding of what is in them. */
export interface Tables {
  begin(mode: 'DEFERRED' | 'IMMEDIATE'): void;
  commit(): void;
  /** Where SQLite has not done so itself. */
  rollback(): void;
  head(): Uint8Array | null;
  setHead(envelope: Uint8Array): void;
  entry(sequence: number): Uint8Array | null;
  /** Oldest first, from this number on. */
  entries(from: number): Iterable<{ readonly sequence: number; readonly envelope: Uint8Array }>;
  addEntry(sequence: number, envelope: Uint8Array): void;
  lastSequence(): number;
  readonly nodes: NodeStore;
  /** Of the index, as the file says: one of {@link revisions}. */
  revision(): number;
  /** Makes room for an index of the revision that this version makes. */
  clearNodes(): void;
  allNodes(): Iterable<{ readonly prefix: string; readonly content: string }>;
  close(): void;
}

/** Makes a database without entries and puts it in place whole. */
export function createDatabase(file: string, head: Uint8Array): void {
  const draft = `${file}.new`;
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${draft}${end}`, { force: true });
  // For its owner alone; SQLite makes its other files alike.
  closeSync(openSync(draft, 'wx', 0o600));
  const db = new DatabaseSync(draft);
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN; ${schema}`);
    db.prepare('INSERT INTO head (one, envelope) VALUES (1, ?)').run(head);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  putInPlace(draft, file);
}

/**
 * Opens a database that is there. Throws {@link Fault}, `ledger-too-new`, or an error of SQLite. The file is never opened by other means:
 * closing it would let go of the locks that SQLite holds on it in this process (https://sqlite.org/howtocorrupt.html, 2.2).
 */
export function openDatabase(file: string, access: 'read' | 'write', patience: number): Tables {
  const limits = { length: mostOfRow };
  const db = new DatabaseSync(file, { readOnly: access === 'read', timeout: patience, limits });
  try {
    // Nothing in the file may make SQLite call what it should not; a write is on disk before it is over.
    db.exec('PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL');
    checkKind(db, file);
    return tablesOf(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function checkKind(db: DatabaseSync, file: string): void {
  if (pragma(db, 'application_id') !== applicationId) throw new Fault(faultWords.notOurs);
  if (pragma(db, 'user_version') > revisions.now) throw failure('ledger-too-new', { file });
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function tablesOf(db: DatabaseSync): Tables {
  const head = db.prepare('SELECT envelope FROM head WHERE one = 1');
  const entry = db.prepare('SELECT envelope FROM entry WHERE sequence = ?');
  const entries = db.prepare('SELECT sequence, envelope FROM entry WHERE sequence >= ? ORDER BY sequence');
  const last = db.prepare('SELECT max(sequence) AS last FROM entry');
  const node = db.prepare('SELECT content FROM node WHERE prefix = ?');
  const nodes = db.prepare('SELECT prefix, content FROM node');
  const setHead = lazily(() => db.prepare('UPDATE head SET envelope = ? WHERE one = 1'));
  const addEntry = lazily(() => db.prepare('INSERT INTO entry (sequence, envelope) VALUES (?, ?)'));
  const putNode = lazily(() => db.prepare('INSERT OR REPLACE INTO node (prefix, content) VALUES (?, ?)'));
  return {
    begin: (mode) => db.exec(`BEGIN ${mode}`),
    commit: () => db.exec('COMMIT'),
    rollback: () => {
      if (db.isTransaction) db.exec('ROLLBACK');
    },
    head: () => bytesOf(head.get()?.['envelope']),
    setHead: (envelope) => void setHead().run(envelope),
    entry: (sequence) => bytesOf(entry.get(sequence)?.['envelope']),
    *entries(from) {
      for (const row of entries.iterate(from)) {
        yield { sequence: Number(row['sequence']), envelope: bytesOf(row['envelope']) ?? new Uint8Array() };
      }
    },
    addEntry: (sequence, envelope) => void addEntry().run(sequence, envelope),
    lastSequence: () => Number(last.get()?.['last'] ?? 0),
    nodes: {
      get: (prefix) => textOf(node.get(prefix)?.['content']),
      put: (prefix, content) => void putNode().run(prefix, content),
    },
    revision: () => pragma(db, 'user_version'),
    clearNodes: () => db.exec(`DELETE FROM node; PRAGMA user_version = ${revisions.now}`),
    *allNodes() {
      for (const row of nodes.iterate()) {
        yield { prefix: textOf(row['prefix']) ?? '', content: textOf(row['content']) ?? '' };
      }
    },
    close: () => db.close(),
  };
}

/** Prepared when first used: a reader's connection cannot write, and need not. */
function lazily(prepare: () => StatementSync): () => StatementSync {
  let statement: StatementSync | undefined;
  return () => {
    statement ??= prepare();
    return statement;
  };
}

function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
