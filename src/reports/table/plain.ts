import { displayWidth } from '../../base/display-width.ts';
import { printable } from '../../base/printable.ts';
import { phrase, type Text } from '../../base/text.ts';
import { reportWords } from '../../messages/report-words.ts';
import { endedOn } from '../../model/distributions/known-distribution.ts';
import { platformName } from '../../model/image.ts';
import type { Report } from '../../model/report.ts';
import { adviceOf } from '../advice.ts';
import { denyingTest, waivedTest } from '../denying.ts';
import { evidenceText, newEvidence } from '../evidence-text.ts';
import { gapLines } from '../gap-lines.ts';
import { baseTest, filterOptions, overviewOf, shownFindings } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import { whyText } from '../suppressed.ts';
import { adviceCounts, adviceReason, controlsTally, databaseFacts, hiddenText, joined, verdictOf } from '../wording.ts';

type Row = readonly string[];

/**
 * The report for a pipe: one thing a line, told apart by its first word (the same in every language), columns aligned within a kind,
 * `-` for nothing, order as in the JSON report. Only the last column of a line may hold spaces, so that `awk` counts right.
 */
export function plain(report: Report, view: ReportView): string[] {
  const pick = (text: Text) => text[view.language];
  const overview = overviewOf(report, view);
  const isBase = baseTest(report);
  const denies = denyingTest(report);
  const isWaived = waivedTest(report);
  const layers = new Map<string, number>(report.fingerprint.diffIds.map((diffId, at) => [diffId, at + 1]));
  const { verdict, inventory } = report;
  const hidden = hiddenText(overview, view);
  const blocks: (readonly Row[])[] = [
    [['image', platformName(report.config.platform), report.fingerprint.configDigest, report.ref]],
    endedRows(report),
    [
      [
        'verdict',
        verdict.decision,
        verdictOf(report, overview),
        verdict.policy.name,
        pick(controlsTally(report, overview)),
      ],
    ],
    adviceOf(report, overview.findings, view.schemeOf, filterOptions(view)).map((advice, at) => {
      const counts = adviceCounts(advice);
      const reason = counts === null ? adviceReason(advice) : joined([adviceReason(advice), counts]);
      return [
        'do',
        `${at + 1}`,
        advice.needed ? 'needed' : '',
        `${pick(advice.text)}${pick(phrase(reportWords.aside, { text: reason }))}`,
      ];
    }),
    verdict.controls.map((control) => ['control', control.outcome, control.id, pick(control.message)]),
    verdict.controls.flatMap((control) =>
      newEvidence(control).map((evidence) => ['evidence', control.id, pick(evidence)]),
    ),
    verdict.waived.map(({ control, evidence, waiver }) => [
      'waived',
      control,
      waiver.expires,
      waiver.owner,
      pick(evidenceText(evidence)),
    ]),
    verdict.expiredWaivers.map((waiver) => ['expired', waiver.control, waiver.expires, waiver.owner, waiver.reason]),
    shownFindings(report, view).map((finding) => [
      'finding',
      finding.severity,
      finding.id,
      finding.package,
      finding.installed,
      finding.fixed ?? '',
      finding.knownExploited ? 'exploited' : '',
      denies(finding) ? 'denies' : isWaived(finding) ? 'waived' : '',
      finding.status,
      verdict.base === null ? '' : isBase(finding.layer) ? 'base' : 'own',
      layers.has(finding.layer) ? `layer-${layers.get(finding.layer)}` : '',
      finding.type,
      finding.path,
    ]),
    hidden === null ? [] : [['hidden', `${overview.hidden}`, pick(hidden)]],
    report.suppressed.map((entry) => ['suppressed', entry.by, entry.id, entry.package, pick(whyText(entry))]),
    gapLines(inventory.gaps, view.verbose).map(({ reason, incomplete, text }) => [
      'gap',
      reason,
      incomplete ? 'incomplete' : 'partial',
      pick(text),
    ]),
    overview.packagesByType.map(({ type, count }) => ['packages', type, `${count}`]),
    [['database', report.database.starter ? 'starter' : 'full', report.database.digest, pick(databaseFacts(report))]],
  ];
  return blocks.flatMap(aligned);
}

/** Values wider than this are written whole but push only their own line. */
const widest = 48;

/** Rows of one kind as lines with their columns under one another. */
export function aligned(rows: readonly Row[]): string[] {
  const cells = rows.map((row) => row.map((value, at) => cellOf(value, at === row.length - 1)));
  const widths: number[] = [];
  for (const row of cells)
    row.forEach((cell, at) => {
      const width = displayWidth(cell);
      if (width <= widest) widths[at] = Math.max(widths[at] ?? 0, width);
    });
  return cells.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(cell))),
      )
      .join('  '),
  );
}

function cellOf(value: string, last: boolean): string {
  if (value === '') return '-';
  const shown = printable(value, 300);
  return last ? shown : shown.replace(/\s/gu, '\\x20');
}

/** Only a release that gets no security updates any more has a line. */
function endedRows({ inventory, scannedAt }: Report): readonly Row[] {
  const { distribution } = inventory;
  const date = distribution === null ? null : endedOn(distribution, scannedAt);
  return distribution === null || date === null ? [] : [['ended', date, distribution.name]];
}
