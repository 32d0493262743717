import { phrase, type Text, verbatim } from '../base/text.ts';
import { adviceReasons, adviceWords } from '../messages/report-advice.ts';
import { severityRank, type VulnerabilityFinding } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import type { ControlResult } from '../model/verdict.ts';
import { highestVersion } from './highest-version.ts';
import { baseTest, byUrgency, countSeverities, type SeverityCounts } from './overview.ts';
import type { ReportView } from './reporter.ts';

export type AdviceKind =
  | 'upgrade'
  | 'rebuild'
  | 'control'
  | 'undecided'
  | 'whole'
  | 'undecidable'
  | 'unfixed'
  | 'waiver'
  | 'database';

/** One thing to do. Every shown finding stands in exactly one advice. */
export interface Advice {
  readonly kind: AdviceKind;
  /** The order: `Upgrade openssl 3.0.9-1 → 3.0.11-1~deb12u2`. */
  readonly text: Text;
  /** What it brings or why it is needed. */
  readonly reason: Text;
  /** The findings that it settles (or, for `undecidable` and `unfixed`, is about), worst first. */
  readonly findings: readonly VulnerabilityFinding[];
  readonly counts: SeverityCounts;
  readonly exploited: number;
  /** The control that asks for it. */
  readonly control: ControlResult | null;
}

/**
 * What to do about a report, most useful first: what is exploited or at least high, then the controls that failed or could not be
 * decided, then the other fixes, then what has no fix, then housekeeping.
 * @param findings those to speak of, worst first
 */
export function adviceOf(
  report: Report,
  findings: readonly VulnerabilityFinding[],
  schemeOf: ReportView['schemeOf'],
): readonly Advice[] {
  const isBase = baseTest(report);
  const fixable: VulnerabilityFinding[] = [];
  const rebuildable: VulnerabilityFinding[] = [];
  const undecidable: VulnerabilityFinding[] = [];
  const unfixed: VulnerabilityFinding[] = [];
  for (const finding of findings) {
    if (finding.status === 'undecidable') undecidable.push(finding);
    else if (finding.fixed === null) unfixed.push(finding);
    else if (isBase(finding.layer)) rebuildable.push(finding);
    else fixable.push(finding);
  }
  const fromBase = findings.filter((finding) => isBase(finding.layer)).length;
  const fixes = [...upgrades(report, fixable, schemeOf), ...rebuild(report, rebuildable, fromBase)].sort(byWorst);
  const urgent = fixes.filter(isUrgent);
  return [
    ...wholeness(report),
    ...urgent,
    ...controls(report),
    ...fixes.filter((advice) => !isUrgent(advice)),
    ...listed('undecidable', undecidable, adviceReasons.undecidable),
    ...listed('unfixed', unfixed, null),
    ...housekeeping(report),
  ];
}

