import { existsSync } from 'node:fs';
import { failure, PlimsollError } from '../base/errors.ts';
import { type Language, phrase, type Text } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import { requireAsKept } from './database-sum.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { integrityFault } from './update-workspace.ts';

/** The facts of the database in force; none where there is none, or where it can only be replaced, which the note says. */
export function currentFacts(file: string): { before: DatabaseFacts | null; note: Text | null } {
  if (!existsSync(file)) return { before: null, note: null };
  try {
    const store = openSqliteStore(file);
    store.close();
    const fault = integrityFault(file);
    if (fault !== null) throw failure('database-damaged', { file, reason: fault });
    requireAsKept(file);
    return { before: store.facts, note: null };
  } catch (error) {
    if (!(error instanceof PlimsollError) || (error.code !== 'database-damaged' && error.code !== 'database-outdated'))
      throw error;
    const because = (language: Language) => phrase(texts.rebuilt, { reason: error.what[language] })[language];
    return { before: null, note: { en: because('en'), 'zh-CN': because('zh-CN') } };
  }
}

/** A mirror that was cut off looks like a feed that lost most of its records; feeds do not do that. Throws `feed-shrank`. */
export function refuseShrinking(
  before: DatabaseFacts | null,
  after: Pick<DatabaseFacts, 'feeds'>,
  dropped: readonly string[],
): void {
  for (const old of before?.feeds ?? []) {
    const now = after.feeds.find((feed) => feed.name === old.name);
    if (now === undefined && dropped.includes(old.name)) continue;
    if ((now?.records ?? 0) < old.records / 2) {
      throw failure('feed-shrank', { feed: old.name, before: old.records, after: now?.records ?? 0 });
    }
  }
}

const texts = {
  rebuilt: {
    en: 'the old database could not be continued and was built anew: {reason}',
    'zh-CN': '旧数据库无法继续使用，已重新构建：{reason}',
  },
} as const satisfies Record<string, Text>;
