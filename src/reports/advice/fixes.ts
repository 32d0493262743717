import { phrase, type Text, verbatim } from '../../base/text.ts';
import { adviceReasons, adviceWords } from '../../messages/report-advice.ts';
import { severities, type VulnerabilityFinding } from '../../model/finding.ts';
import type { Package } from '../../model/package.ts';
import type { Report } from '../../model/report.ts';
import { highestVersion } from '../highest-version.ts';
import type { ReportView } from '../reporter.ts';
import { type Advice, advice } from './advice-item.ts';

/** One upgrade for all findings in one version of one source package. */
export function upgrades(
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
    const from = source?.version ?? finding.installed;
    const key = JSON.stringify([finding.type, name, from]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name, from, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()].map(({ name, from, findings }) => {
    const type = findings[0]?.type ?? '';
    const fixed = findings.flatMap((finding) => (finding.fixed === null ? [] : [finding.fixed]));
    const to = highestVersion(fixed, schemeOf(type));
    // Builds of others, judged by what the distribution fixed: no package manager goes to a lower version by itself.
    const isAbove = to !== from && highestVersion([to, from], schemeOf(type)) === from;
    return fix('upgrade', phrase(isAbove ? adviceWords.newBuild : adviceWords.upgrade, { name, from, to }), findings);
  });
}

/** What an updated base image fixes, all at once. */
export function rebuild({ verdict }: Report, findings: readonly VulnerabilityFinding[], fromBase: number): Advice[] {
  const { base } = verdict;
  if (base === null || findings.length === 0) return [];
  const note = phrase(adviceReasons.ofBase, { total: fromBase });
  return [{ ...fix('rebuild', phrase(adviceWords.rebuild, { base: base.name }), findings), note }];
}

function fix(kind: 'upgrade' | 'rebuild', text: Text, findings: readonly VulnerabilityFinding[]): Advice {
  return advice({ kind, text, reason: phrase(adviceReasons.fixes, { count: findings.length }), findings });
}

/** What no upgrade settles, all in one. */
export function listed(kind: 'undecidable' | 'unfixed', findings: readonly VulnerabilityFinding[]): Advice[] {
  if (findings.length === 0) return [];
  const text = phrase(adviceWords[kind], { names: firstNames(findings.map((finding) => finding.package)) });
  const count =
    findings.length === 1 ? adviceReasons.concernsOne : phrase(adviceReasons.concerns, { count: findings.length });
  return [advice({ kind, text, reason: kind === 'undecidable' ? adviceReasons.undecidable : count, findings })];
}

/** The first few of some names, each once, and how many more there are. */
export function firstNames(all: readonly string[]): Text {
  const names = [...new Set(all)];
  const first = names.slice(0, 3).join(', ');
  const count = names.length - 3;
  return count > 0 ? phrase(adviceWords.more, { first, count }) : verbatim(first);
}

/** By how much of the worst is settled: what is exploited, then what is critical, and so on down. */
export function byWorst(a: Advice, b: Advice): number {
  const differing = severities.find((severity) => a.counts[severity] !== b.counts[severity]);
  return b.exploited - a.exploited || (differing === undefined ? 0 : b.counts[differing] - a.counts[differing]);
}
