import cvss from 'ae-cvss-calculator';
import type { AdvisorySeverity } from '../model/advisory.ts';
import type { Severity } from '../model/finding.ts';

/** A vector that could be scored. */
export interface Scored {
  /** As written, without the brackets that CVSS 2 is sometimes put in. */
  readonly vector: string;
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  /** The base score, whatever threat or environmental metrics the vector has. */
  readonly score: number;
  readonly severity: Severity;
}

interface Version {
  readonly name: Scored['version'];
  readonly prefix: string;
  /** The base metrics with their values, which must all be there. */
  readonly base: Readonly<Record<string, string>>;
  score(vector: string): number | undefined;
}

const base3 = { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'NLH', I: 'NLH', A: 'NLH' };

/** CVSS v2 guide, section 2.1; v3.0 and v3.1 specifications, section 2; v4.0 specification, section 2. */
const versions: readonly Version[] = [
  {
    name: '4.0',
    prefix: 'CVSS:4.0/',
    base: {
      AV: 'NALP',
      AC: 'LH',
      AT: 'NP',
      PR: 'NLH',
      UI: 'NPA',
      VC: 'HLN',
      VI: 'HLN',
      VA: 'HLN',
      SC: 'HLN',
      SI: 'HLN',
      SA: 'HLN',
    },
    score: (vector) => new cvss.Cvss4P0(vector).calculateScores().baseMetricsOnly,
  },
  {
    name: '3.1',
    prefix: 'CVSS:3.1/',
    base: base3,
    score: (vector) => new cvss.Cvss3P1(vector).calculateScores().base,
  },
  {
    name: '3.0',
    prefix: 'CVSS:3.0/',
    base: base3,
    score: (vector) => new cvss.Cvss3P0(vector).calculateScores().base,
  },
  {
    name: '2.0',
    prefix: '',
    base: { AV: 'LAN', AC: 'HML', Au: 'MSN', C: 'NPC', I: 'NPC', A: 'NPC' },
    score: (vector) => new cvss.Cvss2(vector).calculateScores().base,
  },
];

/** The longest vector that the specifications allow has some 250 characters. */
const longest = 400;

/** Scores one `severity` entry of a record. null where it is no CVSS vector or not a complete and valid one. */
export function scoreVector(entry: AdvisorySeverity): Scored | null {
  if (!entry.type.startsWith('CVSS_') || entry.score.length > longest) return null;
  const bare = /^\((.*)\)$/.exec(entry.score.trim())?.[1] ?? entry.score.trim();
  // Metrics may be left hanging on a slash by the services that join them.
  const vector = bare.endsWith('/') ? bare.slice(0, -1) : bare;
  const version = versions.find(({ prefix }) => vector.startsWith(prefix));
  if (version === undefined || !isComplete(vector.slice(version.prefix.length), version.base)) return null;
  const score = baseScore(version, vector);
  return score === null ? null : { vector, version: version.name, score, severity: band(version.name, score) };
}

function isComplete(metrics: string, base: Version['base']): boolean {
  const values = new Map<string, string>();
  for (const metric of metrics.split('/')) {
    const [, name, value] = /^([A-Za-z]{1,3}):([A-Za-z]{1,5})$/.exec(metric) ?? [];
    if (name === undefined || value === undefined || values.has(name)) return false;
    values.set(name, value);
  }
  return Object.entries(base).every(([name, allowed]) => {
    const value = values.get(name);
    return value?.length === 1 && allowed.includes(value);
  });
}

function baseScore(version: Version, vector: string): number | null {
  let score: number | undefined;
  try {
    score = version.score(vector);
  } catch {
    // The library throws for a metric or value that the version does not have: such a vector says nothing.
    return null;
  }
  return score !== undefined && score >= 0 && score <= 10 ? score : null;
}

/** The qualitative rating scales of CVSS 3 and 4 (a score of 0, "none", is negligible); NVD's for CVSS 2, which has no critical. */
function band(version: Scored['version'], score: number): Severity {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score === 0) return 'negligible';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}
