import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqliteFiles } from '../../../test/build/sqlite-file.ts';
import { pagesOfFile, SqliteError } from './sqlite-pages.ts';
import { readRecord } from './sqlite-record.ts';
import { rootPageOf, tableRows } from './sqlite-table.ts';
import { readWal } from './sqlite-wal.ts';

const { main, wal } = sqliteFiles((database) => {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (v)');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let i = 0; i < 30; i += 1) database.prepare('INSERT INTO t VALUES (?)').run(`text ${i} ${'x'.repeat(900)}`);
  database.exec('BEGIN; DELETE FROM t WHERE rowid % 2 = 0; COMMIT');
});

/** The rows of the database with a log laid over it. */
function rowsWith(log: Buffer): number {
  const file = pagesOfFile(main);
  const over = readWal(log)?.pages ?? new Map<number, Buffer>();
  const pages = { ...file, count: 1000, page: (number: number) => over.get(number) ?? file.page(number) };
  return [...tableRows(pages, rootPageOf(pages, 't')!)].filter(({ record }) => readRecord(record, 1)[0] !== null)
    .length;
}

test('a log holds what was committed and not yet put into the file', () => {
  assert.equal(rowsWith(Buffer.alloc(0)), 0);
  assert.equal(rowsWith(wal), 15);
});

test('the log ends at its last commit, wherever it is cut', () => {
  const counts = new Set<number>();
  for (let length = 0; length <= wal.length; length += 500) counts.add(rowsWith(wal.subarray(0, length)));
  assert.ok(counts.has(0) && counts.has(7) && counts.has(30));
});

test('a frame whose checksum is wrong ends the log', () => {
  const damaged = Buffer.from(wal);
  const last = damaged.length - 1;
  damaged[last] = damaged[last]! ^ 1;
  assert.ok(rowsWith(damaged) > 15);
});

test('what is no log', () => {
  assert.equal(readWal(Buffer.alloc(0)), null);
  assert.equal(readWal(Buffer.alloc(32)), null);
  assert.throws(() => readWal(Buffer.alloc(64, 'x')), SqliteError);
  const otherSalt = Buffer.from(wal);
  otherSalt.writeUInt32BE(7, 16);
  assert.equal(readWal(otherSalt), null);
});
