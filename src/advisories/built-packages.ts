import type { DatabaseSync } from 'node:sqlite';
import type { BuiltPackage, PackageBuilds } from '../model/advisory.ts';
import { rootEcosystem } from '../model/osv-ecosystems.ts';
import { isObject, type JsonObject } from './osv-fields.ts';

/** Feeds whose records name the packages that were built from a source, where images may have the former without the latter. SUSE and openEuler name them, too; rpm itself knows sources. */
const telling: ReadonlySet<string> = new Set(['Ubuntu']);
const mostBuilt = 5_000;
/** Debian policy, 5.6.7 and 5.6.12. */
const packageName = /^[a-z0-9][a-z0-9+.-]{1,199}$/;
const packageVersion = /^[0-9][A-Za-z0-9.+~:-]{0,199}$/;

/**
 * The binary packages in `ecosystem_specific.binaries` of an entry, as Ubuntu writes them: objects with `binary_name` and `binary_version`, before 2025 objects of names with versions. Null where there is no
 * such list, or another one. Sorted. Names that have the version in them (kernels) are left out: each is another package than the one before.
 */
export function builtPackages(entry: JsonObject, ecosystem: string): readonly BuiltPackage[] | null {
  const specific = entry['ecosystem_specific'];
  if (!telling.has(rootEcosystem(ecosystem)) || !isObject(specific)) return null;
  const list = specific['binaries'];
  if (!Array.isArray(list) || list.length > mostBuilt) return null;
  const source = sourceVersion(entry['package']);
  const found = new Map<string, BuiltPackage>();
  for (const object of list) {
    for (const [name, version] of pairsOf(object)) {
      if (!packageName.test(name) || typeof version !== 'string' || !packageVersion.test(version)) return null;
      if (found.size >= mostBuilt) return null;
      if (!isNamedByVersion(name))
        found.set(
          name,
          source === null || source === version ? { name } : { name, versions: { built: version, source } },
        );
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `linux-image-6.8.0-45-generic` */
function isNamedByVersion(name: string): boolean {
  return /-[0-9]+\.[0-9]+\.[0-9]+-[0-9]+/.test(name);
}

function pairsOf(object: unknown): readonly (readonly [string, unknown])[] {
  if (!isObject(object)) return [['', null]];
  const name = object['binary_name'];
  return typeof name === 'string' ? [[name, object['binary_version']]] : Object.entries(object);
}

/** The version of the source that the list is about stands in its purl alone: `pkg:deb/ubuntu/openssl@3.0.13-0ubuntu3.5?arch=source&distro=noble`. */
function sourceVersion(about: unknown): string | null {
  const purl = isObject(about) ? about['purl'] : null;
  const version = typeof purl === 'string' ? /^pkg:deb\/[^@]{1,300}@([^?#]{1,300})/.exec(purl)?.[1] : undefined;
  if (version === undefined) return null;
  try {
    const decoded = decodeURIComponent(version);
    return packageVersion.test(decoded) ? decoded : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** As they stand in one column: a name, or `NAME=BUILT=SOURCE`, a blank between them. */
export function packBuilt(packages: readonly BuiltPackage[]): string {
  return packages
    .map(({ name, versions }) => (versions === undefined ? name : `${name}=${versions.built}=${versions.source}`))
    .join(' ');
}

export function unpackBuilt(text: string): readonly BuiltPackage[] {
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', built, source] = part.split('=');
      return built === undefined || source === undefined ? { name } : { name, versions: { built, source } };
    });
}

/** What all records of an ecosystem say of which packages were built from which sources. */
export function buildsIn(
  told: Iterable<{ readonly source: string; readonly built: readonly BuiltPackage[] }>,
  isWhole: boolean,
): PackageBuilds {
  const byName = new Map<string, { source: string; versions: NonNullable<BuiltPackage['versions']> | null }[]>();
  for (const { source, built } of told) {
    for (const { name, versions } of built) {
      const list = byName.get(name) ?? [];
      list.push({ source, versions: versions ?? null });
      byName.set(name, list);
    }
  }
  return {
    sourcesOf: (name, version) => {
      const found = new Map<string, string>();
      let isTold = isWhole && !isNamedByVersion(name);
      const builds = byName.get(name) ?? [];
      for (const { source, versions } of builds) {
        if (versions === null) found.set(source, version);
        else if (versions.built === version) found.set(source, versions.source);
      }
      // Built under a version of its own, and not under this one as far as anybody says.
      if (builds.length > 0) isTold = builds.every(({ source }) => found.has(source));
      return { sources: [...found].map(([source, at]) => ({ name: source, version: at })), isTold };
    },
  };
}

/** Reads them from a database. */
export function storedBuilds(db: DatabaseSync, ecosystem: number): PackageBuilds {
  const rows = db.prepare(
    'SELECT package.name, build.names FROM package JOIN build ON build.package = package.key WHERE package.ecosystem = ?',
  );
  const untold = db.prepare(
    `SELECT 1 FROM package WHERE ecosystem = ? AND EXISTS (SELECT 1 FROM entry WHERE entry.package = package.key)
     AND NOT EXISTS (SELECT 1 FROM build WHERE build.package = package.key) LIMIT 1`,
  );
  const told = rows
    .all(ecosystem)
    .map((row) => ({ source: String(row['name']), built: unpackBuilt(String(row['names'])) }));
  return buildsIn(told, untold.get(ecosystem) === undefined);
}

/** The key of a list of packages that were built from a source, which is made where it is missing. */
export function buildKeys(db: DatabaseSync): (source: number, names: string) => number {
  const find = db.prepare('SELECT key FROM build WHERE package = ? AND names = ?');
  const add = db.prepare('INSERT INTO build (package, names) VALUES (?, ?) RETURNING key');
  return (source, names) => Number((find.get(source, names) ?? add.get(source, names))?.['key']);
}
