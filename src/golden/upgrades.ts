import { fill } from '../base/text.ts';
import { goldenWords as words } from '../messages/golden-plan.ts';
import { severityRank, type VulnerabilityFinding } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import type { VersionScheme } from '../model/version-scheme.ts';
import { highestVersion } from '../reports/highest-version.ts';
import type { PlanItem } from './plan.ts';

export type SchemeOf = (type: string) => VersionScheme | undefined;

/** Every installed package for which something has a fix, or of which the policy wants a newer version; each once. The worst first. */
export function upgrades(report: Report, schemeOf: SchemeOf): readonly (PlanItem & { readonly path: string })[] {
  const qualified = qualifiedNames(report.inventory.packages);
  const grouped = new Map<string, { first: Subject; findings: VulnerabilityFinding[]; minimum: string | null }>();
  const groupOf = (subject: Subject) => {
    const key = JSON.stringify([subject.type, subject.name, subject.installed, subject.path]);
    const known = grouped.get(key) ?? { first: subject, findings: [], minimum: null };
    grouped.set(key, known);
    return known;
  };
  for (const finding of report.vulnerabilities) {
    if (finding.fixed === null || finding.status !== 'affected') continue;
    const { type, installed, path, purl } = finding;
    groupOf({ type, name: qualified.get(purl) ?? finding.package, installed, path }).findings.push(finding);
  }
  for (const { package: name, type, version, path, minimum } of evidenceOf(report)) {
    if (typeof minimum !== 'string') continue;
    if (typeof name !== 'string' || typeof type !== 'string' || typeof version !== 'string') continue;
    groupOf({ type, name, installed: version, path: String(path) }).minimum = minimum;
  }
  const items = [...grouped.values()].map(({ first, findings, minimum }) => {
    const versions = [...findings.map(({ fixed }) => fixed ?? ''), ...(minimum === null ? [] : [minimum])];
    return {
      name: first.name,
      type: first.type,
      installed: first.installed,
      fixed: highestVersion(versions, schemeOf(first.type)),
      fixes: findings.toSorted(byUrgency).map(({ id, severity, knownExploited }) => ({ id, severity, knownExploited })),
      note: minimum === null ? null : fill(words.minimumBy, { version: minimum }),
      path: first.path,
    };
  });
  return items.sort((a, b) => b.fixes.length - a.fixes.length || (a.name < b.name ? -1 : 1));
}

interface Subject {
  readonly type: string;
  readonly name: string;
  readonly installed: string;
  readonly path: string;
}

/** Debian packages that are installed for two architectures, by their purls, each named with its own. */
function qualifiedNames(packages: readonly Package[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const debs = packages.filter(({ type }) => type === 'deb');
  for (const { name } of debs) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    debs.flatMap(({ name, purl, architecture }) =>
      (counts.get(name) ?? 0) > 1 && architecture !== null && architecture !== 'all'
        ? [[purl, `${name}:${architecture}`] as const]
        : [],
    ),
  );
}

/** What the policy's control of packages points at. */
export function evidenceOf(report: Report) {
  return report.verdict.controls.find(({ id }) => id === 'packages')?.evidence ?? [];
}

function byUrgency(a: VulnerabilityFinding, b: VulnerabilityFinding): number {
  return (
    Number(b.knownExploited) - Number(a.knownExploited) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    (a.id < b.id ? -1 : 1)
  );
}
