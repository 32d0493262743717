import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { DatabaseFacts, FeedFacts } from '../model/advisory.ts';

/** What the database was before, where it is continued. */
export interface Before {
  readonly digest: string;
  readonly builtAt: string;
}

/**
 * Puts the sums into a database whose records are all in: counts, which of several records under one id holds, the digest of the content.
 * @param now RFC 3339
 */
export function sealDatabase(db: DatabaseSync, now: string, before: Before | null): DatabaseFacts {
  markShadowed(db);
  db.exec(`
    DELETE FROM build WHERE NOT EXISTS (
      SELECT 1 FROM entry WHERE entry.package = build.package AND entry.build = build.key);
    UPDATE ecosystem SET entries = (
      SELECT count(*) FROM package JOIN entry ON entry.package = package.key WHERE package.ecosystem = ecosystem.key);
    UPDATE feed SET
      records = (SELECT count(*) FROM record WHERE record.feed = feed.key AND shadowed = 0),
      withdrawn = (SELECT count(*) FROM record WHERE record.feed = feed.key AND shadowed = 0 AND withdrawn = 1),
      modified = (SELECT substr(max(modified), 1, 19) || 'Z' FROM record WHERE record.feed = feed.key AND modified >= '1980')
    WHERE kind = 'osv';
    UPDATE feed SET records = (SELECT count(*) FROM exploited WHERE exploited.feed = feed.key) WHERE kind = 'kev';
    UPDATE feed SET records = (SELECT count(*) FROM likelihood WHERE likelihood.feed = feed.key) WHERE kind = 'epss';
    UPDATE feed SET
      records = (SELECT count(*) FROM rating WHERE rating.feed = feed.key),
      modified = (SELECT max(modified) FROM rating WHERE rating.feed = feed.key)
    WHERE kind = 'nvd';`);
  const digest = contentDigest(db);
  const builtAt = before?.digest === digest ? before.builtAt : now;
  const facts: DatabaseFacts = { digest, builtAt, checkedAt: now, feeds: feedFacts(db), starter: false };
  db.prepare("INSERT OR REPLACE INTO fact (key, value) VALUES ('database', ?)").run(JSON.stringify(facts));
  return facts;
}

/** Counts of a feed that came from several sources are added up; a record that several have counts once. */
function feedFacts(db: DatabaseSync): FeedFacts[] {
  const query = `
    SELECT name, sum(records) AS records, sum(withdrawn) AS withdrawn, max(modified) AS modified FROM feed GROUP BY name ORDER BY name`;
  return db
    .prepare(query)
    .all()
    .map((row) => ({
      name: String(row['name']),
      records: Number(row['records']),
      withdrawn: Number(row['withdrawn']),
      modified: row['modified'] === null ? null : String(row['modified']),
    }));
}

/** Where several sources have a feed's record, the newest counts; of equally new ones always the same. */
function markShadowed(db: DatabaseSync): void {
  if (db.prepare("SELECT 1 FROM feed WHERE kind = 'osv' GROUP BY name HAVING count(*) > 1").get() === undefined) {
    db.exec('UPDATE record SET shadowed = 0 WHERE shadowed = 1');
    return;
  }
  db.exec(`
    CREATE TEMP TABLE shadow AS SELECT key, place > 1 AS shadowed FROM (
      SELECT record.key, row_number() OVER (PARTITION BY feed.name, record.id ORDER BY record.modified DESC, record.digest) AS place
      FROM record JOIN feed ON feed.key = record.feed);
    UPDATE record SET shadowed = shadow.shadowed FROM temp.shadow WHERE shadow.key = record.key AND record.shadowed <> shadow.shadowed;
    DROP TABLE temp.shadow;`);
}

/** Over the content in the order of names and ids: neither the way it came in nor where it lies in the file matters. */
export function contentDigest(db: DatabaseSync): string {
  const hash = createHash('sha256');
  const records = db.prepare(`
    SELECT feed.name, record.id, record.digest FROM feed JOIN record ON record.feed = feed.key
    WHERE shadowed = 0 ORDER BY feed.name, record.id`);
  for (const row of records.iterate()) {
    hash.update(`${row['name']}\0${row['id']}\0`);
    hash.update(row['digest'] as Uint8Array);
  }
  for (const row of db.prepare('SELECT cve, min(since) AS since FROM exploited GROUP BY cve ORDER BY cve').iterate()) {
    hash.update(`KEV\0${row['cve']}\0${row['since']}\0`);
  }
  for (const row of db.prepare('SELECT cve, max(epss) AS epss FROM likelihood GROUP BY cve ORDER BY cve').iterate()) {
    hash.update(`EPSS\0${row['cve']}\0${row['epss']}\0`);
  }
  // SQLite takes the other columns from the row that has the maximum.
  const rated =
    'SELECT cve, max(modified || vectors) AS newest, modified, vectors, disputed FROM rating GROUP BY cve ORDER BY cve';
  for (const row of db.prepare(rated).iterate()) {
    hash.update(`NVD\0${row['cve']}\0${row['modified']}\0${row['vectors']}\0${row['disputed']}\0`);
  }
  return `sha256:${hash.digest('hex')}`;
}
