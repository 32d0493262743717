import type { Digest } from '../base/digest.ts';
import { printable } from '../base/printable.ts';
import type { Severity } from '../model/finding.ts';
import { platformName } from '../model/image.ts';
import type { Report } from '../model/report.ts';
import { countSeverities, type SeverityCounts } from '../reports/overview.ts';

/** What was decided about an image. `undecided`: nothing failed, and something could not be decided. */
export type RowVerdict = 'allowed' | 'denied' | 'undecided';

/** A line of the summary: an image under all the names that lead to it and are judged alike. Plain values, as the state file keeps them. */
export interface ImageRow {
  /** `REPOSITORY:TAG`, sorted as people count. */
  readonly names: readonly string[];
  /** Of the manifest. */
  readonly digest: Digest;
  readonly configDigest: Digest;
  readonly platform: string;
  readonly created: string | null;
  /** Bytes: the sum of the uncompressed layers. */
  readonly size: number;
  readonly layers: number;
  readonly distribution: string | null;
  /** The approved base image that it stands on. */
  readonly base: string | null;
  readonly user: string;
  readonly packages: number;
  readonly verdict: RowVerdict;
  /** Controls that failed, and those that could not be decided. */
  readonly failed: readonly string[];
  readonly undecided: readonly string[];
  readonly findings: Readonly<Record<Severity, number>>;
  /** Of the findings: those that a newer version fixes; those known to be exploited. */
  readonly fixable: number;
  readonly exploited: number;
  readonly gaps: number;
  /** Whether something that stops an image from being read whole was met: then it counts as not completed. */
  readonly isIncomplete: boolean;
  /** Of its report, in the folder of reports. By format, with the digest of the file. */
  readonly reports: Readonly<Record<string, ReportFile>>;
  /** The entry of the ledger; null where none was written. */
  readonly recorded: number | null;
}

export interface ReportFile {
  readonly file: string;
  readonly digest: Digest;
}

/** The row of a report, before it was written anywhere. Texts of the image are made printable and short. */
export function rowOf(report: Report, digest: Digest, names: readonly string[]): ImageRow {
  const { fingerprint, config, inventory, verdict, vulnerabilities } = report;
  const outcomes = (wanted: string) => verdict.controls.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
  const failed = outcomes('fail');
  const undecided = outcomes('unknown');
  return {
    names,
    digest,
    configDigest: fingerprint.configDigest,
    platform: printable(platformName(config.platform), 100),
    created: config.created === null ? null : printable(config.created, 40),
    size: report.size,
    layers: fingerprint.diffIds.length,
    distribution: inventory.distribution === null ? null : printable(inventory.distribution.name, 100),
    base: verdict.base === null ? null : printable(verdict.base.name, 200),
    user: printable(config.user, 100),
    packages: inventory.packages.length,
    verdict:
      verdict.decision === 'allow' ? 'allowed' : failed.length === 0 && undecided.length > 0 ? 'undecided' : 'denied',
    failed,
    undecided,
    findings: countSeverities(vulnerabilities),
    fixable: vulnerabilities.filter(({ fixed }) => fixed !== null).length,
    exploited: vulnerabilities.filter(({ knownExploited }) => knownExploited).length,
    gaps: inventory.gaps.length,
    isIncomplete: inventory.gaps.some(({ incomplete }) => incomplete),
    reports: {},
    recorded: null,
  };
}

export function sumFindings(rows: readonly Pick<ImageRow, 'findings'>[]): SeverityCounts {
  const sum = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  for (const { findings } of rows) {
    for (const severity of Object.keys(sum) as Severity[]) sum[severity] += findings[severity];
  }
  return sum;
}

export function totalOf(counts: SeverityCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Whether the image counts as not completed, so that the exit code is 3. */
export function isOpen(row: Pick<ImageRow, 'isIncomplete' | 'verdict'>): boolean {
  return row.isIncomplete || row.verdict === 'undecided';
}
