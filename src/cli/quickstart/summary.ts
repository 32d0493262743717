import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { Report } from '../../model/report.ts';
import { type Overview, overviewOf } from '../../reports/overview.ts';
import { findingsCount, gapsCount, joined, severityCount, verdictOf } from '../../reports/wording.ts';
import type { Look } from './look.ts';

/** What became of an image: its verdict, or that it could not be read at all. */
export type Fate = ReturnType<typeof verdictOf> | 'failed';

export const fateWords: Readonly<Record<Fate, Text>> = {
  allowed: reportWords.allowed,
  denied: reportWords.denied,
  undecided: reportWords.undecided,
  failed: texts.failed,
};

export function fateOf(look: Look): Fate {
  return look.kind === 'failed' ? 'failed' : verdictOf(look.report, overviewOfAll(look.report));
}

/** Of everything: the quick start hides nothing. */
export function overviewOfAll(report: Report): Overview {
  return overviewOf(report, { ignoreUnfixed: false, severities: null });
}

/** The name as people know it: without the scheme, and an id only as far as people read it. */
export function shownName(ref: string): string {
  const name = ref.replace(/^docker:/, '');
  return printable(/^sha256:[0-9a-f]{64}$/.test(name) ? name.slice(0, 'sha256:'.length + 12) : name);
}

/** The controls that keep an image from being allowed. */
export function objections(report: Report): readonly string[] {
  return report.verdict.controls.filter(({ outcome }) => outcome !== 'pass').map(({ id }) => id);
}

/** What stands behind a verdict in one line: `109 findings: 28 critical, 50 high · 243 packages · 1 gap`. */
export function foundWords(look: Look): Text {
  if (look.kind === 'failed') {
    const { what } = look.error;
    return { en: printable(what.en), 'zh-CN': printable(what['zh-CN']) };
  }
  const overview = overviewOfAll(look.report);
  const { packages, gaps } = look.report.inventory;
  const worst = (['critical', 'high'] as const)
    .filter((severity) => overview.counts[severity] > 0)
    .map((severity) => severityCount(severity, overview.counts[severity]));
  if (overview.exploited > 0) worst.push(fill(reportWords.exploitedCount, { count: overview.exploited }));
  const all = overview.findings.length === 0 ? reportWords.noFindings : findingsCount(overview.findings.length);
  return joined(
    [
      worst.length === 0 ? all : fill(texts.ofThem, { all, worst: joined(worst) }),
      fill(texts.packages, { count: packages.length }),
      ...(gaps.length === 0 ? [] : [gapsCount(gaps.length)]),
    ],
    ' · ',
    ' · ',
  );
}
