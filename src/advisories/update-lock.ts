import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { failure } from '../base/errors.ts';
import { sqliteCode } from './sqlite-failure.ts';

const busy = 5;

export interface LockOptions {
  /** Milliseconds to wait for another update to end. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Is told once that there is somebody to wait for. */
  readonly onWait: (holder: string) => void;
}

/**
 * Lets one process at a time update the database of a state directory; returns how to let go. Throws `update-running` when patience ends.
 *
 * The lock is the one that SQLite takes on a file, so it is the kernel that holds it: whatever ends the process ends the lock, a file
 * that was left behind blocks nobody, and it also works between containers, where process ids mean nothing.
 */
export async function takeUpdateLock(home: string, options: LockOptions): Promise<() => void> {
  const file = join(home, 'advisories.lock');
  const holderFile = `${file}.holder`;
  const deadline = performance.now() + options.patience;
  let told = false;
  for (;;) {
    const db = new DatabaseSync(file);
    try {
      // Nothing is written; in memory, the journal leaves no file either.
      db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
      writeFileSync(holderFile, `pid ${process.pid}`);
      return () => {
        rmSync(holderFile, { force: true });
        db.close();
      };
    } catch (error) {
      db.close();
      if (sqliteCode(error) !== busy) throw error;
      const holder = existsSync(holderFile) ? holderIn(holderFile) : 'another process';
      if (performance.now() >= deadline) throw failure('update-running', { home, holder });
      if (!told) options.onWait(holder);
      told = true;
    }
    await wait(200, undefined, { signal: options.signal });
  }
}

/** For people only; it may be gone or half written by now. */
function holderIn(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    return /^pid \d+$/.test(text) ? text : 'another process';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'another process';
    throw error;
  }
}
