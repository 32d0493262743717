import { phrase, type Text } from '../../base/text.ts';
import { adviceReasons, severityWords } from '../../messages/report-advice.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { Report } from '../../model/report.ts';
import { type Advice, adviceOf } from '../advice.ts';
import { type Overview, occurring, overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import {
  adviceCounts,
  baseFacts,
  controlsTally,
  databaseFacts,
  effort,
  gapsCount,
  hiddenText,
  imageFacts,
  joined,
  userFacts,
  verdictOf,
  verdictText,
} from '../wording.ts';
import { controlLines } from './controls.ts';
import { everything, gapLines, suppressedLines, waiverLines } from './details.ts';
import { type Entry, flow, list, spread } from './layout.ts';
import { blank, clipLine, indent, type Line, lineWidth, type Span, say, space, wrapLine } from './line.ts';
import { severityStyles } from './severity-styles.ts';

/** Lines wider than this are hard to follow with the eye, however wide the terminal is. */
const widest = 118;
const adviceShown = 5;

/** The report for a terminal: the answer, what to do, why, and the rest only as far as it was asked for. */
export function screen(report: Report, view: ReportView): Line[] {
  const width = Math.max(30, Math.min(view.width, view.verbose ? view.width : widest));
  const overview = overviewOf(report, view);
  const advices = adviceOf(report, overview.findings, view.schemeOf);
  const pick = (text: Text) => text[view.language];
  const context: ScreenContext = { report, view, overview, width, pick };
  const sections = isClean(context, advices)
    ? [[...head(context), ...verdict(context), ...packages(context), ...foot(context)]]
    : [
        head(context),
        verdict(context),
        todo(context, advices),
        controlLines(context),
        gapLines(context),
        waiverLines(context),
        [...findings(context), ...packages(context)],
        ...(view.verbose ? [suppressedLines(context), ...everything(context)] : []),
        foot(context),
      ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : [blank, ...lines]))
    .map((line) => clipLine(line, width));
}

export interface ScreenContext {
  readonly report: Report;
  readonly view: ReportView;
  readonly overview: Overview;
  readonly width: number;
  readonly pick: (text: Text) => string;
}

/** Nothing to do and nothing to explain: five lines are enough. The starter set alone does not make an image unclean. */
function isClean({ report, overview, view }: ScreenContext, advices: readonly Advice[]): boolean {
  return (
    !view.verbose &&
    report.verdict.decision === 'allow' &&
    overview.findings.length + overview.hidden + report.inventory.gaps.length + report.verdict.waived.length === 0 &&
    advices.every((advice) => advice.kind === 'database')
  );
}

function head({ report, width, pick }: ScreenContext): Line[] {
  const digest = report.fingerprint.configDigest;
  const short = `${digest.slice(0, 11)}…${digest.slice(-4)} `;
  const user = say(pick(userFacts(report)));
  return [
    ...spread([say(report.ref, 'bold')], [say(pick(imageFacts(report)), 'dim')], width),
    ...wrapLine(
      [say(short), say(pick(reportWords.config), 'dim'), space(3), user, space(3), say(pick(baseFacts(report)))],
      width,
      3,
    ),
  ];
}

function verdict({ report, overview, width, pick }: ScreenContext): Line[] {
  const outcome = verdictOf(report, overview);
  const marks = { allowed: say('✔ ', 'good'), denied: say('✘ ', 'bad'), undecided: say('? ', 'warn') };
  const text = pick(verdictText(report, overview));
  const word = pick(reportWords[outcome]);
  const style = outcome === 'allowed' ? 'good' : outcome === 'denied' ? 'critical' : 'warn';
  const at = text.indexOf(word);
  const spans = [marks[outcome], say(text.slice(0, at)), say(word, style), say(text.slice(at + word.length), 'bold')];
  const lines = indent(spread(spans, [say(pick(controlsTally(report, overview)), 'dim')], width - 4), 2);
  if (report.inventory.gaps.some((gap) => gap.incomplete)) {
    lines.push(...indent(wrapLine([say(`! ${pick(reportWords.incomplete)}`, 'warn')], width - 4), 2));
  }
  return lines;
}

