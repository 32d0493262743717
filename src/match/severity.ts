import type { AdvisoryMatch, AdvisorySeverity, CveFacts } from '../model/advisory.ts';
import { isMalice, type Severity, severityRank } from '../model/finding.ts';
import { compareTexts } from '../versions/numerals.ts';
import type { Scored } from './cvss.ts';

/** How bad a problem is, and who says so. */
export interface Rating {
  readonly severity: Severity;
  readonly score: number | null;
  readonly vector: string | null;
  /** `GHSA-… (CVSS 3.1)`, `ALSA-… (important)`, `CVE-… (CVSS 3.1)`, `none`. */
  readonly from: string;
  /** Who says score and vector, where it is somebody else: `NVD (CVSS 3.1)`. */
  readonly scoreFrom: string | null;
}

/** A record that states the problem. A bundle is about several problems, and what it says of badness is about the worst of them. */
export interface Statement {
  readonly match: AdvisoryMatch;
  readonly isBundle: boolean;
}

type Scorer = (entry: AdvisorySeverity) => Scored | null;

/** The words of the feeds: GitHub's, Red Hat's, Debian's urgencies, Ubuntu's priorities, RustSec's. */
const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  severe: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  minor: 'low',
  negligible: 'negligible',
  unimportant: 'negligible',
};

/**
 * The severity of a problem, by the first of these that says anything:
 *
 * 0. a record of malice (`MAL-…`): the package itself is the attack, which is critical whatever its vector,
 * 1. CVSS vectors that a record gives for this package (`affected[].severity`),
 * 2. CVSS vectors of the record,
 * 3. the feed's own word, of the package or of the record,
 *    – all three only from records that are about this problem alone –
 * 4. what other records, of any feed, say about the CVE alone: vectors, then those of the NVD, then words,
 * 5. 1 to 3 from records that bundle several problems,
 * 6. nothing: `unknown`.
 *
 * Of several vectors the newest CVSS version counts, of that the highest score; of several words the worst. A vector that is not
 * valid says nothing. Where a word decides, score and vector come from (4) if it has any. Described in docs/severity.md.
 */
export function rate(id: string, statements: readonly Statement[], facts: CveFacts | null, score: Scorer): Rating {
  const alone = statements.filter(({ isBundle }) => !isBundle).map(({ match }) => match);
  const bundles = statements.filter(({ isBundle }) => isBundle).map(({ match }) => match);
  const general =
    best(facts?.severity.map((entry) => ({ entry, source: id })) ?? [], score) ??
    best(facts?.nvd.map((entry) => ({ entry, source: 'NVD' })) ?? [], score);
  const malice = statements.map(({ match }) => match.advisory.id).filter(isMalice);
  const [firstMalice] = malice.sort(compareTexts);
  if (firstMalice !== undefined)
    return fromWord({ severity: 'critical', word: 'malicious', source: firstMalice }, general);
  const generalWord = worst([{ word: facts?.severityWord ?? null, source: id }]);
  return (
    ratingOf(alone, score, general) ??
    (general === null ? null : fromVector(general)) ??
    (generalWord === null ? null : fromWord(generalWord, null)) ??
    ratingOf(bundles, score, general) ?? {
      severity: 'unknown',
      score: null,
      vector: null,
      from: 'none',
      scoreFrom: null,
    }
  );
}

interface Vector {
  readonly scored: Scored;
  readonly source: string;
}

interface Word {
  readonly severity: Severity;
  readonly word: string;
  readonly source: string;
}

function ratingOf(matches: readonly AdvisoryMatch[], score: Scorer, general: Vector | null): Rating | null {
  const named = (match: AdvisoryMatch, entries: readonly AdvisorySeverity[]) =>
    entries.map((entry) => ({ entry, source: match.advisory.id }));
  const vector =
    best(
      matches.flatMap((match) => named(match, match.affected.severity)),
      score,
    ) ??
    best(
      matches.flatMap((match) => named(match, match.advisory.severity)),
      score,
    );
  if (vector !== null) return fromVector(vector);
  const word = worst(
    matches.map(({ advisory, affected }) => ({
      word: affected.severityWord ?? advisory.severityWord,
      source: advisory.id,
    })),
  );
  return word === null ? null : fromWord(word, general);
}

function best(given: readonly { entry: AdvisorySeverity; source: string }[], score: Scorer): Vector | null {
  let found: Vector | null = null;
  for (const { entry, source } of given) {
    const scored = score(entry);
    if (scored !== null && (found === null || isAbove(scored, found.scored))) found = { scored, source };
  }
  return found;
}

function isAbove(a: Scored, b: Scored): boolean {
  if (a.version !== b.version) return a.version > b.version;
  if (a.score !== b.score) return a.score > b.score;
  return a.vector < b.vector;
}

function worst(given: readonly { word: string | null; source: string }[]): Word | null {
  let found: Word | null = null;
  for (const { word, source } of given) {
    const severity = word !== null && Object.hasOwn(words, word) ? words[word] : undefined;
    if (word === null || severity === undefined) continue;
    if (found === null || severityRank(severity) > severityRank(found.severity)) found = { severity, word, source };
  }
  return found;
}

function fromVector({ scored, source }: Vector): Rating {
  return {
    severity: scored.severity,
    score: scored.score,
    vector: scored.vector,
    from: vectorSource({ scored, source }),
    scoreFrom: null,
  };
}

function vectorSource({ scored, source }: Vector): string {
  return `${source} (CVSS ${scored.version})`;
}

function fromWord({ severity, word, source }: Word, general: Vector | null): Rating {
  return {
    severity,
    score: general?.scored.score ?? null,
    vector: general?.scored.vector ?? null,
    from: `${source} (${word})`,
    scoreFrom: general === null ? null : vectorSource(general),
  };
}
