import type { HarvestedGap } from '../../model/harvest.ts';

export const WHAT = 'rpm database';

/** rpm's own directory, the one that newer distributions moved it to, and that of rpm-ostree. */
export const databaseDirectories = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'] as const;

/** A package's header says by which digests it knows its files. */
export const knowsFiles = { by: ['md5', 'sha1', 'sha256'], in: databaseDirectories } as const;

/** What an image without rpm is left with: a list of what was installed (Azure Linux, "distroless"). */
export const MANIFEST = 'var/lib/rpmmanifest/container-manifest-2';

/** The forms of rpm's database and the files that they are kept in (rpm, `lib/backend/`). */
export const databaseFiles = {
  sqlite: 'rpmdb.sqlite',
  ndb: 'Packages.db',
  bdb: 'Packages',
} as const;

export function placesOf(form: keyof typeof databaseFiles): readonly string[] {
  return databaseDirectories.map((directory) => `${directory}/${databaseFiles[form]}`);
}

/** Of rpm's `lib/backend/sqlite.c`: `Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)`. */
export const PACKAGES_TABLE = 'Packages';

/** Packages in one database; no system has so many. */
export const MAX_PACKAGES = 200_000;
/** Files of them from which other ecosystems may read packages: a system with everything installed has a third of it. */
export const MAX_FILES = 1_000_000;

export function databaseGap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}
