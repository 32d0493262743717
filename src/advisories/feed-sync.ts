import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import { failure } from '../base/errors.ts';
import { phrase } from '../base/text.ts';
import type { FeedRow } from './feed-table.ts';
import { type FeedOutcome, newTally, ofFeed, removeWhere, type Tally } from './feed-tally.ts';
import { inheritRecords } from './inherited-records.ts';
import { isTelling, type ListEnd } from './modified-list.ts';
import type { OsvFeed } from './osv-bucket.ts';
import type { RecordWriter } from './record-writer.ts';
import type { UpdateProgress } from './update-progress.ts';

export interface SyncContext {
  readonly db: DatabaseSync;
  readonly writer: RecordWriter;
  readonly progress: UpdateProgress;
  readonly signal: AbortSignal;
  /** Whether records that the database has of no source may be taken over into the feed. */
  mayInherit(feed: string): boolean;
}

/** Up to so many records are fetched one by one; beyond it the archive is less work for both sides. */
const mostSingles = 300;
const singlesAtOnce = 8;
/** List and archive are written one after the other, so they may differ by what changed in between; not by more than this. */
const driftFloor = 20;
const driftShare = 0.1;
/** More removals than this are believed only when the archive shows them too. */
const believedRemovals = 0.01;

/** In neither the archive nor the list. A record that only the archive has is kept: it may be newer than the list. */
const nowhere = 'id NOT IN (SELECT id FROM seen) AND id NOT IN (SELECT id FROM listed)';
const unlisted = 'listed IS NOT NULL AND id NOT IN (SELECT id FROM listed)';

const texts = {
  archive: { en: 'Downloading {feed}', 'zh-CN': '正在下载 {feed}' },
  records: { en: 'Reading {feed}', 'zh-CN': '正在读取 {feed}' },
  behind: {
    en: '{feed}: {count} records are newer in modified_id.csv than what the source holds; the next update asks for them again',
    'zh-CN': '{feed}：有 {count} 条记录在 modified_id.csv 中比来源实际内容更新；下次更新会再次获取',
  },
} as const;

