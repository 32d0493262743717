import { phrase, type Text } from '../../base/text.ts';
import { adviceReasons, severityWords } from '../../messages/report-advice.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { Report } from '../../model/report.ts';
import { type Advice, adviceOf } from '../advice.ts';
import { filterOptions, type Overview, occurring, overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import {
  baseFacts,
  controlsTally,
  databaseFacts,
  effort,
  gapsCount,
  hiddenText,
  imageFacts,
  isUnjudged,
  joined,
  takenByVex,
  userFacts,
  verdictOf,
  verdictText,
} from '../wording.ts';
import { controlLines } from './controls.ts';
import { everything, gapLines, suppressedLines, waiverLines } from './details.ts';
import { flow, spread } from './layout.ts';
import { blank, clipLine, indent, type Line, lineWidth, say, space, wrapLine } from './line.ts';
import { severityStyles } from './severity-styles.ts';
import { todoLines } from './todo.ts';

/** Lines wider than this are hard to follow with the eye, however wide the terminal is. */
const widest = 118;

/** The report for a terminal: the answer, what to do, why, and the rest only as far as it was asked for. */
export function screen(report: Report, view: ReportView): Line[] {
  const width = Math.max(30, Math.min(view.width, view.verbose ? view.width : widest));
  const overview = overviewOf(report, view);
  const advices = adviceOf(report, overview.findings, view.schemeOf, filterOptions(view));
  const pick = (text: Text) => text[view.language];
  const context: ScreenContext = { report, view, overview, width, pick };
  const sections = isClean(context, advices)
    ? [[...head(context), ...verdict(context), ...packages(context), ...foot(context)]]
    : [
        head(context),
        verdict(context),
        todoLines(context, advices),
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
    filterOptions(view) === '' &&
    report.verdict.decision === 'allow' &&
    overview.findings.length + overview.hidden + report.inventory.gaps.length + report.verdict.waived.length === 0 &&
    !report.suppressed.some(({ by }) => by === 'vex') &&
    advices.every((advice) => advice.kind === 'database')
  );
}

function head({ report, width, pick }: ScreenContext): Line[] {
  const digest = report.fingerprint.configDigest;
  const short = `${digest.slice(0, 11)}…${digest.slice(-4)} `;
  const config = [say(short), say(pick(reportWords.config), 'dim')];
  const facts = flow(
    imageFacts(report).map((fact) => [say(pick(fact), 'dim')]),
    [say(' · ', 'dim')],
    width,
  );
  const ref = [say(report.ref, 'bold')];
  const [only = [], ...more] = facts;
  return [
    ...(more.length === 0 ? spread(ref, only, width) : [...wrapLine(ref, width), ...facts]),
    ...flow([config, [say(pick(userFacts(report)))], [say(pick(baseFacts(report)))]], [space(3)], width),
  ];
}

function verdict({ report, overview, width, pick }: ScreenContext): Line[] {
  const outcome = verdictOf(report, overview);
  const good = isUnjudged(report) ? 'note' : 'good';
  const marks = { allowed: say('✔ ', good), denied: say('✘ ', 'bad'), undecided: say('? ', 'warn') };
  const text = pick(verdictText(report, overview));
  const word = pick(reportWords[outcome]);
  const style = outcome === 'allowed' ? good : outcome === 'denied' ? 'critical' : 'warn';
  const at = text.indexOf(word);
  const spans = [marks[outcome], say(text.slice(0, at)), say(word, style), say(text.slice(at + word.length), 'bold')];
  const lines = indent(spread(spans, [say(pick(controlsTally(report, overview)), 'dim')], width - 2), 2);
  if (report.inventory.gaps.some((gap) => gap.incomplete)) {
    lines.push(...indent(wrapLine([say(`! ${pick(reportWords.incomplete)}`, 'warn')], width - 2), 2));
  }
  return lines;
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
  const taken = report.suppressed.filter(({ by }) => by === 'vex').length;
  const aside: Line = report.verdict.base === null || counts.length === 0 ? [] : [say(pick(origin), 'dim')];
  return indent(
    [
      ...tally(title, pieces, aside, width - 2),
      ...(hidden === null ? [] : wrapLine([say(pick(hidden), 'warn')], width - 2)),
      ...(taken === 0 ? [] : wrapLine([say(pick(takenByVex(taken)), 'warn')], width - 2)),
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
  ];
  if (overview.findings.length > 0) {
    if (isUnjudged(report)) parts.push([say(pick(reportWords.toBeJudged), 'dim')]);
    parts.push([say(pick(reportWords.fullReport), 'dim')]);
  }
  return flow(parts, [say(' · ', 'dim')], width);
}
