import { RpmHeaderError } from '../../formats/rpm-header.ts';
import { SqliteError } from '../../formats/sqlite/sqlite-pages.ts';
import { readRecord } from '../../formats/sqlite/sqlite-record.ts';
import type { Harvested } from '../../model/harvest.ts';
import { MAX_FILES, MAX_PACKAGES } from './database-place.ts';
import { type HeaderPlace, packageOfHeader } from './package-header.ts';

/** The header that a row of the table of packages holds; null for a row of another table, or where it cannot be read. */
export function headerOfRow(record: Buffer): Buffer | null {
  try {
    const blob = readRecord(record, 2)[1];
    return Buffer.isBuffer(blob) ? blob : null;
  } catch (error) {
    if (error instanceof SqliteError) return null;
    throw error;
  }
}

/** What is taken from one database, and how much more of it there may be. */
export interface Takings {
  readonly items: Harvested[];
  packages: number;
  files: number;
}

export function emptyTakings(): Takings {
  return { items: [], packages: MAX_PACKAGES, files: MAX_FILES };
}

/** Whether there are more packages, or files of them, than any system has. */
export function isFull({ packages, files }: Takings): boolean {
  return packages <= 0 || files <= 0;
}

/** Takes the package of a header; false where it is damaged. */
export function takeHeader(blob: Buffer, place: HeaderPlace | null, takings: Takings): boolean {
  try {
    const [pkg, owned] = packageOfHeader(blob, place) ?? [];
    if (pkg === undefined) return true;
    takings.items.push(pkg);
    takings.packages -= 1;
    if (!owned) return true;
    takings.items.push(owned);
    takings.files -= owned.values.length / 2;
    return true;
  } catch (error) {
    if (error instanceof RpmHeaderError) return false;
    throw error;
  }
}