function todo(context: ScreenContext, advices: readonly Advice[]): Line[] {
  const { view, pick, width } = context;
  if (advices.length === 0) return [];
  const shown = view.verbose || advices.length === adviceShown + 1 ? advices : advices.slice(0, adviceShown);
  const rows = shown.map((advice, at): Entry => {
    const number = `${at + 1}`.padStart(`${shown.length}`.length);
    return { lead: [say(number, 'note')], main: [say(pick(advice.text))], aside: asideOf(advice, pick) };
  });
  const lines: Line[] = [[say(pick(reportWords.whatToDo), 'bold')], ...list(rows, width - 2)];
  if (shown.length < advices.length)
    lines.push([say(pick(phrase(reportWords.more, { count: advices.length - shown.length })), 'dim')]);
  return indent(lines, 2);
}

function asideOf(advice: Advice, pick: ScreenContext['pick']): Line {
  const counts = adviceCounts(advice);
  if (counts === null) return [say(pick(advice.reason), 'dim')];
  const worst = advice.findings[0]?.severity ?? 'unknown';
  const style: Span['style'] = advice.exploited > 0 ? 'critical' : severityStyles[worst];
  return [say(pick(advice.reason)), say(pick(phrase(reportWords.aside, { text: counts })), style)];
}

function findings({ report, overview, view, width, pick }: ScreenContext): Line[] {
  const title: Line = [say(pick(reportWords.findings), 'bold')];
  const hidden = hiddenText(overview, view);
  const counts = occurring(overview.counts).map(
    ([severity, count]): Line => [say(`${pick(severityWords[severity])} `), say(`${count}`, severityStyles[severity])],
  );
  const pieces = counts.length === 0 ? [[say(pick(reportWords.noFindings))]] : counts;
  if (overview.exploited > 0)
    pieces.push([say(`${pick(adviceReasons.exploited)} `), say(`${overview.exploited}`, 'critical')]);
  const origin = phrase(reportWords.fromBase, {
    base: overview.fromBase,
    own: overview.findings.length - overview.fromBase,
  });
  const aside: Line = report.verdict.base === null || counts.length === 0 ? [] : [say(pick(origin), 'dim')];
  return indent(
    [
      ...tally(title, pieces, aside, width - 2),
      ...(hidden === null ? [] : wrapLine([say(pick(hidden), 'warn')], width - 2)),
    ],
    2,
  );
}

function packages({ report, overview, width, pick }: ScreenContext): Line[] {
  const { length } = report.inventory.gaps;
  const quiet = overview.findings.length + overview.hidden === 0;
  const calm = quiet ? joined([reportWords.noFindings, reportWords.noGaps]) : reportWords.noGaps;
  const counts = overview.packagesByType.map(({ type, count }): Line => [say(`${type} ${count}`)]);
  const pieces = counts.length === 0 ? [[say(pick(reportWords.noPackages))]] : counts;
  const gaps: Line = [length === 0 ? say(pick(calm), 'dim') : say(pick(gapsCount(length)), 'warn')];
  return indent(tally([say(pick(reportWords.packages), 'bold')], pieces, gaps, width - 2), 2);
}

/** A title, counts after it, and at the right what belongs to all of them. */
function tally(title: Line, pieces: readonly Line[], aside: Line, width: number): Line[] {
  const lead = lineWidth(title) + 2;
  const lines = flow(pieces, [space(2)], width - lead).map(
    (line, at): Line => [...(at === 0 ? [...title, space(2)] : [space(lead)]), ...line],
  );
  const last = lines.at(-1) ?? title;
  if (aside.length === 0) return lines;
  const rest = width - lineWidth(last) - lineWidth(aside);
  if (rest >= 2) return [...lines.slice(0, -1), [...last, space(rest), ...aside]];
  return [...lines, ...indent(wrapLine(aside, width - lead), lead)];
}

function foot({ report, overview, width, pick }: ScreenContext): Line[] {
  const { database } = report;
  const bare = database.starter || database.feeds.length === 0;
  const parts: Line[] = [
    [say(pick(effort(report, overview)), 'dim')],
    [say(pick(databaseFacts(report)), bare ? 'warn' : 'dim')],
    ...(overview.findings.length > 0 ? [[say(pick(reportWords.fullReport), 'dim')]] : []),
  ];
  return flow(parts, [say(' · ', 'dim')], width);
}
