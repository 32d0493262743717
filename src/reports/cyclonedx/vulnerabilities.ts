import type { Severity, VulnerabilityFinding } from '../../model/finding.ts';
import { LONGEST_VERSION } from '../../model/sbom-marks.ts';
import type { Referred } from './components.ts';
import { properties } from './properties.ts';

/** Writes findings as vulnerabilities of the document's components. */
export function vulnerabilityWriter(packages: readonly Referred[]): (finding: VulnerabilityFinding) => object {
  const refs = new Map(packages.map(({ pkg, ref }) => [placeOf(pkg), ref]));
  return (finding) => {
    const { id, aliases, evidence, summary, fixed, published, status, purl } = finding;
    const source = { name: evidence.feed };
    const references = aliases.map((alias) => ({ id: alias, source }));
    return {
      id,
      source,
      ...(references.length === 0 ? {} : { references }),
      ratings: [ratingOf(finding)],
      ...(summary === '' ? {} : { description: summary }),
      ...(fixed === null ? {} : { recommendation: `Upgrade ${finding.package} to ${fixed}` }),
      ...(isTime(published) ? { published } : {}),
      ...analysisOf(status),
      affects: [
        {
          ref: refs.get(placeOf(finding)) ?? purl,
          versions: [
            {
              version: finding.installed.slice(0, LONGEST_VERSION),
              status: status === 'undecidable' ? 'unknown' : 'affected',
            },
          ],
        },
      ],
      properties: properties([
        ['plimsoll:status', status],
        ['plimsoll:advisory', evidence.advisory],
        ['plimsoll:range', evidence.range],
        ['plimsoll:known-exploited', String(finding.knownExploited)],
        ...(finding.epss === null ? [] : [['plimsoll:epss', String(finding.epss)] as const]),
      ]),
    };
  };
}

function placeOf({ purl, layer, path }: Pick<VulnerabilityFinding, 'purl' | 'layer' | 'path'>): string {
  return `${purl}\0${layer}\0${path}`;
}

function ratingOf({ severity, score, vector, evidence }: VulnerabilityFinding): object {
  return {
    source: { name: evidence.severityFrom },
    ...(score === null ? {} : { score }),
    severity: severityNames[severity],
    ...(vector === null ? {} : { method: methodOf(vector), vector }),
  };
}

/** The format has no `negligible`; its `info` is what lies below `low`. */
const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  negligible: 'info',
  unknown: 'unknown',
};

function methodOf(vector: string): string {
  if (vector.startsWith('CVSS:4.')) return 'CVSSv4';
  if (vector.startsWith('CVSS:3.1')) return 'CVSSv31';
  if (vector.startsWith('CVSS:3.')) return 'CVSSv3';
  return /^AV:/.test(vector) ? 'CVSSv2' : 'other';
}

/** That nobody has said anything about exploitability is the usual state, and is not written. */
function analysisOf(status: VulnerabilityFinding['status']): object {
  if (status === 'under-investigation') return { analysis: { state: 'in_triage' } };
  return status === 'wont-fix' ? { analysis: { state: 'exploitable', response: ['will_not_fix'] } } : {};
}

function isTime(text: string | null): text is string {
  return text !== null && /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(text);
}
