import type { DatabaseSync } from 'node:sqlite';

/** `PLIM` in the file's header (SQLite file format, "Application ID"). */
export const applicationId = 0x504c494d;

/**
 * Raised when the tables change, or when reading a record keeps something else of it. An older database is then built anew
 * rather than continued, so that its content does not depend on the way it came about.
 */
export const schemaRevision = 6;

/** Entries of one record have the keys `record * spread + 0, 1, 2, …`, which makes them one range to delete and needs no index. */
export const spread = 2 ** 20;

/** Records by key; entries by package. What a look-up returns is one walk along `package_by_name` → `entry_by_package`. What was
 * built from a package's source is the same in most of its records, so that each such list stands once. */
const tables = `
  CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE feed (
    key INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
    records INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0, modified TEXT,
    validator TEXT,
    UNIQUE (name, source)
  );
  CREATE TABLE ecosystem (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entries INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE package (key INTEGER PRIMARY KEY, ecosystem INTEGER NOT NULL, name TEXT NOT NULL);
  CREATE UNIQUE INDEX package_by_name ON package (ecosystem, name);
  CREATE TABLE record (
    key INTEGER PRIMARY KEY, feed INTEGER NOT NULL, id TEXT NOT NULL, modified TEXT NOT NULL,
    withdrawn INTEGER NOT NULL, shadowed INTEGER NOT NULL DEFAULT 0,
    listed TEXT, digest BLOB NOT NULL, head NOT NULL
  );
  CREATE UNIQUE INDEX record_by_id ON record (feed, id);
  CREATE TABLE entry (key INTEGER PRIMARY KEY, package INTEGER NOT NULL, build INTEGER, body NOT NULL);
  CREATE TABLE build (key INTEGER PRIMARY KEY, package INTEGER NOT NULL, names TEXT NOT NULL);
  CREATE UNIQUE INDEX build_by_package ON build (package, names);
  CREATE TABLE about (cve TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (cve, record)) WITHOUT ROWID;
  CREATE TABLE exploited (cve TEXT NOT NULL, feed INTEGER NOT NULL, since TEXT NOT NULL, PRIMARY KEY (cve, feed)) WITHOUT ROWID;
  CREATE TABLE rating (
    cve TEXT NOT NULL, feed INTEGER NOT NULL, modified TEXT NOT NULL, vectors TEXT NOT NULL, disputed INTEGER NOT NULL,
    PRIMARY KEY (cve, feed)
  ) WITHOUT ROWID;
  CREATE TABLE likelihood (cve TEXT NOT NULL, feed INTEGER NOT NULL, epss REAL NOT NULL, PRIMARY KEY (cve, feed)) WITHOUT ROWID;
`;

export function createTables(db: DatabaseSync): void {
  db.exec(
    `PRAGMA page_size = 4096; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaRevision};`,
  );
  db.exec(tables);
}

const entryIndex = 'INDEX entry_by_package ON entry (package, build)';

/** Made after the first load: sorting once is several times quicker than keeping it sorted. */
export function createEntryIndex(db: DatabaseSync): void {
  db.exec(`CREATE ${entryIndex.replace('INDEX', 'INDEX IF NOT EXISTS')}`);
}

/** Whether what is in the file are the tables and indexes that are made here and nothing else, such as a view or a trigger. */
export function hasTheTables(db: DatabaseSync): boolean {
  const statements = (list: readonly unknown[]) =>
    list
      .map((sql) => String(sql).replace(/\s+/g, ' ').trim())
      .filter((sql) => sql !== '')
      .sort()
      .join(';');
  const found = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'").all();
  return statements(found.map((row) => row['sql'])) === statements([...tables.split(';'), `CREATE ${entryIndex}`]);
}
