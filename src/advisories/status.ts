import { statSync } from 'node:fs';
import { displayWidth } from '../base/display-width.ts';
import { printable } from '../base/printable.ts';
import { sizeWords } from '../base/size.ts';
import { fill, type Language, phrase, type Text, verbatim } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import { databaseFile } from './database-file.ts';
import { openStore } from './open.ts';
import { type DatabaseOrigin, readOrigin } from './origin.ts';

/** What is known of the database of a state directory: the report's `database` object with where it lies. */
export interface DatabaseStatus extends DatabaseFacts {
  /** Null for the starter set, which is no file. */
  readonly path: string | null;
  /** Bytes of the file. */
  readonly size: number | null;
  /** How it came here; null for the starter set. */
  readonly origin: DatabaseOrigin | null;
}

const day = 24 * 3600_000;
const staleAfter = 7 * day;
/** Feeds differ in how often they have anything new; one that had nothing for so long is likely to be dead or cut off. */
const quietAfter = 60 * day;

/** What brings a database up to date: it comes again from where it came. */
export function refreshCommand(origin: DatabaseOrigin | null): string {
  return origin?.kind === 'pull' ? `plimsoll db pull ${printable(origin.ref, 300)}` : 'plimsoll db update';
}

/** Reads the status. Throws as {@link openStore}: a damaged database is an error, never the starter set. */
export async function databaseStatus(home: string): Promise<DatabaseStatus> {
  const store = await openStore(home);
  try {
    if (store.facts.starter) return { ...store.facts, path: null, size: null, origin: null };
    const path = databaseFile(home);
    return { ...store.facts, path, size: statSync(path).size, origin: readOrigin(path) };
  } finally {
    store.close();
  }
}

const texts = {
  feed: { en: 'feed', 'zh-CN': '数据源' },
  records: { en: 'records', 'zh-CN': '记录' },
  withdrawn: { en: 'withdrawn', 'zh-CN': '已撤回' },
  newest: { en: 'newest record', 'zh-CN': '最新记录' },
  age: { en: 'age', 'zh-CN': '距今' },
  file: { en: '{path} ({size})', 'zh-CN': '{path}（{size}）' },
  starterName: { en: 'starter advisories, built into Plimsoll', 'zh-CN': 'Plimsoll 内置的初始公告' },
  checked: {
    en: 'checked {checked} ({age} ago), content of {built}, {digest}',
    'zh-CN': '检查于 {checked}（{age}前），内容生成于 {built}，{digest}',
  },
  updated: { en: 'from {sources}', 'zh-CN': '来源：{sources}' },
  built: { en: 'made by db build', 'zh-CN': '由 db build 生成' },
  pulled: {
    en: 'pulled {pulledAt} from {ref}, signed by {signer}…; {how}',
    'zh-CN': '于 {pulledAt} 拉取自 {ref}，签名密钥 {signer}…；{how}',
  },
  whole: { en: 'the whole was fetched ({size})', 'zh-CN': '获取了完整库（{size}）' },
  deltas: { en: 'only deltas were fetched ({size})', 'zh-CN': '只获取了增量（{size}）' },
  dateOnly: { en: 'the content was here already', 'zh-CN': '内容已在本机' },
  days: { en: '{count} d', 'zh-CN': '{count} 天' },
  hours: { en: '{count} h', 'zh-CN': '{count} 小时' },
  minutes: { en: '{count} min', 'zh-CN': '{count} 分钟' },
  starter: {
    en: 'These are only the starter advisories: some famous ones, so that the first scan finds something. Get all of them: plimsoll db update',
    'zh-CN': '目前只有初始公告：仅含少量知名漏洞，供首次扫描使用。获取全部公告：plimsoll db update',
  },
  stale: {
    en: 'The database is {age} old. Bring it up to date: {command}',
    'zh-CN': '数据库已有 {age}未更新。请更新：{command}',
  },
  future: {
    en: 'The database was checked at {checked}, which is still to come: the clock of this machine or of the one that made it is wrong.',
    'zh-CN': '数据库的检查时间 {checked} 在未来：本机或生成该数据库的机器时钟不准。',
  },
  quiet: {
    en: 'Nothing new for long: {feeds}. Is the source still kept up?',
    'zh-CN': '长期没有新记录：{feeds}。来源是否仍在维护？',
  },
  quietFeed: { en: '{feed} ({age})', 'zh-CN': '{feed}（{age}）' },
  comma: { en: ', ', 'zh-CN': '、' },
  empty: { en: '{feed} has no records.', 'zh-CN': '{feed} 没有任何记录。' },
} as const;

