import { printableJson } from '../../base/printable.ts';
import type { Comparison, Side } from '../comparison.ts';
import { planDocument } from './plan-json.ts';

/** The comparison for machines: `docs/golden-build.schema.json`. Keys only ever join. */
export function comparisonJson(comparison: Comparison): Iterable<string> {
  const { before, after, controls, packages, stays, appeared, plan, result } = comparison;
  const document = {
    schemaVersion: 1,
    tool: after.report.tool,
    builtAt: after.report.scannedAt,
    before: sideOf(before),
    after: sideOf(after),
    controls,
    packages,
    stays: stays.map(({ finding, why }) => ({
      id: finding.id,
      package: finding.package,
      installed: finding.installed,
      fixed: finding.fixed,
      severity: finding.severity,
      why,
    })),
    appeared: appeared.map(({ id, package: name, installed, severity }) => ({
      id,
      package: name,
      installed,
      severity,
    })),
    result: { id: result.id, name: result.name, recorded: result.isRecorded, approvedAs: result.approvedAs },
    plan: planDocument(plan),
  };
  return [`${printableJson(JSON.stringify(document, null, 2))}\n`];
}

function sideOf({ report, verdict, counts, findings, exploited, user }: Side): object {
  return {
    ref: report.ref,
    fingerprint: report.fingerprint,
    verdict,
    policy: report.verdict.policy,
    findings: { total: findings, exploited, ...counts },
    packages: report.inventory.packages.length,
    size: report.size,
    layers: report.fingerprint.diffIds.length,
    user: {
      written: report.config.user,
      kind: user.kind,
      uid: user.kind === 'other' ? user.uid : user.kind === 'root' ? 0 : null,
    },
    gaps: report.inventory.gaps.length,
  };
}
