import type { Collector, Taken } from '../../collect/collector.ts';
import { SqliteError } from '../../formats/sqlite/sqlite-pages.ts';
import {
  type LeafCell,
  readTablePage,
  rootPageOf,
  type TablePage,
  wholeRecord,
} from '../../formats/sqlite/sqlite-table.ts';
import { readWal, type WalPages } from '../../formats/sqlite/sqlite-wal.ts';
import { databaseGap, PACKAGES_TABLE, placesOf, WHAT } from './database-place.ts';
import { emptyTakings, headerOfRow, isFull, type Takings, takeHeader } from './package-row.ts';
import { rootFact, treeFact, treePage } from './write-ahead.ts';

/** What was written to the database and not yet put into its file. In most images it is empty. */
export const logCollector: Collector = {
  name: 'rpm-sqlite-wal',
  revision: 7,
  wants: { paths: placesOf('sqlite').map((place) => `${place}-wal`) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeLog(content),
};

function takeLog(content: Buffer): Taken {
  const takings = emptyTakings();
  const { items } = takings;
  try {
    const wal = readWal(content);
    if (wal !== null) takePages(wal, takings);
    return { items };
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return { items, gaps: [databaseGap(error.kind)] };
  }
}

/**
 * Takes every page of the log that is one of a table. Which of them belong to the table of packages is known only together with the
 * database; a row whose overflow pages are not all in the log was there before it, and is read from the database's file.
 */
function takePages({ pages, pageSize }: WalPages, takings: Takings): void {
  const { items } = takings;
  if (pages.has(1)) {
    const source = { usable: pageSize, count: pages.size, page: (number: number) => pages.get(number) ?? null };
    const root = attempt(() => rootPageOf(source, PACKAGES_TABLE));
    if (root !== null) items.push(rootFact(root));
  }
  let bytes = 0;
  for (const [number, page] of pages) {
    // Pages of indexes and the rests of rows are no pages of a table.
    const read = attempt((): TablePage => readTablePage(page, number, pageSize));
    if (read === null) continue;
    items.push(treeFact(treePage(number, read)));
    if (read.kind === 'interior') continue;
    for (const cell of read.cells) {
      bytes += cell.size;
      if (bytes > pages.size * pageSize) throw new SqliteError('corrupt', 'more rows than the log has bytes');
      if (isFull(takings)) throw new SqliteError('corrupt', 'more packages than any system has');
      const blob = attempt(() => headerOfRow(recordIn(pages, cell, pageSize)));
      if (blob !== null && !takeHeader(blob, { page: number, row: cell.rowid }, takings)) {
        throw new SqliteError('corrupt', 'a package is damaged');
      }
    }
  }
}

function recordIn(pages: ReadonlyMap<number, Buffer>, cell: LeafCell, usable: number): Buffer {
  const visited = new Set<number>();
  return wholeRecord(cell, usable, (number) => {
    const page = pages.get(number);
    if (page === undefined || visited.has(number)) throw new SqliteError('truncated', `page ${number} is not there`);
    visited.add(number);
    return page;
  });
}

/** Null for what is not in the log or is something else there. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SqliteError) return null;
    throw error;
  }
}
