import type { Digest } from '../base/digest.ts';
import { type Severity, severities, severityRank, type VulnerabilityFinding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { ControlResult } from '../model/verdict.ts';
import type { ReportView } from './reporter.ts';

/** How many findings of each severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** What every format that is made for people counts in the same way. */
export interface Overview {
  /** The findings that the view lets through, worst first; the report's own order where equal. */
  readonly findings: readonly VulnerabilityFinding[];
  /** How many the view keeps out of sight. */
  readonly hidden: number;
  readonly counts: SeverityCounts;
  readonly exploited: number;
  /** How many layers, from the bottom, belong to the recognized base image; null where none is recognized. */
  readonly baseLayers: number | null;
  readonly fromBase: number;
  readonly packagesByType: readonly { readonly type: string; readonly count: number }[];
  readonly failed: number;
  readonly undecided: number;
}

/** The findings that `--severity` and `--ignore-unfixed` leave, in the report's order. */
export function shownFindings(
  report: Report,
  view: Pick<ReportView, 'ignoreUnfixed' | 'severities'>,
): readonly VulnerabilityFinding[] {
  const { severities: wanted, ignoreUnfixed } = view;
  return report.vulnerabilities.filter(
    (finding) => (wanted === null || wanted.includes(finding.severity)) && (!ignoreUnfixed || finding.fixed !== null),
  );
}

/** The options that keep findings out of sight, as they are written. */
export function filterOptions({ ignoreUnfixed, severities }: Pick<ReportView, 'ignoreUnfixed' | 'severities'>): string {
  const options = [
    ignoreUnfixed ? '--ignore-unfixed' : '',
    severities === null ? '' : `--severity ${severities.join(',')}`,
  ];
  return options.filter(Boolean).join(' ');
}

export function overviewOf(report: Report, view: Pick<ReportView, 'ignoreUnfixed' | 'severities'>): Overview {
  const shown = shownFindings(report, view);
  const findings = shown
    .map((finding, order) => ({ finding, order }))
    .sort((a, b) => byUrgency(a.finding, b.finding) || a.order - b.order)
    .map(({ finding }) => finding);
  const isBase = baseTest(report);
  const types = new Map<string, number>();
  for (const { type } of report.inventory.packages) types.set(type, (types.get(type) ?? 0) + 1);
  const { controls } = report.verdict;
  return {
    findings,
    hidden: report.vulnerabilities.length - shown.length,
    counts: countSeverities(shown),
    exploited: shown.filter((finding) => finding.knownExploited).length,
    baseLayers: report.verdict.base === null ? null : report.verdict.base.diffIds.length,
    fromBase: shown.filter((finding) => isBase(finding.layer)).length,
    packagesByType: [...types]
      .map(([type, count]) => ({ type, count }))
      .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
    failed: controls.filter((control) => control.outcome === 'fail').length,
    undecided: controls.filter((control) => control.outcome === 'unknown').length,
  };
}

export function countSeverities(findings: readonly VulnerabilityFinding[]): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

/** The severities that occur, worst first, with their counts. */
export function occurring(counts: SeverityCounts): readonly (readonly [Severity, number])[] {
  return severities.filter((severity) => counts[severity] > 0).map((severity) => [severity, counts[severity]] as const);
}

/** What failed, then what could not be decided, then what passed; the policy's own order where equal. */
export function byOutcome(controls: readonly ControlResult[]): readonly ControlResult[] {
  const ranks = { fail: 0, unknown: 1, pass: 2 };
  return controls.toSorted((a, b) => ranks[a.outcome] - ranks[b.outcome]);
}

/** Exploited before not, then by severity, then by score. */
function byUrgency(a: VulnerabilityFinding, b: VulnerabilityFinding): number {
  return (
    Number(b.knownExploited) - Number(a.knownExploited) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    (b.score ?? -1) - (a.score ?? -1)
  );
}

/** Whether a layer belongs to the recognized base image: nothing does where there is none. */
export function baseTest(report: Report): (layer: Digest) => boolean {
  const base = new Set<string>(report.verdict.base?.diffIds ?? []);
  return (layer) => base.has(layer);
}
