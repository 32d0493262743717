import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { failure } from '../base/errors.ts';
import { phrase, type Text } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import { currentFacts, refuseShrinking } from './current-database.ts';
import { databaseFile } from './database-file.ts';
import { createEntryIndex } from './database-schema.ts';
import { contentDigest, sealDatabase } from './database-seal.ts';
import { readEpss } from './epss.ts';
import { syncFeed } from './feed-sync.ts';
import { dropOtherFeeds, type FeedKind, feedRow } from './feed-table.ts';
import type { FeedOutcome } from './feed-tally.ts';
import type { Fetch } from './fetch.ts';
import { sourceless } from './inherited-records.ts';
import { readKev } from './kev.ts';
import { readNvd } from './nvd.ts';
import { clearOrigin } from './origin.ts';
import { osvFeed } from './osv-bucket.ts';
import { packVectors } from './record-codec.ts';
import { recordWriter } from './record-writer.ts';
import type { SourceAccess } from './source-document.ts';
import { locationText } from './source-location.ts';
import { alone, inWorkspace } from './update-lock.ts';
import { planUpdate, type UpdatePlan } from './update-plan.ts';
import type { UpdateProgress } from './update-progress.ts';
import { integrityFault, openNext, publish, type Workspace } from './update-workspace.ts';

export interface UpdateOptions {
  /** The state directory. It is made where it is missing. */
  readonly home: string;
  /** Base URLs of OSV buckets; empty for the public one, which brings the public KEV along. */
  readonly sources: readonly string[];
  readonly kev: readonly string[];
  readonly epss: readonly string[];
  /** Files of the NVD in its JSON 2.0. */
  readonly nvd: readonly string[];
  /** Ecosystems to take; empty for those that an image can hold. What is not taken is not in the database afterwards. */
  readonly ecosystems: readonly string[];
  /** Believes a feed that has less than half of its former records. */
  readonly allowShrink: boolean;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  readonly progress: UpdateProgress;
  /** Milliseconds to wait for another update; default a minute. */
  readonly patience?: number;
  readonly now?: () => Date;
}

export interface UpdateResult {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly facts: DatabaseFacts;
  /** Whether the content is another than before. */
  readonly changed: boolean;
  readonly feeds: readonly FeedOutcome[];
  /** Feeds that were in the database before and that this update was not asked for. */
  readonly dropped: readonly string[];
  /** Ecosystems of the sources that no image holds; they can be chosen by name. */
  readonly skipped: readonly string[];
  /** What a person should know, though nothing failed. */
  readonly notes: readonly Text[];
}

const texts = {
  checking: { en: 'Checking the new database', 'zh-CN': '正在检查新数据库' },
  ratings: { en: 'Reading {file}', 'zh-CN': '正在读取 {file}' },
  clock: {
    en: 'the clock of this machine says {now}, but the database before was checked at {before}: one of the two is wrong',
    'zh-CN': '本机时钟为 {now}，而之前的数据库检查时间为 {before}：两者必有一个不准',
  },
} as const;

/**
 * Brings the advisory database of a state directory up to date. The new database is made beside the old one and takes its name when it
 * is whole and checked; until then, and whenever this throws, the old one is in force. Throws errors of the catalogue, or the signal's reason.
 */
export async function updateDatabase(options: UpdateOptions): Promise<UpdateResult> {
  const access: SourceAccess = { fetch: options.fetch, signal: options.signal };
  return alone(options, async () => {
    const plan = await planUpdate(options, access);
    return inWorkspace(options.home, (workspace) => build(plan, workspace, access, options));
  });
}

