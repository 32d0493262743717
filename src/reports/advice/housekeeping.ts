import { phrase } from '../../base/text.ts';
import { adviceReasons, adviceWords } from '../../messages/report-advice.ts';
import type { Report } from '../../model/report.ts';
import { endsSoon, waivedGroups } from '../waived-groups.ts';
import { type Advice, advice } from './advice-item.ts';

/** What keeps the next scan from a surprise: waivers that ended or soon will, advisories that are only the starter set. */
export function housekeeping(report: Report): Advice[] {
  return [...expired(report), ...lapsing(report), ...starter(report)];
}

function expired({ verdict }: Report): Advice[] {
  const ends = verdict.expiredWaivers.map((waiver) => waiver.expires).sort();
  const date = ends.at(-1);
  if (date === undefined) return [];
  const values = { count: ends.length, date };
  const reason = ends.length === 1 ? phrase(adviceReasons.waiversOne, { date }) : phrase(adviceReasons.waivers, values);
  return [advice({ kind: 'waiver', text: adviceWords.waiver, reason })];
}

function lapsing(report: Report): Advice[] {
  const ends = waivedGroups(report)
    .filter(endsSoon)
    .map(({ waiver }) => waiver.expires)
    .sort();
  const [date] = ends;
  if (date === undefined) return [];
  const values = { count: ends.length, date };
  const reason = ends.length === 1 ? phrase(adviceReasons.lapsingOne, { date }) : phrase(adviceReasons.lapsing, values);
  return [advice({ kind: 'waiver', text: adviceWords.lapsing, reason })];
}

/** A failing control `database` asks for the same. */
function starter({ database, verdict }: Report): Advice[] {
  const isAsked = verdict.controls.some(({ id, outcome }) => id === 'database' && outcome === 'fail');
  if (!database.starter || isAsked) return [];
  const count = database.feeds.reduce((sum, feed) => sum + feed.records, 0);
  return [advice({ kind: 'database', text: adviceWords.starter, reason: phrase(adviceReasons.starter, { count }) })];
}
