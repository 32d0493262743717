import type { VulnerabilityFinding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { Evidence } from '../model/verdict.ts';

/** Whether a finding is why the control `vulnerabilities` did not pass: it stands in its evidence. */
export function denyingTest({ verdict }: Report): FindingTest {
  return among(
    verdict.controls.flatMap(({ id, outcome, evidence }) =>
      id === 'vulnerabilities' && outcome !== 'pass' ? evidence : [],
    ),
  );
}

/** Whether a finding would be, were it not waived. */
export function waivedTest({ verdict }: Report): FindingTest {
  return among(verdict.waived.flatMap(({ control, evidence }) => (control === 'vulnerabilities' ? [evidence] : [])));
}

type FindingTest = (finding: VulnerabilityFinding) => boolean;

function among(evidence: readonly Evidence[]): FindingTest {
  const keys = new Set(evidence.map(keyOf));
  return ({ id, package: name, installed }) => keys.has(keyOf({ id, package: name, installed }));
}

/** One id in one version of one package; where a package lies twice, both deny alike. */
function keyOf({ id, package: name, installed }: Evidence): string {
  return JSON.stringify([id, name, installed]);
}
