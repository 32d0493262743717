import { join } from 'node:path';

/** Where the advisory database of a state directory lies. */
export function databaseFile(home: string): string {
  return join(home, 'advisories.db');
}
