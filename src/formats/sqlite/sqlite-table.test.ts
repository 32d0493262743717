import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sqliteFiles } from '../../../test/build/sqlite-file.ts';
import { pagesOfFile, SqliteError } from './sqlite-pages.ts';
import { readRecord, type SqliteValue } from './sqlite-record.ts';
import { rootPageOf, tableRows } from './sqlite-table.ts';

function read(file: Buffer, table: string, columns = 9): { rowid: number; values: readonly SqliteValue[] }[] {
  const pages = pagesOfFile(file);
  const root = rootPageOf(pages, table);
  assert.ok(root !== null, `no table ${table}`);
  return [...tableRows(pages, root)].map(({ rowid, record }) => ({ rowid, values: readRecord(record, columns) }));
}

/** Rows with bodies of all lengths around the edges of pages, some of them over many pages. */
const lengths = [
  0, 1, 100, 400, 440, 470, 476, 480, 500, 512, 900, 1000, 2000, 4000, 4060, 4061, 4062, 5000, 9000, 70_000, 300_000,
];
const bodies = lengths.map((length, i) => Buffer.alloc(length, i + 1));

test('pages that name the next one a hundred times each are read once', { timeout: 20_000 }, () => {
  const { main } = sqliteFiles((database) => {
    database.exec('PRAGMA page_size = 512; CREATE TABLE t (v)');
    for (let i = 0; i < 40; i += 1) database.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(400));
  });
  const root = rootPageOf(pagesOfFile(main), 't') ?? assert.fail();
  const count = main.length / 512;
  for (let number = root; number < count; number += 1) {
    const page = main.subarray((number - 1) * 512, number * 512).fill(0);
    page.writeUInt8(0x05, 0);
    page.writeUInt16BE(100, 3);
    page.writeUInt32BE(number + 1, 8);
    page.writeUInt32BE(number + 1, 400);
    for (let i = 0; i < 100; i += 1) page.writeUInt16BE(400, 12 + i * 2);
  }
  // The last one is an empty leaf, so that no row ends it, and no deeper level either.
  main
    .subarray((root + 11) * 512, (root + 12) * 512)
    .fill(0)
    .writeUInt8(0x0d, 0);
  assert.throws(
    () => [...tableRows(pagesOfFile(main), root)],
    (error: unknown) => error instanceof SqliteError && /used twice/.test(error.message),
  );
});

describe('tables that SQLite wrote are read as SQLite reads them', () => {
  for (const pageSize of [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]) {
    test(`pages of ${pageSize} bytes`, () => {
      const { main } = sqliteFiles((database) => {
        database.exec(
          `PRAGMA page_size = ${pageSize}; CREATE TABLE other (a); CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY, blob BLOB)`,
        );
        const insert = database.prepare('INSERT INTO Packages VALUES (?, ?)');
        for (const [i, body] of bodies.entries()) insert.run(i * 1000 - 5, body);
      });
      const rows = read(main, 'packages');
      assert.deepEqual(
        rows.map(({ rowid }) => rowid),
        bodies.map((_, i) => i * 1000 - 5),
      );
      for (const [i, { values }] of rows.entries()) assert.ok(bodies[i]!.equals(values[1] as Buffer), `row ${i}`);
    });
  }

  test('thousands of rows, deleted ones and a free list', () => {
    const { main } = sqliteFiles((database) => {
      database.exec('CREATE TABLE t (n, s); CREATE TABLE gone (x)');
      const insert = database.prepare('INSERT INTO t VALUES (?, ?)');
      const drop = database.prepare('INSERT INTO gone VALUES (?)');
      database.exec('BEGIN');
      for (let i = 0; i < 5000; i += 1) {
        insert.run(i, `text ${i}`);
        drop.run('y'.repeat(500));
      }
      database.exec('COMMIT; DROP TABLE gone; DELETE FROM t WHERE n % 7 <> 0');
    });
    const expected = Array.from({ length: 715 }, (_, i) => [i * 7, `text ${i * 7}`]);
    assert.deepEqual(
      read(main, 't').map(({ values }) => values),
      expected,
    );
  });

  test('every type of value', () => {
    const values = [null, 0, 1, -1, 127, -129, 40_000, -9_000_000, 2 ** 31, -(2 ** 40), 2 ** 52, 1.5, 'ä€', ''];
    const { main } = sqliteFiles((database) => {
      database.exec('CREATE TABLE t (v)');
      for (const value of values) database.prepare('INSERT INTO t VALUES (?)').run(value);
    });
    assert.deepEqual(
      read(main, 't').map(({ values: [value] }) => value),
      values,
    );
  });

  test('a database with auto-vacuum', () => {
    const { main } = sqliteFiles((database) => {
      database.exec('PRAGMA auto_vacuum = FULL; CREATE TABLE t (v)');
      for (let i = 0; i < 50; i += 1) database.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(3000, i));
    });
    assert.equal(read(main, 't').length, 50);
  });
});

describe('what is wrong is told', () => {
  const { main } = sqliteFiles((database) => {
    database.exec('PRAGMA page_size = 512; CREATE TABLE t (v)');
    for (let i = 0; i < 40; i += 1) database.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(700, i));
  });
  const kindOf = (file: Buffer): string => {
    try {
      read(file, 't');
      return 'read';
    } catch (error) {
      assert.ok(error instanceof SqliteError, String(error));
      return error.kind;
    }
  };
  const changed = (change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(main);
    change(copy);
    return copy;
  };
  const root = rootPageOf(pagesOfFile(main), 't')!;
  const cases: readonly [string, Buffer, string][] = [
    ['whole', main, 'read'],
    ['empty', Buffer.alloc(0), 'truncated'],
    ['half', main.subarray(0, main.length / 2), 'truncated'],
    ['something else', Buffer.alloc(4096, 'x'), 'corrupt'],
    ['UTF-16', changed((copy) => copy.writeUInt32BE(2, 56)), 'unsupported-format'],
    ['a page size that is none', changed((copy) => copy.writeUInt16BE(1000, 16)), 'corrupt'],
    ['everything reserved', changed((copy) => copy.writeUInt8(255, 20)), 'corrupt'],
    ['the root is its own child', changed((copy) => copy.writeUInt32BE(root, (root - 1) * 512 + 8)), 'corrupt'],
    ['the root is a page of an index', changed((copy) => copy.writeUInt8(2, (root - 1) * 512)), 'corrupt'],
    ['too many cells', changed((copy) => copy.writeUInt16BE(0xffff, (root - 1) * 512 + 3)), 'corrupt'],
    ['a cell outside', changed((copy) => copy.writeUInt16BE(0xfff0, (root - 1) * 512 + 12)), 'corrupt'],
  ];
  for (const [name, file, expected] of cases) test(name, () => assert.equal(kindOf(file), expected));

  test('cells that all point to one place end as soon as they are more than the file', () => {
    const { main: large } = sqliteFiles((database) => {
      database.exec('PRAGMA page_size = 65536; CREATE TABLE t (v)');
      database.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(30_000));
    });
    const page = (rootPageOf(pagesOfFile(large), 't')! - 1) * 65536;
    const cell = large.readUInt16BE(page + 8);
    large.writeUInt16BE(15_000, page + 3);
    for (let i = 0; i < 15_000; i += 1) large.writeUInt16BE(cell, page + 8 + i * 2);
    assert.equal(kindOf(large), 'corrupt');
  });
});
