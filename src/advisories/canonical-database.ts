import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { DatabaseFacts } from '../model/advisory.ts';
import { createEntryIndex, createTables, spread } from './database-schema.ts';
import { sealDatabase } from './database-seal.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** Older than any advisory: where nothing in a database says when it is from. */
const beforeAll = '1980-01-01T00:00:00Z';

/**
 * Writes the content of a database into a new file that depends on that content alone: the same records give the same bytes, whichever
 * way, from wherever and in whatever order they came. What belongs to the way (sources, validators, when it was last asked) is not in it;
 * `builtAt` is the time of the newest record. Returns what the new file says of itself.
 * @param builtAt RFC 3339, instead of the newest record's time
 */
export function writeCanonical(source: string, target: string, builtAt: string | null): DatabaseFacts {
  const from = openSqliteStore(source);
  from.close();
  const db = new DatabaseSync(target);
  try {
    // What SQLite does not overwrite in a page must not show what was there before.
    db.exec(
      'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE; PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON',
    );
    createTables(db);
    const location = pathToFileURL(source);
    location.searchParams.set('immutable', '1');
    db.prepare('ATTACH ? AS old').run(location.href);
    db.exec('BEGIN');
    db.exec(copying);
    createEntryIndex(db);
    const moment = builtAt ?? newest(from.facts);
    const { digest, feeds } = sealDatabase(db, moment, null);
    if (digest !== from.facts.digest) throw new Error(`a copy of ${from.facts.digest} came out as ${digest}`);
    const facts: DatabaseFacts = { digest, builtAt: moment, feeds, starter: false };
    db.prepare("UPDATE fact SET value = ? WHERE key = 'database'").run(JSON.stringify(facts));
    db.exec('COMMIT');
    return facts;
  } finally {
    db.close();
  }
}

/** When the newest of everything in a database is from, as far as its feeds say. */
function newest({ feeds }: Pick<DatabaseFacts, 'feeds'>): string {
  return feeds.reduce(
    (latest, { modified }) => (modified !== null && modified > latest ? modified : latest),
    beforeAll,
  );
}

/**
 * Everything is numbered anew in the order of names, and put in in that order. Where no order is asked for, the outer loop goes by number
 * and the inner one along keys: sorting entries once more would cost as much as all the rest.
 */
const copying = `
  CREATE TEMP TABLE numbered (key INTEGER PRIMARY KEY, old INTEGER NOT NULL, feed INTEGER NOT NULL);
  CREATE TEMP TABLE used (old INTEGER PRIMARY KEY, key INTEGER);
  INSERT INTO main.feed (key, name, kind, source, modified)
    SELECT row_number() OVER (ORDER BY name), name, kind, '', max(modified) FROM old.feed GROUP BY name;
  INSERT INTO numbered
    SELECT row_number() OVER (ORDER BY renamed.name, record.id), record.key, renamed.key
    FROM old.record JOIN old.feed ON feed.key = record.feed JOIN main.feed AS renamed ON renamed.name = feed.name
    WHERE record.shadowed = 0;
  INSERT INTO main.record (key, feed, id, modified, withdrawn, digest, head)
    SELECT numbered.key, numbered.feed, record.id, record.modified, record.withdrawn, record.digest, record.head
    FROM numbered CROSS JOIN old.record ON record.key = numbered.old ORDER BY numbered.key;
  INSERT OR IGNORE INTO used (old)
    SELECT entry.package FROM numbered CROSS JOIN old.entry
    ON entry.key >= numbered.old * ${spread} AND entry.key < (numbered.old + 1) * ${spread};
  INSERT INTO main.ecosystem (key, name)
    SELECT row_number() OVER (ORDER BY name), name FROM old.ecosystem
    WHERE key IN (SELECT package.ecosystem FROM used JOIN old.package ON package.key = used.old);
  INSERT INTO main.package (key, ecosystem, name)
    SELECT row_number() OVER (ORDER BY renamed.key, package.name), renamed.key, package.name
    FROM used JOIN old.package ON package.key = used.old JOIN old.ecosystem ON ecosystem.key = package.ecosystem
    JOIN main.ecosystem AS renamed ON renamed.name = ecosystem.name ORDER BY 1;
  UPDATE used SET key = (
    SELECT renamed.key FROM old.package JOIN old.ecosystem ON ecosystem.key = package.ecosystem
    JOIN main.ecosystem AS within ON within.name = ecosystem.name
    JOIN main.package AS renamed ON renamed.ecosystem = within.key AND renamed.name = package.name WHERE package.key = used.old);
  CREATE TEMP TABLE listed (old INTEGER PRIMARY KEY, key INTEGER NOT NULL);
  INSERT INTO listed
    SELECT build.key, row_number() OVER (ORDER BY used.key, build.names)
    FROM old.build JOIN used ON used.old = build.package WHERE build.key IN (
      SELECT entry.build FROM numbered CROSS JOIN old.entry
      ON entry.key >= numbered.old * ${spread} AND entry.key < (numbered.old + 1) * ${spread});
  INSERT INTO main.build (key, package, names)
    SELECT listed.key, used.key, build.names FROM listed JOIN old.build ON build.key = listed.old
    JOIN used ON used.old = build.package ORDER BY 1;
  INSERT INTO main.entry (key, package, build, body)
    SELECT numbered.key * ${spread} + entry.key - numbered.old * ${spread}, used.key, listed.key, entry.body
    FROM numbered CROSS JOIN old.entry
    ON entry.key >= numbered.old * ${spread} AND entry.key < (numbered.old + 1) * ${spread}
    CROSS JOIN used ON used.old = entry.package LEFT JOIN listed ON listed.old = entry.build;
  CREATE INDEX temp.numbered_by_old ON numbered (old);
  INSERT INTO main.about (cve, record)
    SELECT about.cve, numbered.key FROM old.about JOIN numbered ON numbered.old = about.record ORDER BY 1, 2;
  INSERT INTO main.exploited (cve, feed, since)
    SELECT cve, (SELECT key FROM main.feed WHERE kind = 'kev'), min(since) FROM old.exploited GROUP BY cve ORDER BY cve;
  INSERT INTO main.likelihood (cve, feed, epss)
    SELECT cve, (SELECT key FROM main.feed WHERE kind = 'epss'), max(epss) FROM old.likelihood GROUP BY cve ORDER BY cve;
  INSERT INTO main.rating (cve, feed, modified, vectors, disputed)
    SELECT cve, (SELECT key FROM main.feed WHERE kind = 'nvd'), modified, vectors, disputed FROM (
      SELECT cve, max(modified || vectors), modified, vectors, disputed FROM old.rating GROUP BY cve) ORDER BY cve;
`;
