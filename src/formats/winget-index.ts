import { pagesOfFile, SqliteError, type SqlitePages } from './sqlite/sqlite-pages.ts';
import { readRecord } from './sqlite/sqlite-record.ts';
import { tableRows } from './sqlite/sqlite-table.ts';

/** A package that an index of winget has. */
export interface WingetPackage {
  readonly id: string;
  readonly version: string;
}

const MAX_COLUMNS = 100;
/** More rows than any machine has. */
const MAX_ROWS = 200_000;

/**
 * The packages of winget's own index of what it installed (microsoft/winget-cli, "SQLite index"): `manifest` has of each the rows in which its id (`ids`) and its version
 * (`versions`) stand. As {@link tableRows}, what was wrong is thrown when all that can be read has been ({@link SqliteError}).
 */
export function* wingetPackages(file: Buffer): Generator<WingetPackage> {
  const pages = pagesOfFile(file);
  const tables = tablesOf(pages);
  const [ids, versions] = [textsOf(pages, tables, 'ids'), textsOf(pages, tables, 'versions')];
  const { root, columns } = tableOf(tables, 'manifest');
  const [idColumn, versionColumn] = ['id', 'version'].map((name) => columns.indexOf(name));
  if (idColumn === undefined || versionColumn === undefined || idColumn < 0 || versionColumn < 0)
    throw new SqliteError('corrupt', 'manifests without ids or versions');
  for (const { record } of bounded(pages, root)) {
    const values = readRecord(record, MAX_COLUMNS);
    const [id, version] = [ids.get(Number(values[idColumn])), versions.get(Number(values[versionColumn]))];
    if (id === undefined || version === undefined)
      throw new SqliteError('corrupt', 'a manifest without an id or a version');
    yield { id, version };
  }
}

interface Table {
  readonly root: number;
  readonly columns: readonly string[];
}

function tablesOf(pages: SqlitePages): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const { record } of bounded(pages, 1)) {
    const [type, name, , root, sql] = readRecord(record, 5);
    if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number' || typeof sql !== 'string') continue;
    tables.set(name.toLowerCase(), { root, columns: columnsOf(sql) });
  }
  return tables;
}

/** `CREATE TABLE [manifest] ([rowid] INTEGER PRIMARY KEY, [id] INT64 NOT NULL, …)`: the first word of each part. */
function columnsOf(sql: string): readonly string[] {
  const parts = sql.slice(sql.indexOf('(') + 1, 10_000).split(',', MAX_COLUMNS);
  return parts.map((part) => /^\s*[["'`]?(\w+)/.exec(part)?.[1]?.toLowerCase() ?? '');
}

function tableOf(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name);
  if (table === undefined) throw new SqliteError('corrupt', `there is no table ${name}`);
  return table;
}

/** By their rows, the texts of a table that has one in each. */
function textsOf(pages: SqlitePages, tables: ReadonlyMap<string, Table>, name: string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const { rowid, record } of bounded(pages, tableOf(tables, name).root)) {
    const text = readRecord(record, 4).find((value) => typeof value === 'string');
    if (typeof text === 'string') texts.set(rowid, text);
  }
  return texts;
}

function* bounded(pages: SqlitePages, root: number): ReturnType<typeof tableRows> {
  let rows = 0;
  for (const row of tableRows(pages, root)) {
    rows += 1;
    if (rows > MAX_ROWS) throw new SqliteError('corrupt', 'more rows than any index has');
    yield row;
  }
}
