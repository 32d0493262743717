import type { PlimsollError } from '../../base/errors.ts';
import type { Severity } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';

/** What looking at one image came to. */
export type Look =
  | { readonly kind: 'seen'; readonly ref: string; readonly report: Report; readonly file: string | null }
  | { readonly kind: 'failed'; readonly ref: string; readonly error: PlimsollError };

export interface FindingCounts {
  readonly all: number;
  readonly fixable: number;
  readonly exploited: number;
  readonly bySeverity: ReadonlyMap<Severity, number>;
}

export function countFindings(report: Report): FindingCounts {
  const bySeverity = new Map<Severity, number>();
  for (const finding of report.vulnerabilities)
    bySeverity.set(finding.severity, (bySeverity.get(finding.severity) ?? 0) + 1);
  return {
    all: report.vulnerabilities.length,
    fixable: report.vulnerabilities.filter((finding) => finding.fixed !== null).length,
    exploited: report.vulnerabilities.filter((finding) => finding.knownExploited).length,
    bySeverity,
  };
}
