import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Advisory } from '../model/advisory.ts';
import { spread } from './database-schema.ts';
import { type Stored, unpackEntry, unpackHead } from './record-codec.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** One step from a database to a later one. A delta is lines of these, as JSON. */
export type DeltaLine =
  | { readonly base: string; readonly target: string; readonly revision: number }
  /** Every feed of the target. */
  | { readonly feed: string; readonly kind: string; readonly modified: string | null }
  | { readonly in: string; readonly remove: string }
  | { readonly in: string; readonly put: Advisory }
  /** Null: no longer. */
  | { readonly exploited: string; readonly since: string | null }
  | { readonly likely: string; readonly epss: number | null }
  | { readonly rated: string; readonly rating: readonly [modified: string, vectors: string, disputed: number] | null }
  /** How many lines there were before this one, which is the last. */
  | { readonly lines: number };

/** The layout of the lines above. */
export const deltaRevision = 2;

/**
 * Writes what leads from one canonical database to another, line by line. What stands in both is left out, so that a day's changes
 * take a hundredth of the whole.
 */
export function* deltaBetween(base: string, target: string): Generator<string> {
  const db = new DatabaseSync(target, { readOnly: true });
  try {
    const location = pathToFileURL(base);
    location.searchParams.set('immutable', '1');
    db.prepare('ATTACH ? AS old').run(location.href);
    let lines = 0;
    const line = (content: DeltaLine): string => {
      lines += 1;
      return `${JSON.stringify(content)}\n`;
    };
    yield line({ base: digestOf(base), target: digestOf(target), revision: deltaRevision });
    for (const { name, kind, modified } of db
      .prepare('SELECT name, kind, modified FROM main.feed ORDER BY name')
      .iterate())
      yield line({ feed: String(name), kind: String(kind), modified: modified === null ? null : String(modified) });
    for (const { feed, id } of db.prepare(removed).iterate()) yield line({ in: String(feed), remove: String(id) });
    const entries = db.prepare(entriesOf);
    for (const row of db.prepare(changed).iterate()) {
      const head = unpackHead(String(row['id']), String(row['modified']), row['head'] as Stored);
      const key = Number(row['key']);
      const affected = entries
        .all(key * spread, (key + 1) * spread)
        .map(({ ecosystem, name, body, built }) =>
          unpackEntry(String(ecosystem), String(name), body as Stored, built === null ? null : String(built)),
        );
      yield line({ in: String(row['feed']), put: { ...head, affected } });
    }
    for (const { cve, value } of differences(db, 'exploited', 'since'))
      yield line({ exploited: cve, since: value === null ? null : String(value) });
    for (const { cve, value } of differences(db, 'likelihood', 'epss'))
      yield line({ likely: cve, epss: value === null ? null : Number(value) });
    for (const { cve, value } of differences(db, 'rating', 'json_array(modified, vectors, disputed)'))
      yield line({ rated: cve, rating: value === null ? null : JSON.parse(String(value)) });
    yield `${JSON.stringify({ lines } satisfies DeltaLine)}\n`;
  } finally {
    db.close();
  }
}

function digestOf(file: string): string {
  const store = openSqliteStore(file);
  store.close();
  return store.facts.digest;
}

const removed = `
  SELECT oldfeed.name AS feed, record.id FROM old.record JOIN old.feed AS oldfeed ON oldfeed.key = record.feed
  WHERE NOT EXISTS (
    SELECT 1 FROM main.feed JOIN main.record AS kept ON kept.feed = feed.key WHERE feed.name = oldfeed.name AND kept.id = record.id)
  ORDER BY record.key`;

const changed = `
  SELECT record.key, feed.name AS feed, record.id, record.modified, record.head
  FROM main.record JOIN main.feed ON feed.key = record.feed
  WHERE NOT EXISTS (
    SELECT 1 FROM old.feed AS oldfeed JOIN old.record AS kept ON kept.feed = oldfeed.key
    WHERE oldfeed.name = feed.name AND kept.id = record.id AND kept.digest = record.digest)
  ORDER BY record.key`;

const entriesOf = `
  SELECT ecosystem.name AS ecosystem, package.name, entry.body, build.names AS built
  FROM main.entry JOIN main.package ON package.key = entry.package JOIN main.ecosystem ON ecosystem.key = package.ecosystem
  LEFT JOIN main.build ON build.key = entry.build WHERE entry.key >= ? AND entry.key < ? ORDER BY entry.key`;

/** What one table about CVEs says in the target and did not say in the base, or the other way round (null). */
function* differences(
  db: DatabaseSync,
  table: 'exploited' | 'likelihood' | 'rating',
  value: string,
): Generator<{ cve: string; value: SQLOutputValue }> {
  const query = `
    SELECT cve, value FROM (
      SELECT cve, ${value} AS value FROM main.${table} EXCEPT SELECT cve, ${value} FROM old.${table})
    UNION ALL SELECT cve, NULL FROM (SELECT cve FROM old.${table} EXCEPT SELECT cve FROM main.${table}) ORDER BY 1`;
  for (const row of db.prepare(query).iterate()) yield { cve: String(row['cve']), value: row['value'] ?? null };
}
