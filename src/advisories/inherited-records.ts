import type { DatabaseSync } from 'node:sqlite';
import type { Advisory } from '../model/advisory.ts';
import { spread } from './database-schema.ts';
import type { FeedRow } from './feed-table.ts';
import type { OsvFeed } from './osv-bucket.ts';
import { packRecord, type Stored, unpackEntry, unpackHead } from './record-codec.ts';

/** Records of a feed that are held against the source's own before the rest is believed. */
const probes = 8;

/** The list dates a record as the record dates itself; a difference below a second is how it was written. */
const sameDate = `listed.telling = 1 AND (
  record.modified = listed.modified OR strftime('%s', record.modified) = strftime('%s', listed.modified))`;

const entriesOf = `
  SELECT ecosystem.name AS ecosystem, package.name, entry.body, build.names AS built
  FROM entry JOIN package ON package.key = entry.package JOIN ecosystem ON ecosystem.key = package.ecosystem
  LEFT JOIN build ON build.key = entry.build WHERE entry.key >= ? AND entry.key < ? ORDER BY entry.key`;

/**
 * Gives a feed that is new here the records that a built or pulled database has of it, so that only what changed since has to be fetched.
 * Such a database says nothing of where its records came from and what a source looked like then, which keeps its bytes a matter of its records
 * alone; nothing of the kind is needed: the source's own list (temp table `listed`, read before) says which records there are and of when.
 * A record dated otherwise, a missing one, and one too many are then seen as in any update. Against records that are dated right and say something
 * else, a few that nobody can foresee are fetched and compared; one that differs, or that the source does not have singly, and nothing is taken over.
 * @returns whether the feed has them now.
 */
export async function inheritRecords(
  feed: OsvFeed,
  row: FeedRow,
  db: DatabaseSync,
  ofFeed: (advisory: Advisory) => Advisory,
): Promise<boolean> {
  const old = sourceless(db).find(({ name }) => name === row.name);
  if (old === undefined) return false;
  const drawn = db
    .prepare(
      `SELECT record.key, record.id, record.modified, record.head FROM record JOIN listed ON listed.id = record.id
       WHERE record.feed = ? AND ${sameDate} ORDER BY random() LIMIT ${probes}`,
    )
    .all(old.key);
  if (drawn.length === 0) return false;
  const singles = await Promise.all(drawn.map(({ id }) => feed.single(String(id))));
  const entries = db.prepare(entriesOf);
  const isConfirmed = drawn.every(({ key, id, modified, head }, at) => {
    const single = singles[at] ?? null;
    const affected = entries
      .all(Number(key) * spread, (Number(key) + 1) * spread)
      .map(({ ecosystem, name, body, built }) =>
        unpackEntry(String(ecosystem), String(name), body as Stored, built === null ? null : String(built)),
      );
    // As it is stored: what its digest says there is the word of who made the database.
    const stored = { ...unpackHead(String(id), String(modified), head as Stored), affected };
    return single !== null && Buffer.from(packRecord(ofFeed(single)).digest).equals(packRecord(stored).digest);
  });
  if (!isConfirmed) return false;
  // Under its own date a record that is not as listed is asked for, and one that is not listed is taken out.
  db.prepare(
    `UPDATE record SET feed = ?, listed = coalesce(
       (SELECT listed.modified FROM listed WHERE listed.id = record.id AND ${sameDate}), record.modified)
     WHERE feed = ?`,
  ).run(row.key, old.key);
  db.prepare('DELETE FROM feed WHERE key = ?').run(old.key);
  return true;
}

/** Feeds of a database that was built or pulled, or of which a part still is. */
export function sourceless(db: DatabaseSync): readonly { readonly key: number; readonly name: string }[] {
  return db
    .prepare("SELECT key, name FROM feed WHERE kind = 'osv' AND source = ''")
    .all()
    .map(({ key, name }) => ({ key: Number(key), name: String(name) }));
}
