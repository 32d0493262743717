import type { DatabaseSync } from 'node:sqlite';
import { spread } from './database-schema.ts';

export type FeedKind = 'osv' | 'kev' | 'epss' | 'nvd';

/** A feed as a database that is being made has it: one of one source. The same feed may come from several. */
export interface FeedRow {
  readonly key: number;
  readonly name: string;
  readonly source: string;
  /** True where this update brought it in. */
  readonly fresh: boolean;
  /** Of the archive that was read last. */
  readonly validator: string | null;
}

export function feedRow(db: DatabaseSync, name: string, kind: FeedKind, source: string): FeedRow {
  const old = db.prepare('SELECT key, validator FROM feed WHERE name = ? AND source = ?').get(name, source);
  if (old !== undefined) {
    const validator = old['validator'];
    return {
      key: Number(old['key']),
      name,
      source,
      fresh: false,
      validator: typeof validator === 'string' ? validator : null,
    };
  }
  const made = db
    .prepare('INSERT INTO feed (name, kind, source) VALUES (?, ?, ?) RETURNING key')
    .get(name, kind, source);
  return { key: Number(made?.['key']), name, source, fresh: true, validator: null };
}

/** Takes out every feed that this update was not asked for, and says which. */
export function dropOtherFeeds(db: DatabaseSync, kept: ReadonlySet<number>): string[] {
  const others = db
    .prepare('SELECT key, name FROM feed')
    .all()
    .filter((row) => !kept.has(Number(row['key'])));
  for (const row of others) {
    const key = Number(row['key']);
    db.prepare(`DELETE FROM entry WHERE key / ${spread} IN (SELECT key FROM record WHERE feed = ?)`).run(key);
    db.prepare('DELETE FROM about WHERE record IN (SELECT key FROM record WHERE feed = ?)').run(key);
    for (const table of ['record', 'exploited', 'likelihood', 'rating'])
      db.prepare(`DELETE FROM ${table} WHERE feed = ?`).run(key);
    db.prepare('DELETE FROM feed WHERE key = ?').run(key);
  }
  return others.map((row) => String(row['name']));
}
