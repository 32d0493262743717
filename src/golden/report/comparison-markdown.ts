import type { Text } from '../../base/text.ts';
import { goldenBuildWords as words } from '../../messages/golden-build.ts';
import { type Bounds, bounded, folded, head, nothing, row, type Say } from '../../reports/markdown/blocks.ts';
import { code, prose } from '../../reports/markdown/escape.ts';
import type { Comparison, PackageChange } from '../comparison.ts';
import { comparedRows, resultTexts, stayingText } from './comparison-rows.ts';
import type { GoldenView } from './plan-reporters.ts';

const marks = { better: '✅', worse: '⛔', other: '', same: '' } as const;
/** Together they stay under what a comment on a merge request holds. */
const bounds: Bounds = { most: 60, share: 8000 };

/** The comparison as a comment on a merge request: the answer in sight, the rest folded. */
export function comparisonMarkdown(comparison: Comparison, view: GoldenView): Iterable<string> {
  const say: Say = (text) => prose(text[view.language]);
  const { before, packages, stays, appeared, plan } = comparison;
  const changes = (title: Text, items: readonly PackageChange[]) =>
    fold(title, items, [words.packages, words.before, words.after], (one) =>
      row([code(one.name), code(one.before ?? '') || '–', code(one.after ?? '') || '–']),
    );
  const blocks = [
    `### ${code(before.report.ref)} → ${code(comparison.result.name ?? comparison.result.id)}`,
    [
      head([nothing, words.before, words.after, nothing], say),
      ...comparedRows(comparison).map((one) =>
        row([
          `${one.isPart ? '&nbsp;&nbsp;' : ''}${say(one.title)}`,
          say(one.before),
          say(one.after),
          marks[one.change],
        ]),
      ),
    ].join('\n'),
    ...changes(words.upgraded, packages.upgraded),
    ...changes(words.removed, packages.removed),
    ...changes(words.added, packages.added),
    ...fold(words.stays, stays, [words.findings, words.packages, nothing], (one) =>
      row([code(one.finding.id), code(`${one.finding.package} ${one.finding.installed}`), say(stayingText(one))]),
    ),
    ...fold(words.isNew, appeared, [words.findings, words.packages], (one) =>
      row([code(one.id), code(`${one.package} ${one.installed}`)]),
    ),
    ...(plan.remarks.length === 0
      ? []
      : [
          `**${say(words.remarks)}**`,
          plan.remarks.map(({ text }) => `- ${prose(text[view.language], 600)}`).join('\n'),
        ]),
    resultTexts(comparison).map(say).join(' · '),
  ];
  return [`${blocks.join('\n\n')}\n`];

  function fold<T>(title: Text, items: readonly T[], columns: readonly Text[], line: (item: T) => string): string[] {
    if (items.length === 0) return [];
    return folded(`${say(title)} (${items.length})`, `${head(columns, say)}\n${bounded(items, line, bounds, say)}`);
  }
}