/** Brings one feed in the database to the state of its source. Throws errors of the catalogue; the database is then to be thrown away. */
export async function syncFeed(feed: OsvFeed, asked: FeedRow, context: SyncContext): Promise<FeedOutcome> {
  const { db } = context;
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS listed (id TEXT PRIMARY KEY, modified TEXT NOT NULL, telling INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
    DELETE FROM listed; DELETE FROM seen;`);
  const insert = db.prepare('INSERT OR REPLACE INTO listed (id, modified, telling) VALUES (?, ?, ?)');
  const end = await feed.list(({ id, modified }) => insert.run(id, modified, isTelling(modified) ? 1 : 0));
  const mayInherit = end !== null && asked.fresh && context.mayInherit(asked.name);
  const inherited = mayInherit && (await inheritRecords(feed, asked, db, (one) => ofFeed(one, feed.ecosystem)));
  const row: FeedRow = inherited ? { ...asked, fresh: false } : asked;
  const tally = newTally(feed.ecosystem, row, context, inherited);

  if (end === null) {
    await readArchive(feed, row, context, tally, 'all');
    removeWhere(tally, nowhere);
    return tally.outcome('archive', []);
  }
  if (!row.fresh) {
    const done = await followList(feed, row, context, tally);
    if (done !== null) {
      refuseCutOff(feed, row, context, end);
      return done;
    }
  }
  await readArchive(feed, row, context, tally, row.fresh || mutelyDated(db) ? 'all' : 'changed');
  refuseDrift(feed, db);
  removeWhere(tally, nowhere);
  const behind = pending(db, row);
  if (behind.length > 0 && behind.length <= mostSingles) await fetchSingles(feed, row, context, tally, behind);
  refuseCutOff(feed, row, context, end);
  const left = pending(db, row).length;
  return tally.outcome('archive', left === 0 ? [] : [phrase(texts.behind, { feed: feed.ecosystem, count: left })]);
}

/** Does with the list alone, or with single records, what can be done so; null where the archive is needed. */
async function followList(
  feed: OsvFeed,
  row: FeedRow,
  context: SyncContext,
  tally: Tally,
): Promise<FeedOutcome | null> {
  const { db } = context;
  const changed = pending(db, row);
  const gone = count(db, `SELECT count(*) AS n FROM record WHERE feed = ? AND ${unlisted}`, row.key);
  const all = count(db, 'SELECT count(*) AS n FROM record WHERE feed = ?', row.key);
  if (gone > Math.max(driftFloor, all * believedRemovals)) return null;
  if (mutelyDated(db) && (row.validator === null || (await feed.archiveIsStill(row.validator)) !== true)) return null;
  if (changed.length > mostSingles) return null;
  if (changed.length > 0 && !(await fetchSingles(feed, row, context, tally, changed))) return null;
  removeWhere(tally, unlisted);
  return tally.outcome(changed.length + gone === 0 ? 'nothing' : 'singly', []);
}

/** Records that the list has and the database has not, or dated otherwise. One more than {@link mostSingles} stands for many. */
function pending(db: DatabaseSync, row: FeedRow): string[] {
  const query = `
    SELECT listed.id FROM listed LEFT JOIN record ON record.feed = ? AND record.id = listed.id
    WHERE record.listed IS NOT listed.modified ORDER BY listed.id LIMIT ${mostSingles + 1}`;
  return db
    .prepare(query)
    .all(row.key)
    .map((found) => String(found['id']));
}

/** Whether some record's date tells nothing, so that only the archive's own state can say whether it changed. */
function mutelyDated(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM listed WHERE telling = 0 LIMIT 1').get() !== undefined;
}

/** Fetches records one by one, some at once. False where the source turns out not to have them singly. */
async function fetchSingles(
  feed: OsvFeed,
  row: FeedRow,
  context: SyncContext,
  tally: Tally,
  ids: readonly string[],
): Promise<boolean> {
  const first = ids[0];
  if (first === undefined) return true;
  const probe = await feed.single(first);
  if (probe === null && ids.length > 1 && (await feed.single(ids[1] ?? first)) === null) return false;
  if (probe !== null) tally.put(probe);
  let missing = probe === null ? 1 : 0;
  for (let at = 1; at < ids.length; at += singlesAtOnce) {
    context.signal.throwIfAborted();
    const batch = await Promise.all(ids.slice(at, at + singlesAtOnce).map((id) => feed.single(id)));
    for (const advisory of batch) {
      if (advisory === null) missing++;
      else tally.put(advisory);
    }
    context.progress.step({
      what: phrase(texts.records, { feed: feed.ecosystem }),
      done: Math.min(ids.length, at + singlesAtOnce),
      total: ids.length,
      unit: 'records',
    });
  }
  return missing === 0 && pending(context.db, row).length === 0;
}

async function readArchive(
  feed: OsvFeed,
  row: FeedRow,
  context: SyncContext,
  tally: Tally,
  which: 'all' | 'changed',
): Promise<void> {
  const { db, progress, signal } = context;
  const archive = await feed.archive((done, total) => {
    progress.step({ what: phrase(texts.archive, { feed: feed.ecosystem }), done, total, unit: 'bytes' });
  });
  const see = db.prepare('INSERT OR IGNORE INTO seen (id) VALUES (?)');
  const known = db.prepare(
    'SELECT 1 FROM record JOIN listed ON listed.id = record.id WHERE record.feed = ? AND record.id = ? AND record.listed = listed.modified',
  );
  const total = count(db, 'SELECT count(*) AS n FROM listed') || null;
  const what = phrase(texts.records, { feed: feed.ecosystem });
  let done = 0;
  for await (const record of feed.records(archive)) {
    if (see.run(record.id).changes === 0) {
      throw failure('feed-damaged', {
        file: feed.archiveName,
        reason: { en: `${record.id} is in it twice`, 'zh-CN': `${record.id} 重复出现` },
      });
    }
    if (which === 'all' || known.get(row.key, record.id) === undefined) tally.put(record.read());
    if (++done % 500 === 0) {
      progress.step({ what, done, total, unit: 'records' });
      // Reading is synchronous; without a pause neither a signal nor a timer would get its turn.
      await breathe();
      signal.throwIfAborted();
    }
  }
  progress.step({ what, done, total: done, unit: 'records' });
  db.prepare('UPDATE feed SET validator = ? WHERE key = ?').run(archive.validator, row.key);
}

/** Refuses a list and an archive that cannot be of one time: one of the two was cut off. */
function refuseDrift(feed: OsvFeed, db: DatabaseSync): void {
  const listed = count(db, 'SELECT count(*) AS n FROM listed');
  const archived = count(db, 'SELECT count(*) AS n FROM seen');
  const missing = count(db, 'SELECT count(*) AS n FROM listed WHERE id NOT IN (SELECT id FROM seen)');
  const extra = count(db, 'SELECT count(*) AS n FROM seen WHERE id NOT IN (SELECT id FROM listed)');
  if (missing > Math.max(driftFloor, listed * driftShare)) {
    throw failure('feed-damaged', {
      file: feed.archiveName,
      reason: {
        en: `${missing} of the ${listed} records of modified_id.csv are not in it`,
        'zh-CN': `modified_id.csv 的 ${listed} 条记录中有 ${missing} 条不在其中`,
      },
    });
  }
  if (extra > Math.max(driftFloor, archived * driftShare)) {
    throw failure('feed-damaged', {
      file: feed.listName,
      reason: {
        en: `${extra} of the ${archived} records of all.zip are not in it`,
        'zh-CN': `all.zip 的 ${archived} 条记录中有 ${extra} 条不在其中`,
      },
    });
  }
}

/** A last line without an end that names no record was cut off in the middle. */
function refuseCutOff(feed: OsvFeed, row: FeedRow, { db }: SyncContext, end: ListEnd): void {
  if (end.unterminated === null) return;
  if (db.prepare('SELECT 1 FROM record WHERE feed = ? AND id = ?').get(row.key, end.unterminated) === undefined) {
    throw failure('feed-damaged', {
      file: feed.listName,
      reason: { en: `it ends in the middle of line ${end.count}`, 'zh-CN': `在第 ${end.count} 行中间结束` },
    });
  }
}

function count(db: DatabaseSync, query: string, ...values: readonly number[]): number {
  return Number(db.prepare(query).get(...values)?.['n']);
}
