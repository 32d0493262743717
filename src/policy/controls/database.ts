import { durationWords, parseDuration } from '../../base/duration.ts';
import { minuteWords } from '../../base/moments.ts';
import { fill, type Text } from '../../base/text.ts';
import type { Evidence } from '../../model/verdict.ts';
import type { Control, ControlInput, Evaluation } from '../control.ts';
import { durationShape } from '../setting-shapes.ts';
import { spanText } from '../span-text.ts';

interface Settings {
  readonly maxAge?: string;
}

const usualAge = '7d';
/** Clocks differ; one that is a day off is wrong, and then nothing can be said about ages. */
const clockSlack = 86_400_000;

/** The advisories that the image was compared with are real and fresh. */
export const database: Control<Settings> = {
  id: 'database',
  title: { en: 'the advisories are real and fresh', 'zh-CN': '漏洞公告完整且足够新' },
  settings: (zod) =>
    zod
      .strictObject({
        maxAge: zod.exactOptional(durationShape(zod, 'How long ago the sources may have been asked; 7d unless said.')),
      })
      .meta({ description: 'The age of the advisory database. The starter set that comes with Plimsoll is denied.' }),
  explain: (settings) => [fill(texts.explained, { limit: spanText(ageLimit(settings)) }), texts.explainedStarter],
  evaluate,
};

function evaluate({ database: facts, now }: ControlInput, settings: Settings): Evaluation {
  const asked = facts.checkedAt ?? facts.builtAt;
  const ageOf = (time: string) => now.getTime() - Date.parse(time);
  const age = ageOf(asked);
  const limit = ageLimit(settings);
  const words = { date: minuteWords(asked), limit: ageWords(settings) };
  const evidence: Evidence = { id: 'database-age', checkedAt: asked, builtAt: facts.builtAt };
  const isEmpty = facts.feeds.every((feed) => feed.records === 0);
  const shared = {
    doubts: [],
    failures: [],
    examined: facts.feeds.length,
    passed: fill(texts.fresh, words),
    failed: () => fill(texts.stale, words),
  };
  if (facts.starter) return { ...shared, failures: [{ id: 'starter-set' }], failed: () => texts.starter };
  if (isEmpty) return { ...shared, failures: [{ id: 'empty-database' }], failed: () => texts.empty };
  if (!Number.isFinite(age + ageOf(facts.builtAt))) return { ...shared, doubts: [{ reason: texts.undated, evidence }] };
  const future = [asked, facts.builtAt].find((time) => ageOf(time) < -clockSlack);
  if (future !== undefined) {
    return { ...shared, doubts: [{ reason: fill(texts.future, { date: minuteWords(future) }), evidence }] };
  }
  return age > limit ? { ...shared, failures: [evidence] } : shared;
}

function ageLimit({ maxAge = usualAge }: Settings): number {
  const limit = parseDuration(maxAge);
  if (limit === null) throw new TypeError(`maxAge was not checked: ${maxAge}`);
  return limit;
}

function ageWords(settings: Settings): string {
  return durationWords(ageLimit(settings));
}

const texts = {
  explained: {
    en: 'The list of known vulnerabilities that it is compared with must have been brought up to date within the last {limit}.',
    'zh-CN': '用来比对的漏洞公告必须在最近 {limit}内更新过。',
  },
  explainedStarter: {
    en: 'The short list that comes with Plimsoll is not enough.',
    'zh-CN': '仅有 Plimsoll 自带的入门公告集不算数。',
  },
  fresh: { en: 'advisories of {date}, no older than {limit}', 'zh-CN': '漏洞公告更新于 {date}，未超过 {limit}' },
  stale: { en: 'the advisories are of {date}, older than {limit}', 'zh-CN': '漏洞公告更新于 {date}，已超过 {limit}' },
  starter: {
    en: 'only the starter set of advisories is there: plimsoll db update',
    'zh-CN': '仅有入门公告集：请运行 plimsoll db update',
  },
  empty: { en: 'the database holds no advisories', 'zh-CN': '数据库中没有任何漏洞公告' },
  undated: { en: 'the age of the advisories is not known', 'zh-CN': '无法得知漏洞公告的时间' },
  future: {
    en: 'the advisories are of {date}, which this machine’s clock has not reached',
    'zh-CN': '漏洞公告的时间 {date} 晚于本机时钟',
  },
} as const satisfies Record<string, Text>;
