import { sizeWords } from '../../base/size.ts';
import { phrase, type Text } from '../../base/text.ts';
import { fleetWords as words } from '../../messages/fleet-words.ts';
import { severityWords } from '../../messages/report-advice.ts';
import type { Severity } from '../../model/finding.ts';
import { occurring } from '../../reports/overview.ts';
import { type Entry, flow, grid, list, spread } from '../../reports/table/layout.ts';
import { blank, clipLine, indent, type Line, type Style, say, wrapLine } from '../../reports/table/line.ts';
import { severityStyles } from '../../reports/table/severity-styles.ts';
import { severityCount } from '../../reports/wording.ts';
import { byUrgency, type FleetSummary, openEntries, placeOf, totalsOf } from '../fleet-summary.ts';
import { type ImageRow, sumFindings } from '../image-row.ts';
import type { FleetView } from './fleet-reporter.ts';
import { answerText, effortText, factTexts, skipTexts, tallyText, verdictShort } from './wording.ts';

const widest = 120;
const imagesShown = 20;
const openShown = 10;

interface Context {
  readonly summary: FleetSummary;
  readonly view: FleetView;
  readonly width: number;
  readonly pick: (text: Text) => string;
}

/** The summary for a terminal: the answer, what is worst, what could not be judged, what it took. */
export function fleetScreen(summary: FleetSummary, view: FleetView): Line[] {
  const width = Math.max(40, Math.min(view.width, widest));
  const context: Context = { summary, view, width, pick: (text) => text[view.language] };
  return [headLines(context), imageLines(context), openLines(context), footLines(context)]
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : [blank, ...lines]))
    .map((line) => clipLine(line, width));
}

function headLines({ summary, width, pick }: Context): Line[] {
  const { denied, notCompleted } = totalsOf(summary);
  const style: Style = denied > 0 ? 'bad' : notCompleted > 0 ? 'warn' : 'good';
  const mark = denied > 0 ? '✘ ' : notCompleted > 0 ? '! ' : '✔ ';
  const counts = occurring(sumFindings(summary.rows)).map(
    ([severity, count]): Line => [say(pick(severityCount(severity, count)), severityStyles[severity])],
  );
  return [
    ...spread(
      [say(placeOf(summary.ask), 'bold')],
      [say(summary.effort.endedAt.slice(0, 16).replace('T', ' '), 'dim')],
      width,
    ),
    ...indent(
      flow(
        factTexts(summary).map((text) => [say(pick(text))]),
        [say(' · ', 'dim')],
        width - 2,
      ),
      2,
    ),
    blank,
    ...indent(wrapLine([say(mark, style), say(pick(answerText(summary)), style)], width - 2), 2),
    ...indent(wrapLine([say(pick(tallyText(summary)), notCompleted > 0 ? 'warn' : 'dim')], width - 2), 4),
    ...indent(flow(counts, [say('   ')], width - 4), 4),
  ];
}

const counted: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const number = { least: 1, right: true };
const columns = [{ least: 10 }, { least: 16 }, number, number, number, number, number, number];

function imageLines({ summary, view, width, pick }: Context): Line[] {
  const rows = byUrgency(summary.rows);
  const shown = view.verbose ? rows : rows.slice(0, imagesShown);
  if (shown.length === 0) return [];
  const titles = [
    words.verdict,
    words.image,
    ...counted.map((severity) => severityWords[severity]),
    words.fixable,
    words.size,
  ];
  const head = titles.map((title): Line => [say(pick(title), 'dim')]);
  const table = grid([head, ...shown.map((row) => cellsOf(row, pick))], columns, width - 2);
  const rest = rows.length - shown.length;
  return indent(
    [...table, ...(rest > 0 ? wrapLine([say(pick(phrase(words.moreImages, { count: rest })), 'dim')], width - 2) : [])],
    2,
  );
}

function cellsOf(row: ImageRow, pick: Context['pick']): readonly Line[] {
  const [first = row.digest, ...others] = row.names;
  const style: Style | null = row.verdict === 'denied' ? 'bad' : row.verdict === 'undecided' ? 'warn' : 'good';
  const mark = row.verdict === 'denied' ? '✘' : row.verdict === 'undecided' ? '!' : '✔';
  const reasons = [...row.failed, ...row.undecided];
  const name: Line = [
    say(first),
    ...(others.length > 0 ? [say(` ${pick(phrase(words.moreNames, { count: others.length }))}`, 'dim')] : []),
    ...(reasons.length > 0 ? [say(` (${reasons.join(', ')})`, 'dim')] : []),
    ...(row.isIncomplete ? [say(` ${pick(words.incompleteShort)}`, 'warn')] : []),
  ];
  return [
    [say(`${mark} ${pick(verdictShort(row))}`, style)],
    name,
    ...counted.map((severity): Line => {
      const count = row.findings[severity];
      return [say(String(count), count > 0 ? severityStyles[severity] : 'dim')];
    }),
    [say(String(row.fixable), row.fixable > 0 ? null : 'dim')],
    [say(sizeWords(row.size))],
  ];
}

function openLines({ summary, view, width, pick }: Context): Line[] {
  const all = openEntries(summary);
  const { notCompleted } = totalsOf(summary);
  if (notCompleted === 0) return [];
  const entries: Entry[] = (view.verbose ? all : all.slice(0, openShown)).map(({ name, what, code }) => ({
    lead: [say('!', 'warn')],
    main: [say(name, 'bold')],
    aside: [say(`${pick(what)} (${code})`)],
  }));
  const rest = notCompleted - entries.length;
  return indent(
    [
      [say(pick(words.notCompletedTitle), 'warn')],
      ...list(entries, width - 2),
      ...(rest > 0 ? [[say(pick(phrase(words.more, { count: rest })), 'dim')]] : []),
    ],
    2,
  );
}

function footLines({ summary, width, pick }: Context): Line[] {
  const skipped = skipTexts(summary).map(pick).join(', ');
  return [
    ...(skipped === '' ? [] : wrapLine([say(`${pick(words.skippedTitle)}: ${skipped}`, 'dim')], width)),
    ...wrapLine([say(pick(effortText(summary)), 'dim')], width),
  ];
}
