import type { DatabaseSync } from 'node:sqlite';
import { phrase, type Text } from '../base/text.ts';
import type { Advisory } from '../model/advisory.ts';
import { rootEcosystem } from '../model/osv-ecosystems.ts';
import type { FeedRow } from './feed-table.ts';
import { isAsListed } from './modified-list.ts';
import type { RecordWriter } from './record-writer.ts';

/** What an update did to one feed of one source. */
export interface FeedOutcome {
  readonly feed: string;
  readonly source: string;
  /** How it was brought up to date: nothing to do, record by record, or from the whole archive. */
  readonly how: 'nothing' | 'singly' | 'archive';
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Records of a built or pulled database were taken over. */
  readonly inherited: boolean;
  readonly notes: readonly Text[];
}

/** What is counted while a feed is brought up to date. */
export interface Tally {
  readonly db: DatabaseSync;
  readonly row: FeedRow;
  readonly writer: RecordWriter;
  put(advisory: Advisory): void;
  removed(ids: number): void;
  outcome(how: FeedOutcome['how'], notes: readonly Text[]): FeedOutcome;
}

/** Puts records in and counts what that changed. */
export function newTally(
  ecosystem: string,
  row: FeedRow,
  { db, writer }: Pick<Tally, 'db' | 'writer'>,
  inherited: boolean,
): Tally {
  const counts = { added: 0, changed: 0, removed: 0, older: 0 };
  const listedAs = db.prepare('SELECT modified FROM listed WHERE id = ?');
  const before = db.prepare('SELECT modified FROM record WHERE feed = ? AND id = ?');
  return {
    db,
    row,
    writer,
    put(advisory) {
      const listed = listedAs.get(advisory.id)?.['modified'];
      const old = row.fresh ? undefined : before.get(row.key, advisory.id)?.['modified'];
      // A record older than its listing is put in, but under its own date, so that the next update asks for it again.
      const mark =
        typeof listed !== 'string' ? null : isAsListed(advisory.modified, listed) ? listed : advisory.modified;
      const result = writer.put(row.key, ofFeed(advisory, ecosystem), mark);
      if (result === 'same') return;
      counts[result]++;
      if (typeof old === 'string' && Date.parse(advisory.modified) < Date.parse(old)) counts.older++;
    },
    removed: (ids) => {
      counts.removed += ids;
    },
    outcome: (how, notes) => ({
      feed: ecosystem,
      source: row.source,
      how,
      added: counts.added,
      changed: counts.changed,
      removed: counts.removed,
      inherited,
      notes: counts.older === 0 ? notes : [...notes, phrase(older, { feed: ecosystem, count: counts.older })],
    }),
  };
}

export function removeWhere(tally: Tally, condition: string): void {
  const ids = tally.db.prepare(`SELECT id FROM record WHERE feed = ? AND ${condition}`).all(tally.row.key);
  for (const found of ids) tally.writer.remove(tally.row.key, String(found['id']));
  tally.removed(ids.length);
}

/**
 * A record may be about several ecosystems and stands in the feed of each. Kept is what the feed is for: otherwise a few npm
 * entries of a PyPI feed would make npm look covered.
 */
export function ofFeed(advisory: Advisory, feed: string): Advisory {
  return { ...advisory, affected: advisory.affected.filter((entry) => rootEcosystem(entry.ecosystem) === feed) };
}

const older = {
  en: '{feed}: {count} records became older than they were (a clock or a mirror that went back?)',
  'zh-CN': '{feed}：有 {count} 条记录变得比原来更旧（时钟或镜像源可能回退）',
} as const satisfies Text;
