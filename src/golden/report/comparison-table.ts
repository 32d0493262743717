import { phrase, type Text, verbatim } from '../../base/text.ts';
import { goldenBuildWords as words } from '../../messages/golden-build.ts';
import { type Entry, flow, grid, list } from '../../reports/table/layout.ts';
import { blank, clipLine, indent, type Line, paint, type Style, say, wrapLine } from '../../reports/table/line.ts';
import { aligned } from '../../reports/table/plain.ts';
import type { Comparison, PackageChange } from '../comparison.ts';
import { type ComparedRow, comparedRows, resultTexts, stayingText } from './comparison-rows.ts';
import type { GoldenView } from './plan-reporters.ts';

const widest = 110;
const shownChanges = 8;

/** The comparison for people: two columns of answers, then what is behind them; one thing a line in a pipe. */
export function* comparisonTable(comparison: Comparison, view: GoldenView): Generator<string> {
  const lines = view.interactive
    ? screen(comparison, view).map((line) => paint(line, view.color))
    : plain(comparison, view);
  for (const line of lines) yield `${line}\n`;
}

function screen(comparison: Comparison, view: GoldenView): Line[] {
  const width = Math.max(40, Math.min(view.width, widest));
  const pick = (text: Text) => text[view.language];
  const { before, packages, stays, appeared, plan } = comparison;
  const most = view.verbose ? Number.POSITIVE_INFINITY : shownChanges;
  const table = grid(
    [
      [[], [say(pick(words.before), 'dim')], [say(pick(words.after), 'dim')]],
      ...comparedRows(comparison).map((row): Line[] => [
        [say(`${row.isPart ? '  ' : ''}${pick(row.title)}`, row.isPart ? 'dim' : null)],
        [say(pick(row.before), row.change === 'better' ? 'bad' : null)],
        [say(pick(row.after), styleOf(row))],
      ]),
    ],
    [{ least: 12 }, { least: 8 }, { least: 8 }],
    width - 2,
  );
  const findingEntries = (
    items: readonly { readonly finding: Comparison['appeared'][number]; readonly note: Text }[],
  ) =>
    items.map(
      ({ finding, note }): Entry => ({
        lead: [say('!', 'warn')],
        main: [say(finding.id, 'bold'), say(`  ${finding.package} ${finding.installed}`)],
        aside: [say(pick(note), 'dim')],
      }),
    );
  const sections = [
    wrapLine([say(pick(phrase(words.title, { before: before.report.ref })), 'bold')], width),
    indent(table, 2),
    section(words.upgraded, packages.upgraded.map(changeEntry)),
    section(words.removed, packages.removed.map(changeEntry)),
    section(words.added, packages.added.map(changeEntry)),
    section(words.stays, findingEntries(stays.map((one) => ({ finding: one.finding, note: stayingText(one) })))),
    section(words.isNew, findingEntries(appeared.map((finding) => ({ finding, note: verbatim(finding.severity) })))),
    section(
      words.remarks,
      plan.remarks.map(({ text }): Entry => ({ lead: [say('!', 'warn')], main: [say(pick(text))], aside: [] })),
    ),
    flow(
      resultTexts(comparison).map((text): Line => [say(pick(text), 'dim')]),
      [say(' · ', 'dim')],
      width,
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : [blank, ...lines]))
    .map((line) => clipLine(line, width));

  function section(title: Text, entries: readonly Entry[]): Line[] {
    if (entries.length === 0) return [];
    const rest = entries.length - Math.min(entries.length, most);
    return indent(
      [
        [say(pick(title), 'bold'), say(`  ${entries.length}`, 'dim')],
        ...list(entries.slice(0, most), width - 2),
        ...(rest > 0 ? [[say(`   ${pick(phrase(words.more, { count: rest }))}`, 'dim')]] : []),
      ],
      2,
    );
  }
}

function styleOf({ change, key }: ComparedRow): Style | null {
  if (change === 'better') return 'good';
  if (change === 'worse') return 'bad';
  return key === 'verdict' ? 'bold' : null;
}

function changeEntry({ name, before, after }: PackageChange): Entry {
  const versions = [before, after].filter((one) => one !== null).join(' → ');
  return { lead: [say('·', 'dim')], main: [say(name)], aside: [say(versions, 'dim')] };
}

/** One thing a line, told apart by its first word; only the last column may hold spaces. */
function plain(comparison: Comparison, view: GoldenView): string[] {
  const { packages, stays, appeared, plan, result } = comparison;
  const pick = (text: Text) => text[view.language];
  const change = (kind: string) => (one: PackageChange) => [
    kind,
    one.type,
    one.name,
    one.before ?? '',
    one.after ?? '',
  ];
  return [
    [['image', result.id, result.isRecorded ? 'recorded' : 'unrecorded', result.name ?? '']],
    comparedRows(comparison).map(({ key, before, after, change: how }) => [
      'compare',
      key,
      how,
      wordOf(before),
      wordOf(after),
    ]),
    packages.upgraded.map(change('upgraded')),
    packages.removed.map(change('removed')),
    packages.added.map(change('added')),
    stays.map(({ finding, why }) => [
      'stays',
      finding.severity,
      finding.id,
      finding.package,
      finding.installed,
      finding.fixed ?? '',
      why,
    ]),
    appeared.map((finding) => ['appeared', finding.severity, finding.id, finding.package, finding.installed]),
    plan.remarks.map(({ code, text }) => ['remark', code, pick(text)]),
  ].flatMap(aligned);
}

/** A value as one word. */
function wordOf({ en }: Text): string {
  return en.replaceAll(' ', '_');
}