async function build(
  plan: UpdatePlan,
  workspace: Workspace,
  access: SourceAccess,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const file = databaseFile(options.home);
  const now = `${(options.now ?? (() => new Date()))().toISOString().slice(0, 19)}Z`;
  const { before, note } = currentFacts(file);
  const notes: Text[] = note === null ? [] : [note];
  const lastCheck = before?.checkedAt ?? before?.builtAt ?? now;
  if (lastCheck > now) notes.push(phrase(texts.clock, { now, before: lastCheck }));

  const db = openNext(workspace, before === null ? null : file);
  let facts: DatabaseFacts;
  let feeds: FeedOutcome[];
  let dropped: string[];
  try {
    db.exec('BEGIN');
    const kept = new Set<number>();
    feeds = await syncFeeds(db, plan, workspace, access, options, kept, inheritance(db, plan, before));
    await syncFacts(db, plan, access, kept);
    await syncRatings(db, plan, access, options, kept);
    refuseVanished(db, plan, kept, options);
    dropped = dropOtherFeeds(db, kept);
    createEntryIndex(db);
    clearOrigin(db);
    options.progress.step({ what: texts.checking, done: 0, total: null, unit: 'records' });
    facts = sealDatabase(db, now, before);
    if (!options.allowShrink) refuseShrinking(before, facts, dropped);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  // A copy of what was checked before, with another date in it, is not read once more.
  const same = feeds.every(({ how, inherited }) => how === 'nothing' && !inherited) && before?.digest === facts.digest;
  const fault = same ? null : integrityFault(workspace.next);
  if (fault !== null) throw failure('database-not-written', { home: options.home, reason: fault });
  options.signal.throwIfAborted();
  publish(workspace, options.home, file);
  return {
    file,
    size: statSync(file).size,
    facts,
    changed: before?.digest !== facts.digest,
    feeds,
    dropped: [...new Set(dropped)].filter((name) => !facts.feeds.some((feed) => feed.name === name)).sort(),
    skipped: plan.skipped,
    notes: [...notes, ...feeds.flatMap((feed) => feed.notes)],
  };
}

async function syncFeeds(
  db: DatabaseSync,
  plan: UpdatePlan,
  workspace: Workspace,
  access: SourceAccess,
  options: UpdateOptions,
  kept: Set<number>,
  mayInherit: (feed: string) => boolean,
): Promise<FeedOutcome[]> {
  const context = { db, writer: recordWriter(db), progress: options.progress, signal: options.signal, mayInherit };
  const outcomes: FeedOutcome[] = [];
  for (const { base, ecosystem } of plan.feeds) {
    options.signal.throwIfAborted();
    const row = feedRow(db, ecosystem, 'osv', locationText(base));
    kept.add(row.key);
    outcomes.push(await syncFeed(osvFeed(base, ecosystem, workspace.folder, access), row, context));
  }
  return outcomes;
}

/**
 * Which feeds may go on from what a built or pulled database has of them: those that come from one source alone, and only where the
 * content is still that of the database's digest.
 */
function inheritance(db: DatabaseSync, plan: UpdatePlan, before: DatabaseFacts | null): (feed: string) => boolean {
  if (before === null || sourceless(db).length === 0 || contentDigest(db) !== before.digest) return () => false;
  return (feed) => plan.feeds.filter(({ ecosystem }) => ecosystem === feed).length === 1;
}

/** What is said of CVEs as such. These catalogues are small and come whole each time. */
async function syncFacts(db: DatabaseSync, plan: UpdatePlan, access: SourceAccess, kept: Set<number>): Promise<void> {
  const open = (name: string, kind: FeedKind, source: string, modified: string | null) => {
    const { key } = feedRow(db, name, kind, source);
    kept.add(key);
    db.prepare('UPDATE feed SET modified = ? WHERE key = ?').run(modified, key);
    return key;
  };
  for (const location of plan.kev) {
    const { released, exploited } = await readKev(location, access);
    const key = open('KEV', 'kev', locationText(location), released);
    db.prepare('DELETE FROM exploited WHERE feed = ?').run(key);
    const insert = db.prepare('INSERT OR IGNORE INTO exploited (cve, feed, since) VALUES (?, ?, ?)');
    for (const { cve, since } of exploited) insert.run(cve, key, since);
  }
  for (const location of plan.epss) {
    const { scored, scores } = await readEpss(location, access);
    const key = open('EPSS', 'epss', locationText(location), scored);
    db.prepare('DELETE FROM likelihood WHERE feed = ?').run(key);
    const insert = db.prepare('INSERT OR REPLACE INTO likelihood (cve, feed, epss) VALUES (?, ?, ?)');
    for (const { cve, epss } of scores) insert.run(cve, key, epss);
  }
}

/** The NVD's files have gigabytes and are read in passing, each time whole. */
async function syncRatings(
  db: DatabaseSync,
  plan: UpdatePlan,
  access: SourceAccess,
  { progress }: UpdateOptions,
  kept: Set<number>,
): Promise<void> {
  for (const location of plan.nvd) {
    const { key } = feedRow(db, 'NVD', 'nvd', locationText(location));
    kept.add(key);
    db.prepare('DELETE FROM rating WHERE feed = ?').run(key);
    const insert = db.prepare(
      'INSERT OR REPLACE INTO rating (cve, feed, modified, vectors, disputed) VALUES (?, ?, ?, ?, ?)',
    );
    const what = phrase(texts.ratings, { file: locationText(location) });
    let done = 0;
    for await (const { cve, modified, vectors, disputed } of readNvd(location, access)) {
      insert.run(cve, key, modified, packVectors(vectors), disputed ? 1 : 0);
      if (++done % 500 === 0) progress.step({ what, done, total: null, unit: 'records' });
    }
  }
}

/** A feed that was taken from a source before and is wanted still, but that the source no longer names. */
function refuseVanished(db: DatabaseSync, plan: UpdatePlan, kept: ReadonlySet<number>, options: UpdateOptions): void {
  if (options.allowShrink) return;
  for (const row of db.prepare("SELECT key, name, source, records FROM feed WHERE kind = 'osv'").all()) {
    const name = String(row['name']);
    const asked = plan.sources.includes(String(row['source'])) && plan.wants(name);
    if (!kept.has(Number(row['key'])) && asked && Number(row['records']) > 0) {
      throw failure('feed-shrank', { feed: name, before: Number(row['records']), after: 0 });
    }
  }
}
