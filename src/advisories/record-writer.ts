import type { DatabaseSync } from 'node:sqlite';
import type { Advisory } from '../model/advisory.ts';
import { buildKeys } from './built-packages.ts';
import { cvesOf } from './cve-facts.ts';
import { spread } from './database-schema.ts';
import { packRecord, type Stored, unpackHead } from './record-codec.ts';

/** Puts records into a database that is being made and takes them out again. */
export interface RecordWriter {
  /**
   * Puts in a record, or replaces the one with its id; says what that changed.
   * @param listed how the feed's own list dates it; null where the list lacks it.
   */
  put(feed: number, advisory: Advisory, listed: string | null): 'added' | 'changed' | 'same';
  remove(feed: number, id: string): void;
}

/** Keys of packages kept at hand. Distributions name the same ones again and again. */
const mostAtHand = 10_000;

export function recordWriter(db: DatabaseSync): RecordWriter {
  const find = db.prepare('SELECT key, modified, digest, listed, head FROM record WHERE feed = ? AND id = ?');
  const insert = db.prepare(
    'INSERT INTO record (feed, id, modified, withdrawn, listed, digest, head) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING key',
  );
  const replace = db.prepare(
    'UPDATE record SET modified = ?, withdrawn = ?, listed = ?, digest = ?, head = ? WHERE key = ?',
  );
  const relist = db.prepare('UPDATE record SET listed = ? WHERE key = ?');
  const drop = db.prepare('DELETE FROM record WHERE key = ?');
  const insertEntry = db.prepare('INSERT INTO entry (key, package, build, body) VALUES (?, ?, ?, ?)');
  const dropEntries = db.prepare('DELETE FROM entry WHERE key >= ? AND key < ?');
  const insertAbout = db.prepare('INSERT OR IGNORE INTO about (cve, record) VALUES (?, ?)');
  const dropAbout = db.prepare('DELETE FROM about WHERE cve = ? AND record = ?');
  const packages = packageKeys(db);
  const builds = buildKeys(db);

  const clear = (key: number, head: Parameters<typeof cvesOf>[0]) => {
    dropEntries.run(key * spread, (key + 1) * spread);
    for (const cve of cvesOf(head)) dropAbout.run(cve, key);
  };

  return {
    put(feed, advisory, listed) {
      const packed = packRecord(advisory);
      const old = find.get(feed, advisory.id);
      if (old !== undefined && Buffer.from(old['digest'] as Uint8Array).equals(packed.digest)) {
        if (old['listed'] !== listed) relist.run(listed, old['key'] as number);
        return 'same';
      }
      const withdrawn = advisory.withdrawn === null ? 0 : 1;
      let key: number;
      if (old === undefined) {
        const row = insert.get(feed, advisory.id, advisory.modified, withdrawn, listed, packed.digest, packed.head);
        key = Number(row?.['key']);
      } else {
        key = Number(old['key']);
        clear(key, unpackHead(advisory.id, String(old['modified']), old['head'] as Stored));
        replace.run(advisory.modified, withdrawn, listed, packed.digest, packed.head, key);
      }
      packed.entries.forEach(({ ecosystem, name, body, built }, index) => {
        const about = packages(ecosystem, name);
        insertEntry.run(key * spread + index, about, built === null ? null : builds(about, built), body);
      });
      for (const cve of cvesOf(advisory)) insertAbout.run(cve, key);
      return old === undefined ? 'added' : 'changed';
    },
    remove(feed, id) {
      const old = find.get(feed, id);
      if (old === undefined) return;
      clear(Number(old['key']), unpackHead(id, String(old['modified']), old['head'] as Stored));
      drop.run(old['key'] as number);
    },
  };
}

/** The key of a package, which is made where it is missing. */
function packageKeys(db: DatabaseSync): (ecosystem: string, name: string) => number {
  const ecosystems = new Map<string, number>();
  const atHand = new Map<string, number>();
  const findEcosystem = db.prepare('SELECT key FROM ecosystem WHERE name = ?');
  const addEcosystem = db.prepare('INSERT INTO ecosystem (name) VALUES (?) RETURNING key');
  const findPackage = db.prepare('SELECT key FROM package WHERE ecosystem = ? AND name = ?');
  const addPackage = db.prepare('INSERT INTO package (ecosystem, name) VALUES (?, ?) RETURNING key');

  return (ecosystem, name) => {
    let within = ecosystems.get(ecosystem);
    if (within === undefined) {
      within = Number((findEcosystem.get(ecosystem) ?? addEcosystem.get(ecosystem))?.['key']);
      ecosystems.set(ecosystem, within);
    }
    const label = `${within} ${name}`;
    let key = atHand.get(label);
    if (key === undefined) {
      key = Number((findPackage.get(within, name) ?? addPackage.get(within, name))?.['key']);
      if (atHand.size >= mostAtHand) atHand.clear();
      atHand.set(label, key);
    }
    return key;
  };
}
