import { printable } from '../../base/printable.ts';
import { severities } from '../../model/finding.ts';
import type { FleetSummary } from '../fleet-summary.ts';
import { type ImageRow, totalOf } from '../image-row.ts';
import type { FleetReporter } from './fleet-reporter.ts';

const columns = [
  'image',
  'verdict',
  'complete',
  'digest',
  'platform',
  ...severities,
  'findings',
  'fixable',
  'exploited',
  'failed',
  'undecided',
  'gaps',
  'packages',
  'size',
  'created',
  'distribution',
  'base',
  'user',
  'why',
] as const;

type Cells = Readonly<Partial<Record<(typeof columns)[number], string | number>>>;

/** One name a line, what was skipped and what could not be judged included (RFC 4180). */
export const fleetCsv: FleetReporter = {
  format: 'csv',
  title: { en: 'one name a line, for spreadsheets', 'zh-CN': '每个名称一行，供电子表格使用' },
  *render(summary) {
    yield `${columns.join(',')}\r\n`;
    for (const cells of linesOf(summary)) yield `${columns.map((name) => cell(cells[name] ?? '')).join(',')}\r\n`;
  },
};

function* linesOf({ rows, failures, skips }: FleetSummary): Iterable<Cells> {
  for (const row of rows) for (const name of row.names) yield imageCells(row, name);
  for (const { name, code, what } of failures.kept)
    yield { image: name, verdict: 'not-completed', complete: 'no', why: `${code}: ${what.en}` };
  for (const { name, why, detail } of skips.kept) yield { image: name, verdict: 'skipped', why: `${why}: ${detail}` };
}

function imageCells(row: ImageRow, name: string): Cells {
  return {
    ...row.findings,
    image: name,
    verdict: row.verdict,
    complete: row.isIncomplete ? 'no' : 'yes',
    digest: row.digest,
    platform: row.platform,
    findings: totalOf(row.findings),
    fixable: row.fixable,
    exploited: row.exploited,
    failed: row.failed.join(' '),
    undecided: row.undecided.join(' '),
    gaps: row.gaps,
    packages: row.packages,
    size: row.size,
    created: row.created ?? '',
    distribution: row.distribution ?? '',
    base: row.base ?? '',
    user: row.user,
  };
}

/** Spreadsheets take what begins like a formula for one: an apostrophe before it keeps it a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = printable(value, 1000);
  const safe = /^[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
