import { daysBetween, minuteWords, secondsWords } from '../base/moments.ts';
import { sizeWords } from '../base/size.ts';
import { phrase, type Text, verbatim } from '../base/text.ts';
import { severityWords } from '../messages/report-advice.ts';
import { reportWords } from '../messages/report-words.ts';
import { endedOn } from '../model/distributions/known-distribution.ts';
import { platformName } from '../model/image.ts';
import type { Report } from '../model/report.ts';
import type { Advice } from './advice.ts';
import { filterOptions, type Overview, occurring, type SeverityCounts } from './overview.ts';
import type { ReportView } from './reporter.ts';
import { endsSoon, type WaivedGroup } from './waived-groups.ts';

/** Texts joined in each language by its own comma, or by something else. */
export function joined(parts: readonly Text[], en = ', ', zh = '，'): Text {
  return { en: parts.map((part) => part.en).join(en), 'zh-CN': parts.map((part) => part['zh-CN']).join(zh) };
}

function counted(count: number, one: Text, many: (count: number) => Text): Text {
  return count === 1 ? one : many(count);
}

export function findingsCount(count: number): Text {
  if (count === 0) return reportWords.noFindings;
  return counted(count, reportWords.oneFinding, (count) => phrase(reportWords.findingsCount, { count }));
}

export function gapsCount(count: number): Text {
  return counted(count, reportWords.oneGap, (count) => phrase(reportWords.gaps, { count }));
}

/** What VEX documents took out of the findings. */
export function takenByVex(count: number): Text {
  return phrase(reportWords.takenByVex, { count });
}

/** `linux/amd64`, `Debian GNU/Linux 12`, `148 MB`, `9 layers` */
export function imageFacts(report: Report): readonly Text[] {
  const layers = counted(report.fingerprint.diffIds.length, reportWords.oneLayer, (count) =>
    phrase(reportWords.layers, { count }),
  );
  return [
    verbatim(platformName(report.config.platform)),
    distributionWords(report),
    verbatim(sizeWords(report.size)),
    layers,
    ...(report.unprovenLayers.length === 0
      ? []
      : [phrase(reportWords.unproven, { count: report.unprovenLayers.length })]),
  ];
}

/** `Debian GNU/Linux 10 (past its end of life since 2024-06-30)` */
function distributionWords({ inventory, scannedAt }: Report): Text {
  const { distribution } = inventory;
  if (distribution === null) return reportWords.noDistribution;
  const date = endedOn(distribution, scannedAt);
  return date === null ? verbatim(distribution.name) : phrase(reportWords.pastEnd, { name: distribution.name, date });
}

export function userFacts(report: Report): Text {
  const { user } = report.config;
  return user === '' ? reportWords.userUnset : phrase(reportWords.user, { user });
}

export function baseFacts(report: Report): Text {
  const { base } = report.verdict;
  if (base === null) return reportWords.noBase;
  const total = report.fingerprint.diffIds.length;
  return phrase(reportWords.base, { base: base.name, count: base.diffIds.length, total });
}

/** What was decided: `denied`, `allowed`, or `undecided` where nothing failed and something could not be decided. */
export function verdictOf(report: Report, { failed, undecided }: Overview): 'denied' | 'allowed' | 'undecided' {
  if (report.verdict.decision === 'allow') return 'allowed';
  return failed === 0 && undecided > 0 ? 'undecided' : 'denied';
}

export function verdictText(report: Report, overview: Overview): Text {
  const verdict = verdictOf(report, overview);
  const values = { verdict: reportWords[verdict], policy: report.verdict.policy.name };
  if (verdict === 'undecided') return phrase(reportWords.undecidedUnder, values);
  return phrase(isUnjudged(report) ? reportWords.byPolicyUnjudged : reportWords.byPolicy, values);
}

/** Nothing was asked of the image, so that its being allowed says nothing of it. */
export function isUnjudged({ verdict }: Report): boolean {
  return verdict.decision === 'allow' && verdict.controls.length === 0;
}

/** `5 controls, 2 failed` */
export function controlsTally(report: Report, { failed, undecided }: Overview): Text {
  const { length } = report.verdict.controls;
  if (length === 0) return reportWords.noControls;
  const parts: Text[] = [counted(length, reportWords.oneControl, (count) => phrase(reportWords.controls, { count }))];
  if (failed > 0) parts.push(phrase(reportWords.failed, { count: failed }));
  if (undecided > 0) parts.push(phrase(reportWords.notDecided, { count: undecided }));
  if (failed + undecided === 0) parts.push(reportWords.allPassed);
  return joined(parts);
}

