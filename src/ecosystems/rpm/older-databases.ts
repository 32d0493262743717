import type { Collector } from '../../collect/collector.ts';
import { databaseDirectories, databaseGap, WHAT } from './database-place.ts';

/** rpm's databases before SQLite: Berkeley DB (`Packages`) and SUSE's own (`Packages.db`). They are seen and not read yet. */
export const olderDatabases: Collector = {
  name: 'rpm-older',
  revision: 1,
  wants: {
    paths: databaseDirectories.flatMap((directory) => [`${directory}/Packages`, `${directory}/Packages.db`]),
    unless: ({ size }) => size === 0,
  },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) =>
    content.length === 0 ? { items: [] } : { items: [], gaps: [databaseGap('unsupported-format')] },
};
