import { RpmHeaderError } from '../../formats/rpm-header.ts';
import { SqliteError } from '../../formats/sqlite/sqlite-pages.ts';
import { readRecord } from '../../formats/sqlite/sqlite-record.ts';
import type { Harvested } from '../../model/harvest.ts';
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

/** Takes the package of a header; false where it is damaged. */
export function takeHeader(blob: Buffer, place: HeaderPlace | null, items: Harvested[]): boolean {
  try {
    // One by one: a header may name more files than a call takes arguments.
    for (const item of packageOfHeader(blob, place) ?? []) items.push(item);
    return true;
  } catch (error) {
    if (error instanceof RpmHeaderError) return false;
    throw error;
  }
}
