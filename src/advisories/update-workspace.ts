import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { reasonOf } from '../base/errors.ts';
import { createTables } from './database-schema.ts';
import { keepSum } from './database-sum.ts';
import { isDamage } from './sqlite-failure.ts';

/** Where an update works: everything in it belongs to the one that holds the lock. */
export interface Workspace {
  readonly folder: string;
  /** The database that is being made. */
  readonly next: string;
}

const resumable = 2 * 24 * 3600_000;

/**
 * Makes the folder and removes what an update that was killed left there, except downloads that can be continued. A link in its place, or in theirs, is
 * taken away and never followed: what it leads to is somebody else's.
 */
export function openWorkspace(home: string): Workspace {
  const folder = join(home, 'advisories-incoming');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const part = name.replace(/\.(part|json)$/, '');
    const whole = part !== name && existsSync(join(folder, `${part}.part`)) && existsSync(join(folder, `${part}.json`));
    const facts = lstatSync(path);
    const isFresh = facts.isFile() && Date.now() - facts.mtimeMs <= resumable;
    if (!whole || !isFresh) rmSync(path, { recursive: true, force: true });
  }
  return { folder, next: join(folder, 'next.db') };
}

/** After success: nothing is left. After a failure: the downloads that can be continued are. */
export function closeWorkspace(workspace: Workspace, success: boolean): void {
  if (success) {
    rmSync(workspace.folder, { recursive: true, force: true });
    return;
  }
  for (const name of readdirSync(workspace.folder)) {
    if (!/\.(part|json)$/.test(name)) rmSync(join(workspace.folder, name), { recursive: true, force: true });
  }
  if (readdirSync(workspace.folder).length === 0) rmdirSync(workspace.folder);
}

/**
 * Opens the database that is being made, as a copy of the one in force or empty. Without journal and without syncing: nobody else sees it,
 * and when anything goes wrong it is thrown away.
 */
export function openNext(workspace: Workspace, current: string | null): DatabaseSync {
  if (current !== null) copyFileSync(current, workspace.next, constants.COPYFILE_FICLONE);
  const db = new DatabaseSync(workspace.next);
  try {
    db.exec(
      'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE; PRAGMA locking_mode = EXCLUSIVE',
    );
    if (current === null) createTables(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Puts the finished database in force: on the disk before it has the name, and the name on the disk before this returns. */
export function publish(workspace: Workspace, home: string, file: string): void {
  syncPath(workspace.next);
  keepSum(workspace.next, file);
  renameSync(workspace.next, file);
  syncPath(home);
}

/** What SQLite finds wrong in the structure of a database file; null where nothing. */
export function integrityFault(path: string): string | null {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    const answer = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
    return answer === 'ok' ? null : answer;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return reasonOf(error);
  } finally {
    db?.close();
  }
}

/** Waits until a file, or the names in a folder, are on the disk. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
