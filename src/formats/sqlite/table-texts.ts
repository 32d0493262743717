import { pagesOfFile, SqliteError } from './sqlite-pages.ts';
import { readRecord } from './sqlite-record.ts';
import { rootPageOf, tableRows } from './sqlite-table.ts';

/**
 * The first columns of every row of a table, each as a text; empty where it is something else. As {@link tableRows}, what was wrong is thrown when all that can be
 * read has been ({@link SqliteError}); so is a file without the table.
 */
export function* tableTexts(file: Buffer, table: string, columns: number): Generator<readonly string[]> {
  const pages = pagesOfFile(file);
  const root = rootPageOf(pages, table);
  if (root === null) throw new SqliteError('corrupt', `there is no table ${table}`);
  for (const { record } of tableRows(pages, root)) {
    yield readRecord(record, columns).map((value) => (typeof value === 'string' ? value : ''));
  }
}
