import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from './errors.ts';
import { sqliteCode, sqliteCodes } from './sqlite-code.ts';

export interface LockOptions {
  /** Milliseconds to wait for the other holder to end. */
  readonly patience: number;
  /** Milliseconds between two attempts. */
  readonly pause: number;
  readonly signal: AbortSignal;
  /** Is told once that there is somebody to wait for. */
  readonly onWait?: (holder: string) => void;
  /** What to throw when patience ends. */
  readonly busy: (holder: string) => Error;
}

/**
 * Lets one process at a time do something; returns how to let go.
 *
 * The lock is the one that SQLite takes on a file, so it is the kernel that holds it: whatever ends the process ends the lock, a file
 * that was left behind blocks nobody, and it also works between containers, where process ids mean nothing.
 */
export async function takeFileLock(file: string, options: LockOptions): Promise<() => void> {
  const holderFile = `${file}.holder`;
  const deadline = performance.now() + options.patience;
  let told = false;
  for (;;) {
    const db = new DatabaseSync(file);
    try {
      // Nothing is written; in memory, the journal leaves no file either.
      db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
      // A link in its place is not followed.
      rmSync(holderFile, { force: true });
      writeFileSync(holderFile, `pid ${process.pid}`, { flag: 'wx' });
      return () => {
        try {
          rmSync(holderFile, { force: true });
        } catch (error) {
          // For people only: what was done under the lock is done.
          if (systemCode(error) === undefined) throw error;
        } finally {
          db.close();
        }
      };
    } catch (error) {
      db.close();
      if (sqliteCode(error) !== sqliteCodes.busy) throw error;
      const holder = existsSync(holderFile) ? holderIn(holderFile) : 'another process';
      if (performance.now() >= deadline) throw options.busy(holder);
      if (!told) options.onWait?.(holder);
      told = true;
    }
    await wait(options.pause, undefined, { signal: options.signal });
  }
}

/** For people only; it may be gone or half written by now. */
function holderIn(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    return /^pid \d+$/.test(text) ? text : 'another process';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'another process';
    throw error;
  }
}
