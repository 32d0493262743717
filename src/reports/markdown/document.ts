import { minuteWords } from '../../base/moments.ts';
import { phrase, type Text } from '../../base/text.ts';
import { gapText } from '../../messages/gap-text.ts';
import { severityWords } from '../../messages/report-advice.ts';
import { outcomeWords, reportWords, statusWords, suppressionWords } from '../../messages/report-words.ts';
import type { VulnerabilityFinding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { type Advice, adviceOf } from '../advice.ts';
import { evidenceText } from '../evidence-text.ts';
import { baseTest, type Overview, occurring, overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import {
  adviceCounts,
  baseFacts,
  controlsTally,
  databaseFacts,
  effort,
  hiddenText,
  imageFacts,
  userFacts,
  verdictOf,
  verdictText,
} from '../wording.ts';
import { code, prose } from './escape.ts';

/** A comment on a merge request holds some 65,000 characters: so many rows fit, the worst first. */
const rowsShown = 100;
const entriesShown = 20;

const verdictMarks = { allowed: '✅', denied: '⛔', undecided: '❔' } as const;
const outcomeMarks = { pass: '✅', fail: '⛔', unknown: '❔' } as const;

interface Context {
  readonly report: Report;
  readonly view: ReportView;
  readonly overview: Overview;
  /** A text in the reader's language, escaped. */
  readonly say: (text: Text) => string;
}

/** The report for a merge request: each block is separated by an empty line. */
export function blocksOf(report: Report, view: ReportView): readonly string[] {
  const overview = overviewOf(report, view);
  const context: Context = { report, view, overview, say: (text) => prose(text[view.language]) };
  const advices = adviceOf(report, overview.findings, view.schemeOf);
  return [
    ...head(context),
    ...todo(context, advices),
    ...controls(context),
    ...findings(context),
    ...gaps(context),
    ...waivers(context),
    ...suppressed(context),
    ...foot(context),
  ];
}

function head({ report, overview, view, say }: Context): string[] {
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
    `${say(imageFacts(report))} · ${say(userFacts(report))} · ${say(baseFacts(report))}`,
  ];
}

function todo({ say }: Context, advices: readonly Advice[]): string[] {
  if (advices.length === 0) return [];
  const lines = advices.slice(0, entriesShown).map((advice, at) => {
    const counts = adviceCounts(advice);
    const aside = counts === null ? '' : say(phrase(reportWords.aside, { text: counts }));
    return `${at + 1}. **${say(advice.text)}** — ${say(advice.reason)}${aside}`;
  });
  return [`### ${say(reportWords.whatToDo)}`, [...lines, ...rest(say, advices.length - entriesShown)].join('\n')];
}

function controls({ report, say, view }: Context): string[] {
  const { controls, waived } = report.verdict;
  if (controls.length + waived.length === 0) return [];
  const rows = controls.map((control) => {
    const [first] = control.outcome === 'pass' ? [] : control.evidence;
    const more = control.evidence.length - 1;
    const evidence =
      first === undefined ? '' : code(evidenceText(first)[view.language]) + (more > 0 ? ` (+${more})` : '');
    return row([
      `${outcomeMarks[control.outcome]} ${say(outcomeWords[control.outcome])}`,
      code(control.id),
      say(control.message),
      evidence,
    ]);
  });
  const waivedRows = waived.map(({ control, evidence, waiver }) => {
    const until = say(phrase(reportWords.waivedUntil, { date: waiver.expires, owner: waiver.owner }));
    return row(['➖', code(control), until, code(evidenceText(evidence)[view.language])]);
  });
  const title = row(['', say(reportWords.control), say(reportWords.says), say(reportWords.evidence)]);
  return [
    `### ${say(reportWords.controlsTitle)}`,
    [title, row(['---', '---', '---', '---']), ...rows, ...waivedRows].join('\n'),
  ];
}

function findings({ report, overview, say }: Context): string[] {
  if (overview.findings.length === 0) return [];
  const isBase = baseTest(report);
  const title = row([
    say(reportWords.severity),
    say(reportWords.id),
    say(reportWords.package),
    say(reportWords.installed),
    say(reportWords.fixed),
    '',
  ]);
  const rows = overview.findings
    .slice(0, rowsShown)
    .map((finding) =>
      row([
        say(severityWords[finding.severity]),
        code(finding.id, 80),
        code(finding.package, 80),
        code(finding.installed, 60),
        finding.fixed === null ? say(reportWords.noFix) : code(finding.fixed, 60),
        flags(finding, isBase(finding.layer), say),
      ]),
    );
  const table = [title, row(['---', '---', '---', '---', '---', '---']), ...rows].join('\n');
  return folded(`${say(reportWords.findings)} (${overview.findings.length})`, [
    table,
    ...rest(say, overview.findings.length - rowsShown),
  ]);
}

function flags(finding: VulnerabilityFinding, fromBase: boolean, say: Context['say']): string {
  const parts: string[] = [];
  if (finding.knownExploited) parts.push(`**${say(reportWords.exploitedMark)}**`);
  if (finding.status !== 'affected') parts.push(say(statusWords[finding.status]));
  if (fromBase) parts.push(say(reportWords.baseLayer));
  return parts.join(', ');
}

function gaps({ report, say }: Context): string[] {
  const sorted = [...report.inventory.gaps].sort((a, b) => Number(b.incomplete) - Number(a.incomplete));
  const lines = sorted.slice(0, entriesShown).map((gap) => `- ${gap.incomplete ? '⚠️ ' : ''}${say(gapText(gap))}`);
  if (lines.length === 0) return [];
  return [`### ${say(reportWords.gapsTitle)}`, [...lines, ...rest(say, sorted.length - entriesShown)].join('\n')];
}

function waivers({ report, say }: Context): string[] {
  const { expiredWaivers } = report.verdict;
  if (expiredWaivers.length === 0) return [];
  const lines = expiredWaivers.slice(0, entriesShown).map(({ control, match, reason, expires, owner }) => {
    const what = Object.entries(match)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ');
    return `- ${code(control)} ${code(what)} — ${say(phrase(reportWords.expiredWaiver, { date: expires, owner }))}: ${prose(reason)}`;
  });
  return [
    `### ${say(reportWords.expiredTitle)}`,
    [...lines, ...rest(say, expiredWaivers.length - entriesShown)].join('\n'),
  ];
}

function suppressed({ report, say }: Context): string[] {
  if (report.suppressed.length === 0) return [];
  const lines = report.suppressed
    .slice(0, rowsShown)
    .map(
      ({ id, package: name, by, why }) => `- ${code(id)} ${code(name)} — ${say(suppressionWords[by])}: ${prose(why)}`,
    );
  const all = [lines.join('\n'), ...rest(say, report.suppressed.length - rowsShown)];
  return folded(`${say(reportWords.suppressedTitle)} (${report.suppressed.length})`, all);
}

function foot({ report, overview, say }: Context): string[] {
  const { fingerprint, verdict, database, tool } = report;
  const lines = [
    `- ${say(reportWords.image)}: ${code(fingerprint.configDigest)}`,
    `- ${say(reportWords.policy)}: ${code(verdict.policy.name)} ${code(verdict.policy.digest)}`,
    `- ${say(reportWords.database)}: ${code(database.digest)}`,
    `- ${code(`${tool.name} ${tool.version}`)}, ${minuteWords(report.scannedAt)} UTC`,
  ];
  return [
    ...folded(say(reportWords.reproduce), [lines.join('\n')]),
    `<sub>${say(effort(report, overview))} · ${say(databaseFacts(report))}</sub>`,
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function rest(say: Context['say'], count: number): string[] {
  return count > 0 ? [`\n${say(phrase(reportWords.andMore, { count }))}`] : [];
}

function folded(summary: string, content: readonly string[]): string[] {
  return ['<details>', `<summary>${summary}</summary>`, ...content, '</details>'];
}
