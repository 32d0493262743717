import { daysBetween, minuteWords, secondsWords } from '../base/moments.ts';
import { sizeWords } from '../base/size.ts';
import { phrase, type Text, verbatim } from '../base/text.ts';
import { severityWords } from '../messages/report-advice.ts';
import { reportWords } from '../messages/report-words.ts';
import { platformName } from '../model/image.ts';
import type { Report } from '../model/report.ts';
import type { Advice } from './advice.ts';
import { type Overview, occurring, type SeverityCounts } from './overview.ts';

/** Texts joined in each language by its own comma, or by something else. */
export function joined(parts: readonly Text[], en = ', ', zh = '，'): Text {
  return { en: parts.map((part) => part.en).join(en), 'zh-CN': parts.map((part) => part['zh-CN']).join(zh) };
}

function counted(count: number, one: Text, many: (count: number) => Text): Text {
  return count === 1 ? one : many(count);
}

export function findingsCount(count: number): Text {
  return counted(count, reportWords.oneFinding, (count) => phrase(reportWords.findingsCount, { count }));
}

export function gapsCount(count: number): Text {
  return counted(count, reportWords.oneGap, (count) => phrase(reportWords.gaps, { count }));
}

/** `linux/amd64 · Debian GNU/Linux 12 · 148 MB · 9 layers` */
export function imageFacts(report: Report): Text {
  const { distribution } = report.inventory;
  const layers = counted(report.fingerprint.diffIds.length, reportWords.oneLayer, (count) =>
    phrase(reportWords.layers, { count }),
  );
  const parts = [
    verbatim(platformName(report.config.platform)),
    distribution === null ? reportWords.noDistribution : verbatim(distribution.name),
    verbatim(sizeWords(report.size)),
    layers,
  ];
  return joined(parts, ' · ', ' · ');
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
  return verdict === 'undecided' ? phrase(reportWords.undecidedUnder, values) : phrase(reportWords.byPolicy, values);
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
export function databaseFacts({ database, scannedAt }: Report): Text {
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
  const names = database.feeds.map((feed) => feed.name);
  const feeds = names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', ');
  return names.length === 0
    ? phrase(reportWords.noAdvisories, { date: when })
    : phrase(reportWords.advisoriesOf, { date: when, feeds });
}

/** `31 findings in 1.4 s` */
export function effort(report: Report, overview: Overview): Text {
  const time = phrase(reportWords.seconds, { seconds: secondsWords(report.timings.total) });
  return phrase(reportWords.inTime, { findings: findingsCount(overview.findings.length), time });
}

/** What the view keeps out of sight, said so that nobody takes a part for the whole; null where nothing. */
export function hiddenText(
  overview: Overview,
  view: { readonly ignoreUnfixed: boolean; readonly severities: readonly string[] | null },
): Text | null {
  if (overview.hidden === 0) return null;
  const options = [view.ignoreUnfixed ? '--ignore-unfixed' : '', view.severities === null ? '' : '--severity'].filter(
    Boolean,
  );
  return phrase(reportWords.hidden, { count: overview.hidden, options: options.join(' ') });
}
