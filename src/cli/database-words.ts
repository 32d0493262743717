import { displayWidth } from '../base/display-width.ts';
import { printable } from '../base/printable.ts';
import { sizeWords } from '../base/size.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import type { DatabaseStatus } from './services.ts';

const day = 86_400_000;

/** Whole days between a moment (RFC 3339) and now; null where it is no moment. */
export function daysSince(moment: string | null, now: Date): number | null {
  const then = moment === null ? Number.NaN : Date.parse(moment);
  return Number.isNaN(then) ? null : Math.max(0, Math.floor((now.getTime() - then) / day));
}

/** The advisories in a few lines: how many, how old, from where. */
export function databaseLines(status: DatabaseStatus, now: Date): readonly Text[] {
  const records = status.feeds.reduce((sum, feed) => sum + feed.records, 0);
  const age = ageWords(daysSince(status.builtAt, now));
  const head = status.starter
    ? [fill(texts.starter, { records }), texts.starterNext]
    : [
        fill(texts.head, {
          records,
          feeds: status.feeds.length,
          age,
          size: sizeWords(status.size ?? 0),
          path: status.path ?? '-',
        }),
      ];
  const widest = Math.max(0, ...status.feeds.map((feed) => displayWidth(printable(feed.name, 60))));
  const most = Math.max(0, ...status.feeds.map((feed) => String(feed.records).length));
  const lines = status.feeds.map((feed) => {
    const name = printable(feed.name, 60);
    return fill(texts.feed, {
      name: name + ' '.repeat(widest - displayWidth(name)),
      records: String(feed.records).padStart(most),
      age: ageWords(daysSince(feed.modified, now)),
    });
  });
  return [...head, ...lines];
}

function ageWords(days: number | null): Text {
  if (days === null) return verbatim('-');
  if (days === 0) return texts.today;
  return days === 1 ? texts.yesterday : fill(texts.daysAgo, { days });
}

const texts = {
  head: {
    en: '{records} advisories of {feeds} feeds, built {age} ({size}, {path})',
    'zh-CN': '{feeds} 个数据源共 {records} 条漏洞公告，{age}构建（{size}，{path}）',
  },
  starter: {
    en: '{records} well-known advisories that come with Plimsoll: enough for a first look, not for a verdict',
    'zh-CN': 'Plimsoll 自带的 {records} 条知名漏洞公告：可供初步体验，不足以作为判定依据',
  },
  starterNext: {
    en: 'Fetch all of them: plimsoll db update',
    'zh-CN': '获取完整公告库：plimsoll db update',
  },
  feed: { en: '  {name}  {records}  newest {age}', 'zh-CN': '  {name}  {records}  最新：{age}' },
  today: { en: 'today', 'zh-CN': '今天' },
  yesterday: { en: 'yesterday', 'zh-CN': '昨天' },
  daysAgo: { en: '{days} days ago', 'zh-CN': '{days} 天前' },
} as const satisfies Record<string, Text>;
