import type { HarvestedGap } from '../../model/harvest.ts';

export const WHAT = 'rpm database';

/** rpm's own directory, and the one that newer distributions moved it to. */
export const databaseDirectories = ['var/lib/rpm', 'usr/lib/sysimage/rpm'] as const;

/** Of rpm's `lib/backend/sqlite.c`: `Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)`. */
export const PACKAGES_TABLE = 'Packages';

/** Packages and their files of interest in one database; no system has so many. */
export const MAX_ITEMS = 200_000;

export function databaseGap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}
