import type { Severity, VulnerabilityFinding } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import type { Outcome } from '../model/verdict.ts';
import { type EffectiveUser, effectiveUser } from '../policy/effective-user.ts';
import { countSeverities, overviewOf, type SeverityCounts } from '../reports/overview.ts';
import { verdictOf } from '../reports/wording.ts';
import type { GoldenPlan } from './plan.ts';

/** An image and its hardened successor, side by side. */
export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  readonly controls: readonly ControlChange[];
  readonly packages: {
    readonly upgraded: readonly PackageChange[];
    readonly removed: readonly PackageChange[];
    readonly added: readonly PackageChange[];
  };
  /** Findings of the successor that the image had, too. */
  readonly stays: readonly Staying[];
  readonly appeared: readonly VulnerabilityFinding[];
  readonly plan: GoldenPlan;
  readonly result: GoldenResult;
}

export interface Side {
  readonly report: Report;
  readonly verdict: 'allowed' | 'denied' | 'undecided';
  readonly counts: SeverityCounts;
  readonly findings: number;
  readonly exploited: number;
  readonly user: EffectiveUser;
}

export interface ControlChange {
  readonly id: string;
  readonly before: Outcome | null;
  readonly after: Outcome | null;
}

export interface PackageChange {
  readonly name: string;
  readonly type: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Staying {
  readonly finding: VulnerabilityFinding;
  /** There is no fix; the image's repositories did not have it; or an application brings the package along. */
  readonly why: 'no-fix' | 'not-reached' | 'application';
}

/** What became of the image that was built. */
export interface GoldenResult {
  readonly id: string;
  /** The name that it has now; null where it has none. */
  readonly name: string | null;
  readonly isRecorded: boolean;
  /** The name under which a policy approves it as a base; null where none does. */
  readonly approvedAs: string | null;
}

export const shownSeverities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

/** Compares what two scans found. Pure. */
export function compareGolden(before: Report, after: Report, plan: GoldenPlan, result: GoldenResult): Comparison {
  const known = new Set(before.vulnerabilities.map(keyOf));
  const steps = plan.outcome.kind === 'dockerfile' ? plan.outcome.steps : [];
  const upgraded = new Set(
    steps
      .filter(({ kind, active }) => active && (kind === 'upgrade' || kind === 'language'))
      .flatMap(({ items }) => items.map(({ type, name }) => `${type} ${name.replace(/:[a-z0-9-]+$/, '')}`)),
  );
  return {
    before: sideOf(before),
    after: sideOf(after),
    controls: controlChanges(before, after),
    packages: packageChanges(before.inventory.packages, after.inventory.packages),
    stays: after.vulnerabilities
      .filter((finding) => known.has(keyOf(finding)))
      .map((finding) => ({ finding, why: reasonOf(finding, upgraded) })),
    appeared: after.vulnerabilities.filter((finding) => !known.has(keyOf(finding))),
    plan,
    result,
  };
}

function sideOf(report: Report): Side {
  const overview = overviewOf(report, { ignoreUnfixed: false, severities: null });
  return {
    report,
    verdict: verdictOf(report, overview),
    counts: countSeverities(report.vulnerabilities),
    findings: report.vulnerabilities.length,
    exploited: overview.exploited,
    user: effectiveUser(report.config.user, report.inventory.accounts),
  };
}

function keyOf({ id, type, package: name }: VulnerabilityFinding): string {
  return JSON.stringify([id, type, name]);
}

function reasonOf({ fixed, type, package: name }: VulnerabilityFinding, upgraded: ReadonlySet<string>): Staying['why'] {
  if (fixed === null) return 'no-fix';
  return upgraded.has(`${type} ${name}`) ? 'not-reached' : 'application';
}

/** Those that differ come first; the policy's own order where equal. */
function controlChanges(before: Report, after: Report): readonly ControlChange[] {
  const outcomes = (report: Report) => new Map(report.verdict.controls.map(({ id, outcome }) => [id, outcome]));
  const [old, now] = [outcomes(before), outcomes(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].map((id) => ({
    id,
    before: old.get(id) ?? null,
    after: now.get(id) ?? null,
  }));
  return changes.sort((a, b) => Number(a.before === a.after) - Number(b.before === b.after));
}

function packageChanges(before: readonly Package[], after: readonly Package[]): Comparison['packages'] {
  const [old, now] = [versionsOf(before), versionsOf(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const subject = was ?? is;
    if (subject === undefined || was?.versions === is?.versions) return [];
    return [{ name: subject.name, type: subject.type, before: was?.versions ?? null, after: is?.versions ?? null }];
  });
  return {
    upgraded: changes.filter((one) => one.before !== null && one.after !== null),
    removed: changes.filter((one) => one.after === null),
    added: changes.filter((one) => one.before === null),
  };
}

/** By type, name and architecture: an application may bring one package in several versions. */
function versionsOf(packages: readonly Package[]) {
  const found = new Map<string, { name: string; type: string; versions: string }>();
  for (const { name, type, architecture, version } of packages) {
    const key = JSON.stringify([type, name, architecture]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { name, type, versions: version });
    else known.versions += `, ${version}`;
  }
  return found;
}
