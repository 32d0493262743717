import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqliteFiles } from '../../../test/build/sqlite-file.ts';
import { pagesOfFile, SqliteError } from './sqlite-pages.ts';
import { rootPageOf, tableRows } from './sqlite-table.ts';

const size = 512;

/** A table with so many rows of a length, its pages, and its root. */
function table(rows: number, length: number) {
  const { main } = sqliteFiles((database) => {
    database.exec(`PRAGMA page_size = ${size}; CREATE TABLE t (v)`);
    for (let i = 0; i < rows; i += 1) database.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(length));
  });
  const root = rootPageOf(pagesOfFile(main), 't') ?? assert.fail();
  return { main, root, page: (number: number) => main.subarray((number - 1) * size, number * size) };
}

const rowsOf = ({ main, root }: ReturnType<typeof table>) => [...tableRows(pagesOfFile(main), root)];
const fault = (pattern: RegExp) => (error: unknown) => error instanceof SqliteError && pattern.test(error.message);

test('a tree is twenty deep, and no deeper', () => {
  const deep = (levels: number) => {
    const made = table(60, 400);
    for (let i = 0; i < levels; i += 1) {
      const page = made.page(made.root + i).fill(0);
      page.writeUInt8(0x05, 0);
      page.writeUInt32BE(made.root + i + 1, 8);
    }
    made
      .page(made.root + levels)
      .fill(0)
      .writeUInt8(0x0d, 0);
    return made;
  };
  assert.deepEqual(rowsOf(deep(20)), []);
  assert.throws(() => rowsOf(deep(21)), fault(/too deep/));
});

/** The page that a row's content goes on in, and in it the number of the next one. */
const overflowing = () => {
  const made = table(2, 3000);
  const first = Array.from({ length: made.main.length / size - 1 }, (_, i) => i + 2).find(
    (number) => ![0x05, 0x0d].includes(made.page(number)[0] ?? 0) && made.page(number).readUInt32BE(0) !== 0,
  );
  return { ...made, first: first ?? assert.fail() };
};

test('a row whose pages lead in a circle, or into those of another row, is damaged', () => {
  const circle = overflowing();
  circle.page(circle.first).writeUInt32BE(circle.first, 0);
  assert.throws(() => rowsOf(circle), fault(/used twice/));
  const shared = overflowing();
  const next = shared.page(shared.first).readUInt32BE(0);
  for (let number = next; number < shared.main.length / size; number += 1) {
    const page = shared.page(number);
    if (page[0] === 0 && page.readUInt32BE(0) > next) page.writeUInt32BE(next, 0);
  }
  assert.throws(() => rowsOf(shared), fault(/used twice/));
});

test('a row that goes on behind the end of the file is cut off', () => {
  const made = overflowing();
  made.page(made.first).writeUInt32BE(0xffffff, 0);
  assert.throws(
    () => rowsOf(made),
    (error: unknown) => error instanceof SqliteError && error.kind === 'truncated',
  );
});

test('cells that lie on one another make no more rows than the file has bytes', () => {
  const made = table(1, 400);
  const leaf = made.page(made.root);
  const cell = leaf.readUInt16BE(8);
  leaf.writeUInt16BE(40, 3);
  for (let i = 0; i < 40; i += 1) leaf.writeUInt16BE(cell, 8 + i * 2);
  assert.throws(() => rowsOf(made), fault(/more rows than the file has bytes/));
});