/** `1 critical, 3 high`: the two worst severities of an advice and whether anything of it is exploited. */
export function adviceCounts({ counts, exploited, kind }: Pick<Advice, 'counts' | 'exploited' | 'kind'>): Text | null {
  if (kind === 'control' || kind === 'undecided') return null;
  const parts = occurring(counts)
    .slice(0, 2)
    .map(([severity, count]) => severityCount(severity, count));
  if (exploited > 0) parts.push(reportWords.exploitedLong);
  return parts.length === 0 ? null : joined(parts);
}

export function severityCount(severity: keyof SeverityCounts, count: number): Text {
  return { en: `${count} ${severityWords[severity].en}`, 'zh-CN': `${count} 个${severityWords[severity]['zh-CN']}` };
}

/** Which advisories were used, and how old they are. */
export function databaseFacts(report: Report): Text {
  const { database, scannedAt } = report;
  const count = database.feeds.reduce((sum, feed) => sum + feed.records, 0);
  if (database.starter) return phrase(reportWords.starter, { count });
  const days = daysBetween(database.builtAt, scannedAt);
  const date = minuteWords(database.builtAt);
  const when =
    days === null || days === 0
      ? verbatim(date)
      : days === 1
        ? phrase(reportWords.ageOne, { date })
        : phrase(reportWords.age, { date, days });
  const names = feedNames(report);
  const more = database.feeds.length - names.length;
  const feeds = more > 0 ? `${names.join(', ')}, +${more}` : names.join(', ');
  return names.length === 0
    ? phrase(reportWords.noAdvisories, { date: when })
    : phrase(reportWords.advisoriesOf, { date: when, feeds });
}

const feedsShown = 6;

/** The feeds that by their names are about this image, then those about every image; the first few where none is. */
function feedNames({ database, inventory }: Report): readonly string[] {
  const words = new Set(inventory.packages.map(({ type }) => type));
  const own = [...words, inventory.distribution?.id ?? ''].filter((word) => word.length > 1);
  const rank = (name: string) => {
    if (name === 'KEV' || name === 'EPSS') return 1;
    const feed = name.toLowerCase();
    return own.some((word) => feed.startsWith(word) || word.startsWith(feed)) ? 0 : 2;
  };
  const names = database.feeds.map((feed) => feed.name).toSorted((a, b) => rank(a) - rank(b));
  const about = names.filter((name) => rank(name) < 2);
  return names.length <= feedsShown || !names.some((name) => rank(name) === 0) ? names.slice(0, feedsShown) : about;
}

/** `31 findings in 1.4 s`, `read in 1.4 s` */
export function effort(report: Report, overview: Overview): Text {
  const time = phrase(reportWords.seconds, { seconds: secondsWords(report.timings.total) });
  const { length } = overview.findings;
  if (length === 0) return phrase(reportWords.readIn, { time });
  return phrase(reportWords.inTime, { findings: findingsCount(length), time });
}

/** That a filter is in force and what it keeps out of sight, so that nobody takes a part for the whole; null without one. */
export function hiddenText(overview: Overview, view: Pick<ReportView, 'ignoreUnfixed' | 'severities'>): Text | null {
  const options = filterOptions(view);
  if (options === '') return null;
  if (overview.hidden === 0) return phrase(reportWords.hiddenNone, { options });
  return phrase(reportWords.hidden, { count: overview.hidden, options });
}

/** `fixes 9 of 11 from the base`: what an advice brings or why it is needed. */
export function adviceReason({ reason, note }: Pick<Advice, 'reason' | 'note'>): Text {
  return note === null ? reason : joined([reason, note], ' ', '，');
}

/** `1–8`: the numbers of the advices without which the image stays denied, which stand first; null where there are none. */
export function neededNumbers(advices: readonly Advice[]): Text | null {
  const count = advices.filter((advice) => advice.needed).length;
  if (count === 0) return null;
  return phrase(reportWords.needed, { numbers: count === 1 ? '1' : `1–${count}` });
}

/** `waived until 2026-11-28, 3 days left (shop@example.com)` */
export function waivedText(group: WaivedGroup): Text {
  const { expires: date, owner } = group.waiver;
  return phrase(reportWords.waivedUntil, { until: endText(group, date), owner });
}

function endText(group: WaivedGroup, date: string): Text {
  if (!endsSoon(group)) return verbatim(date);
  const { daysLeft: days } = group;
  if (days === 0) return phrase(reportWords.endsToday, { date });
  return days === 1 ? phrase(reportWords.dayLeft, { date }) : phrase(reportWords.daysLeft, { date, days });
}
