import type { Collector, Taken } from '../../collect/collector.ts';
import { pagesOfFile, SqliteError, type SqlitePages } from '../../formats/sqlite/sqlite-pages.ts';
import { readTablePage, rootPageOf, tableRows } from '../../formats/sqlite/sqlite-table.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { databaseGap, knowsFiles, PACKAGES_TABLE, placesOf, WHAT } from './database-place.ts';
import { emptyTakings, headerOfRow, isFull, takeHeader } from './package-row.ts';
import { rootFact, type TreePage, treeFact, treePage } from './write-ahead.ts';

/** rpm's database in SQLite, read from its bytes: an attacker's file is not given to a native library. */
export const databaseCollector: Collector = {
  name: 'rpm-sqlite',
  revision: 7,
  wants: { paths: placesOf('sqlite') },
  what: WHAT,
  blinds: ['packages'],
  knowsFiles,
  take: (_, content) => takeDatabase(content),
};

function takeDatabase(content: Buffer): Taken {
  const takings = emptyTakings();
  const { items } = takings;
  const gaps: HarvestedGap[] = [];
  // A database that was made and never written to is an empty file; its content may stand in the log.
  if (content.length === 0) return { items };
  try {
    const pages = pagesOfFile(content);
    const root = rootPageOf(pages, PACKAGES_TABLE);
    if (root === null) throw new SqliteError('corrupt', `there is no table ${PACKAGES_TABLE}`);
    let damaged = false;
    for (const { page, rowid, record } of tableRows(pages, root)) {
      if (isFull(takings)) return { items, gaps: [databaseGap('too-many')] };
      const blob = headerOfRow(record);
      if (blob === null || !takeHeader(blob, { page, row: rowid }, takings)) damaged = true;
    }
    if (damaged) gaps.push(databaseGap('corrupt'));
    items.push(rootFact(root));
    for (const page of treePages(pages, root)) items.push(treeFact(page));
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    gaps.push(databaseGap(error.kind));
  }
  return { items, gaps };
}

/** The tree without its content: what a log needs to tell which rows are still there. */
function treePages(pages: SqlitePages, root: number): readonly TreePage[] {
  const tree: TreePage[] = [];
  const pending = [root];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    const page = pages.page(number);
    if (page === null) continue;
    const read = readTablePage(page, number, pages.usable);
    tree.push(treePage(number, read));
    if (read.kind === 'interior') pending.push(...read.children);
  }
  return tree;
}
