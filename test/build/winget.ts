import { sqliteFiles } from './sqlite-file.ts';

/** An index of winget as its schema 1.7 has it, with these packages. */
export function wingetIndex(packages: readonly (readonly [id: string, version: string])[]): Buffer {
  return sqliteFiles((database) => {
    database.exec(`PRAGMA page_size = 1024;
      CREATE TABLE [metadata] ([name] TEXT PRIMARY KEY NOT NULL, [value] TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE [ids] ([rowid] INTEGER PRIMARY KEY, [id] TEXT NOT NULL);
      CREATE TABLE [names] ([rowid] INTEGER PRIMARY KEY, [name] TEXT NOT NULL);
      CREATE TABLE [versions] ([rowid] INTEGER PRIMARY KEY, [version] TEXT NOT NULL);
      CREATE TABLE [manifest] ([rowid] INTEGER PRIMARY KEY, [id] INT64 NOT NULL, [name] INT64 NOT NULL, [moniker] INT64 NOT NULL,
        [version] INT64 NOT NULL, [channel] INT64 NOT NULL, [pathpart] INT64 NOT NULL);`);
    for (const [i, [id, version]] of packages.entries()) {
      const row = i + 1;
      database.prepare('INSERT INTO ids VALUES (?, ?)').run(row + 10, id);
      database.prepare('INSERT INTO names VALUES (?, ?)').run(row + 20, `Name of ${id}`);
      database.prepare('INSERT INTO versions VALUES (?, ?)').run(row + 30, version);
      database.prepare('INSERT INTO manifest VALUES (?, ?, ?, 1, ?, 1, 1)').run(row, row + 10, row + 20, row + 30);
    }
  }).main;
}
