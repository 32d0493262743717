import { lstatSync } from 'node:fs';
import { failureFrom, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { AdvisoryStore } from '../model/advisory.ts';
import { databaseFile } from './database-file.ts';

/**
 * Opens the advisories of a state directory: its database where there is one, else the starter set. A database that is there but cannot
 * be used is an error (`database-damaged`, `-outdated`, `-too-new`, `-unreadable`) and never replaced by the starter set.
 */
export async function openStore(home: string): Promise<AdvisoryStore> {
  const file = databaseFile(home);
  if (isThere(file)) {
    const { openSqliteStore } = await import('./sqlite-store.ts');
    return openSqliteStore(file);
  }
  const { starterStore } = await import('./starter-store.ts');
  return starterStore();
}

/** Only a plain "no such file" means that there is none; whatever else keeps it from being seen is an error. */
function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw failureFrom(error, 'database-unreadable', { file, reason: wordsOf(error) });
  }
}