function upgrades(
  report: Report,
  findings: readonly VulnerabilityFinding[],
  schemeOf: ReportView['schemeOf'],
): Advice[] {
  const packages = new Map<string, Package>();
  for (const pkg of report.inventory.packages) packages.set(pkg.purl, pkg);
  const groups = new Map<string, { name: string; from: string; findings: VulnerabilityFinding[] }>();
  for (const finding of findings) {
    const source = packages.get(finding.purl)?.source ?? null;
    const name = source?.name ?? finding.package;
    const key = JSON.stringify([finding.type, name, source?.version ?? finding.installed]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name, from: source?.version ?? finding.installed, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()].map((group) => {
    const type = group.findings[0]?.type ?? '';
    const fixed = group.findings.flatMap((finding) => (finding.fixed === null ? [] : [finding.fixed]));
    const to = highestVersion(fixed, schemeOf(type));
    const text = phrase(adviceWords.upgrade, { name: group.name, from: group.from, to });
    return advice('upgrade', text, phrase(adviceReasons.fixes, { count: group.findings.length }), group.findings);
  });
}

function rebuild(report: Report, findings: readonly VulnerabilityFinding[], fromBase: number): Advice[] {
  const { base } = report.verdict;
  if (base === null || findings.length === 0) return [];
  const reason = phrase(adviceReasons.fixesOfBase, { count: findings.length, total: fromBase });
  return [advice('rebuild', phrase(adviceWords.rebuild, { base: base.name }), reason, findings)];
}

/** What a failed control asks for. `vulnerabilities` is answered by the fixes themselves. */
const controlOrders: Readonly<Record<string, Text>> = {
  rootUser: adviceWords.user,
  packages: adviceWords.packages,
  baseImages: adviceWords.baseImages,
  labels: adviceWords.labels,
  database: adviceWords.staleDatabase,
};

function controls(report: Report): Advice[] {
  return report.verdict.controls.flatMap((control) => {
    if (control.outcome === 'pass') return [];
    if (control.outcome === 'unknown') {
      return [
        advice('undecided', phrase(adviceWords.undecided, { control: control.id }), control.message, [], control),
      ];
    }
    if (control.id === 'vulnerabilities') return [];
    const order = Object.hasOwn(controlOrders, control.id) ? controlOrders[control.id] : undefined;
    const text = order ?? phrase(adviceWords.control, { control: control.id });
    return [advice('control', text, named(control), [], control)];
  });
}

function named({ id, message }: ControlResult): Text {
  return { en: `${id}: ${message.en}`, 'zh-CN': `${id}：${message['zh-CN']}` };
}

function wholeness(report: Report): Advice[] {
  const broken = report.inventory.gaps.filter((gap) => gap.incomplete).length;
  if (broken === 0) return [];
  const reason = broken === 1 ? adviceReasons.gapsOne : phrase(adviceReasons.gaps, { count: broken });
  return [advice('whole', adviceWords.whole, reason, [])];
}

function listed(
  kind: 'undecidable' | 'unfixed',
  findings: readonly VulnerabilityFinding[],
  reason: Text | null,
): Advice[] {
  if (findings.length === 0) return [];
  const names = [...new Set(findings.map((finding) => finding.package))];
  const first = names.slice(0, 3).join(', ');
  const more = names.length - 3;
  const list = more > 0 ? phrase(adviceWords.more, { first, count: more }) : verbatim(first);
  const text = phrase(adviceWords[kind], { names: list });
  const count =
    findings.length === 1 ? adviceReasons.concernsOne : phrase(adviceReasons.concerns, { count: findings.length });
  return [advice(kind, text, reason ?? count, findings)];
}

function housekeeping(report: Report): Advice[] {
  const expired = report.verdict.expiredWaivers;
  const done: Advice[] = [];
  if (expired.length > 0) {
    const date =
      expired
        .map((waiver) => waiver.expires)
        .sort()
        .at(-1) ?? '';
    done.push(advice('waiver', adviceWords.waiver, phrase(adviceReasons.waivers, { count: expired.length, date }), []));
  }
  if (report.database.starter) {
    const count = report.database.feeds.reduce((sum, feed) => sum + feed.records, 0);
    done.push(advice('database', adviceWords.starter, phrase(adviceReasons.starter, { count }), []));
  }
  return done;
}

function advice(
  kind: AdviceKind,
  text: Text,
  reason: Text,
  findings: readonly VulnerabilityFinding[],
  control: ControlResult | null = null,
): Advice {
  const exploited = findings.filter((finding) => finding.knownExploited).length;
  return { kind, text, reason, findings, counts: countSeverities(findings), exploited, control };
}

function isUrgent({ findings: [worst] }: Advice): boolean {
  return worst !== undefined && (worst.knownExploited || severityRank(worst.severity) >= severityRank('high'));
}

/** By the worst finding, then by how many are settled at once. */
function byWorst(a: Advice, b: Advice): number {
  const [worstA] = a.findings;
  const [worstB] = b.findings;
  if (worstA === undefined || worstB === undefined) return 0;
  return (
    Number(worstB.knownExploited) - Number(worstA.knownExploited) ||
    severityRank(worstB.severity) - severityRank(worstA.severity) ||
    b.findings.length - a.findings.length ||
    byUrgency(worstA, worstB)
  );
}