/** What should worry the reader, worst first; none for a database that is in order. */
export function statusWarnings(status: DatabaseStatus, now: Date): Text[] {
  if (status.starter) return [texts.starter];
  const checked = status.checkedAt ?? status.builtAt;
  const age = now.getTime() - Date.parse(checked);
  const warnings: Text[] = [];
  if (age < -5 * 60_000) warnings.push(phrase(texts.future, { checked }));
  if (age > staleAfter)
    warnings.push(filled(texts.stale, { age: ageWords(age), command: verbatim(refreshCommand(status.origin)) }));
  for (const feed of status.feeds) if (feed.records === 0) warnings.push(phrase(texts.empty, { feed: feed.name }));
  const quiet = status.feeds
    .map((feed) => ({
      feed: verbatim(feed.name),
      since: now.getTime() - Date.parse(feed.modified ?? now.toISOString()),
    }))
    .filter(({ since }) => since > quietAfter)
    .map(({ feed, since }) => filled(texts.quietFeed, { feed, age: ageWords(since) }));
  if (quiet.length > 0) warnings.push(filled(texts.quiet, { feeds: joined(quiet) }));
  return warnings;
}

/** The status as people read it: where, how old, a table of the feeds. Without the warnings. */
export function statusText(status: DatabaseStatus, now: Date): Text {
  return { en: statusIn('en', status, now), 'zh-CN': statusIn('zh-CN', status, now) };
}

function statusIn(language: Language, status: DatabaseStatus, now: Date): string {
  const checked = status.checkedAt ?? status.builtAt;
  const age = ageWords(Math.max(0, now.getTime() - Date.parse(checked)))[language];
  const where =
    status.path === null
      ? texts.starterName[language]
      : phrase(texts.file, { path: status.path, size: sizeWords(status.size ?? 0) })[language];
  const when = phrase(texts.checked, { checked, age, built: status.builtAt, digest: status.digest.slice(0, 19) })[
    language
  ];
  const head = [texts.feed, texts.records, texts.withdrawn, texts.newest, texts.age].map((text) => text[language]);
  const rows = status.feeds.map((feed) => [
    feed.name,
    String(feed.records),
    String(feed.withdrawn),
    feed.modified?.slice(0, 10) ?? '–',
    feed.modified === null ? '–' : ageWords(Math.max(0, now.getTime() - Date.parse(feed.modified)))[language],
  ]);
  const way = status.origin === null ? [] : [originText(status.origin)[language]];
  return [where, ...(status.starter ? [] : [when]), ...way, '', ...table([head, ...rows]), ''].join('\n');
}

function originText(origin: DatabaseOrigin): Text {
  if (origin.kind === 'build') return texts.built;
  if (origin.kind === 'update') return phrase(texts.updated, { sources: origin.sources.join(', ') });
  const { ref, signer, pulledAt, transfer, transferred } = origin;
  const how = { full: texts.whole, delta: texts.deltas, none: texts.dateOnly }[transfer];
  const size = phrase(how, { size: sizeWords(transferred) });
  return fill(texts.pulled, { ref, signer: signer.slice(0, 16), pulledAt, how: size });
}

/** Columns as wide as their widest cell; the first to the left, numbers and ages to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return column === 0 ? cell + space : space + cell;
      })
      .join('   ')
      .trimEnd(),
  );
}

function ageWords(milliseconds: number): Text {
  if (milliseconds >= 2 * day) return phrase(texts.days, { count: Math.floor(milliseconds / day) });
  if (milliseconds >= 2 * 3600_000) return phrase(texts.hours, { count: Math.floor(milliseconds / 3600_000) });
  return phrase(texts.minutes, { count: Math.floor(milliseconds / 60_000) });
}

function joined(list: readonly Text[]): Text {
  const join = (language: Language) => list.map((text) => text[language]).join(texts.comma[language]);
  return { en: join('en'), 'zh-CN': join('zh-CN') };
}

/** Fills in values that have a form of their own in each language. */
function filled(text: Text, values: Readonly<Record<string, Text>>): Text {
  const put = (language: Language) =>
    Object.entries(values).reduce((done, [name, value]) => done.replace(`{${name}}`, value[language]), text[language]);
  return { en: put('en'), 'zh-CN': put('zh-CN') };
}
