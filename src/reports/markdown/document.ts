import { minuteWords } from '../../base/moments.ts';
import { phrase, type Text } from '../../base/text.ts';
import { severityWords } from '../../messages/report-advice.ts';
import {
  certaintyText,
  outcomeWords,
  reportWords,
  statusWords,
  suppressionWords,
} from '../../messages/report-words.ts';
import type { Suppressed, VulnerabilityFinding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { WaiverFacts } from '../../model/verdict.ts';
import { type Advice, adviceOf } from '../advice.ts';
import { denyingTest, waivedTest } from '../denying.ts';
import { evidenceText, newEvidence } from '../evidence-text.ts';
import { type GapLine, gapLines } from '../gap-lines.ts';
import { baseTest, byOutcome, filterOptions, type Overview, occurring, overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import { signedText } from '../suppressed.ts';
import { endsSoon, waivedGroups } from '../waived-groups.ts';
import {
  adviceCounts,
  adviceReason,
  baseFacts,
  controlsTally,
  databaseFacts,
  effort,
  hiddenText,
  imageFacts,
  neededNumbers,
  userFacts,
  verdictOf,
  verdictText,
  waivedText,
} from '../wording.ts';
import { type Bounds, bounded, folded, head, nothing, row, type Say } from './blocks.ts';
import { code, prose } from './escape.ts';

/**
 * A comment on a merge request holds 65,536 characters. Each part has its share of them, the rest of its lines is counted; together
 * with what stands outside the shares, of bounded length too, the report stays under 60,000 whatever an image calls its packages.
 */
const bounds = {
  todo: { most: 10, share: 5000 },
  todoLater: { most: 40, share: 4000 },
  controls: { most: 40, share: 7000 },
  findings: { most: 100, share: 14_000 },
  gaps: { most: 20, share: 4000 },
  waivers: { most: 20, share: 3000 },
  suppressed: { most: 100, share: 4000 },
} as const satisfies Readonly<Record<string, Bounds>>;

/** So many advices are in sight, unless more are needed. */
const usualAdvices = 5;

const verdictMarks = { allowed: '✅', denied: '⛔', undecided: '❔' } as const;
const outcomeMarks = { pass: '✅', fail: '⛔', unknown: '❔' } as const;

interface Context {
  readonly report: Report;
  readonly view: ReportView;
  readonly overview: Overview;
  readonly say: Say;
}

/** The report for a merge request: each block is separated by an empty line. */
export function blocksOf(report: Report, view: ReportView): readonly string[] {
  const overview = overviewOf(report, view);
  const context: Context = { report, view, overview, say: (text) => prose(text[view.language]) };
  const advices = adviceOf(report, overview.findings, view.schemeOf, filterOptions(view));
  return [
    ...answer(context),
    ...todo(context, advices),
    ...controls(context),
    ...findings(context),
    ...gaps(context),
    ...waivers(context),
    ...suppressed(context),
    ...foot(context),
  ];
}

function answer({ report, overview, view, say }: Context): string[] {
  const verdict = verdictOf(report, overview);
  const counts = occurring(overview.counts).map(([severity, count]) => `${count} ${say(severityWords[severity])}`);
  const broken = report.inventory.gaps.some((gap) => gap.incomplete);
  const hidden = hiddenText(overview, view);
  const tally = counts.length === 0 ? say(reportWords.noFindings) : counts.join(' · ');
  const exploited =
    overview.exploited > 0 ? ` · **${say(phrase(reportWords.exploitedCount, { count: overview.exploited }))}**` : '';
  return [
    `## ${verdictMarks[verdict]} ${say(verdictText(report, overview))}`,
    `${code(report.ref)} — ${say(controlsTally(report, overview))}`,
    `${tally}${exploited}`,
    ...(broken ? [`⚠️ **${say(reportWords.incomplete)}**`] : []),
    ...(hidden === null ? [] : [`⚠️ ${say(hidden)}`]),
    [...imageFacts(report), userFacts(report), baseFacts(report)].map(say).join(' · '),
  ];
}

function todo({ say }: Context, advices: readonly Advice[]): string[] {
  if (advices.length === 0) return [];
  const needed = neededNumbers(advices);
  const aside = needed === null ? '' : say(phrase(reportWords.aside, { text: needed }));
  const numbered = advices.map((advice, at) => ({ advice, number: at + 1 }));
  const line = ({ advice, number }: (typeof numbered)[number]) => {
    const counts = adviceCounts(advice);
    const brings = counts === null ? '' : say(phrase(reportWords.aside, { text: counts }));
    return `${number}. **${say(advice.text)}** — ${say(adviceReason(advice))}${brings}`;
  };
  const open = Math.max(usualAdvices, advices.filter((advice) => advice.needed).length);
  const later = advices.length <= open + 1 ? [] : numbered.slice(open);
  const now = numbered.slice(0, advices.length - later.length);
  const summary = say(phrase(reportWords.andMore, { count: later.length }));
  return [
    `### ${say(reportWords.whatToDo)}${aside}`,
    bounded(now, line, bounds.todo, say),
    ...(later.length === 0 ? [] : folded(summary, bounded(later, line, bounds.todoLater, say))),
  ];
}

function controls({ report, say, view }: Context): string[] {
  const { controls } = report.verdict;
  if (controls.length === 0) return [];
  const rows = byOutcome(controls).map((control) =>
    row([
      `${outcomeMarks[control.outcome]} ${say(outcomeWords[control.outcome])}`,
      code(control.id),
      say(control.message),
      firstEvidence(newEvidence(control), view),
    ]),
  );
  const waivedRows = waivedGroups(report).map((group) =>
    row([
      `${endsSoon(group) ? '⏳' : '➖'} ${say(reportWords.waived)}`,
      code(group.waiver.control),
      say(waivedText(group)),
      firstEvidence(group.evidence.map(evidenceText), view),
    ]),
  );
  const titles = [nothing, reportWords.control, reportWords.says, reportWords.evidence];
  return [
    `### ${say(reportWords.controlsTitle)}`,
    `${head(titles, say)}\n${bounded([...rows, ...waivedRows], (line) => line, bounds.controls, say)}`,
  ];
}

function firstEvidence([first, ...others]: readonly Text[], { language }: ReportView): string {
  if (first === undefined) return '';
  return code(first[language]) + (others.length > 0 ? ` (+${others.length})` : '');
}

function findings({ report, overview, say }: Context): string[] {
  if (overview.findings.length === 0) return [];
  const { severity, id, package: name, installed, fixed } = reportWords;
  const flags = flagsIn(report, say);
  const line = (finding: VulnerabilityFinding) =>
    row([
      say(severityWords[finding.severity]),
      code(finding.id, 80),
      code(finding.package, 80),
      code(finding.installed, 60),
      finding.fixed === null ? say(reportWords.noFix) : code(finding.fixed, 60),
      flags(finding),
    ]);
  const titles = head([severity, id, name, installed, fixed, nothing], say);
  const rows = bounded(overview.findings, line, bounds.findings, say);
  return folded(`${say(reportWords.findings)} (${overview.findings.length})`, `${titles}\n${rows}`);
}

function flagsIn(report: Report, say: Say): (finding: VulnerabilityFinding) => string {
  const isBase = baseTest(report);
  const denies = denyingTest(report);
  const isWaived = waivedTest(report);
  return (finding) =>
    [
      denies(finding) ? `**${say(reportWords.denies)}**` : '',
      isWaived(finding) ? say(reportWords.waived) : '',
      finding.knownExploited ? `**${say(reportWords.exploitedMark)}**` : '',
      finding.status === 'affected' ? '' : say(statusWords[finding.status]),
      finding.certainty === null ? '' : say(certaintyText(finding.certainty)),
      isBase(finding.layer) ? say(reportWords.baseLayer) : '',
    ]
      .filter(Boolean)
      .join(', ');
}

function gaps({ report, say }: Context): string[] {
  const lines = gapLines(report.inventory.gaps);
  if (lines.length === 0) return [];
  const line = ({ incomplete, text }: GapLine) => `- ${incomplete ? '⚠️ ' : ''}${say(text)}`;
  return [`### ${say(reportWords.gapsTitle)}`, bounded(lines, line, bounds.gaps, say)];
}

function waivers({ report, say }: Context): string[] {
  const { expiredWaivers } = report.verdict;
  if (expiredWaivers.length === 0) return [];
  const line = ({ control, match, reason, expires, owner }: WaiverFacts) => {
    const what = Object.entries(match)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ');
    return `- ${code(control)} ${code(what)} — ${say(phrase(reportWords.expiredWaiver, { date: expires, owner }))}${say(reportWords.colon)}${prose(reason)}`;
  };
  return [`### ${say(reportWords.expiredTitle)}`, bounded(expiredWaivers, line, bounds.waivers, say)];
}

function suppressed({ report, say }: Context): string[] {
  if (report.suppressed.length === 0) return [];
  const line = (entry: Suppressed) =>
    `- ${code(entry.id)} ${code(entry.package)} — ${say(suppressionWords[entry.by])}${say(reportWords.colon)}${prose(entry.why)}${say(signedText(entry))}`;
  return folded(
    `${say(reportWords.suppressedTitle)} (${report.suppressed.length})`,
    bounded(report.suppressed, line, bounds.suppressed, say),
  );
}

function foot({ report, overview, say }: Context): string[] {
  const { fingerprint, verdict, database, tool } = report;
  const colon = say(reportWords.colon);
  const lines = [
    `- ${say(reportWords.image)}${colon}${code(fingerprint.configDigest)}`,
    `- ${say(reportWords.policy)}${colon}${code(verdict.policy.name)} ${code(verdict.policy.digest)}`,
    `- ${say(reportWords.database)}${colon}${code(database.digest)}`,
    `- ${code(`${tool.name} ${tool.version}`)}, ${minuteWords(report.scannedAt)} UTC`,
  ];
  return [
    ...folded(say(reportWords.reproduce), lines.join('\n')),
    `<sub>${say(effort(report, overview))} · ${say(databaseFacts(report))}</sub>`,
  ];
}
