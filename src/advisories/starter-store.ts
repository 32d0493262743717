import type { Advisory, AdvisoryStore } from '../model/advisory.ts';
import { memoryStore } from './memory-store.ts';
import { readOsvRecord } from './osv-record.ts';
import { starterRecords } from './starter/starter.ts';

/** The advisories that come with Plimsoll. They are as old as their newest record. */
export function starterStore(): AdvisoryStore {
  const advisories: Advisory[] = starterRecords.map(readOsvRecord);
  const builtAt =
    advisories
      .map(({ modified }) => modified)
      .sort()
      .at(-1) ?? '1980-01-01T00:00:00Z';
  return memoryStore(advisories, { builtAt, starter: true });
}
