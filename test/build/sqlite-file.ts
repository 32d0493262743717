import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface SqliteFiles {
  readonly main: Buffer;
  /** The write-ahead log as it stands while the database is still open; empty without one. */
  readonly wal: Buffer;
}

/** What the files of a database hold after `fill`, with the database still open, so that a log is not yet put into the file. */
export function sqliteFiles(fill: (database: DatabaseSync) => void): SqliteFiles {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sqlite-'));
  try {
    const path = join(folder, 'db');
    const database = new DatabaseSync(path);
    try {
      fill(database);
      return { main: readFileSync(path), wal: readIfThere(`${path}-wal`) };
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
