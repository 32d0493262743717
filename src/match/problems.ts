import { isCve } from '../advisories/cve-facts.ts';
import type { AdvisoryMatch, CveFacts } from '../model/advisory.ts';
import type { VulnerabilityFinding } from '../model/finding.ts';
import type { VersionScheme } from '../model/version-scheme.ts';
import { compareTexts } from '../versions/numerals.ts';
import type { Scored } from './cvss.ts';
import { type Evaluation, parseOrNull } from './osv-range.ts';
import { problemNames } from './problem-names.ts';
import { rate } from './severity.ts';

/** A record about a package, and what it says of the installed version. */
export interface Candidate {
  readonly match: AdvisoryMatch;
  readonly evaluation: Evaluation;
}

/** A finding without the package that it is found in. */
export type Problem = Omit<
  VulnerabilityFinding,
  'kind' | 'package' | 'purl' | 'type' | 'installed' | 'certainty' | 'layer' | 'path'
>;

/** What is known beyond the records of one package. */
export interface Knowledge {
  readonly cve: (id: string) => CveFacts | null;
  readonly score: (entry: AdvisoryMatch['advisory']['severity'][number]) => Scored | null;
}

type Decided = Exclude<Evaluation, { outcome: 'unaffected' }>;

interface Statement {
  readonly match: AdvisoryMatch;
  readonly evaluation: Decided;
  readonly names: readonly string[];
  readonly isBundle: boolean;
}

/**
 * Turns what records say about one package into problems: one for each CVE, or for each group of records that are aliases of each other.
 *
 * A problem is `affected` when any record says so, even where another one, of the same problem, says that it is not: records differ in how
 * much they know, and a missed problem costs more than one looked at twice. It is `undecidable` when no record says `affected` and one cannot be decided.
 * It is `wont-fix` when every record that says `affected` also says that it stays so. `fixed` is the highest of the versions by which the records that count say it is fixed; the evidence comes from the record
 * that names it; of several the one whose id is the problem's, then the first by feed and id.
 */
export function problemsOf(candidates: readonly Candidate[], scheme: VersionScheme, knowledge: Knowledge): Problem[] {
  const present = new Set<string>();
  for (const { match, evaluation } of candidates)
    if (evaluation.outcome !== 'unaffected') present.add(match.advisory.id);
  if (present.size === 0) return [];
  const names = problemNames(() => candidates.map(({ match }) => match.advisory), present);
  const statements = new Map<string, Statement[]>();
  for (const { match, evaluation } of candidates) {
    if (evaluation.outcome === 'unaffected') continue;
    const ids = names.of(match.advisory);
    const statement = { match, evaluation, names: ids, isBundle: ids.length > 1 };
    for (const id of ids) {
      const known = statements.get(id);
      if (known === undefined) statements.set(id, [statement]);
      else known.push(statement);
    }
  }
  return [...statements]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([id, all]) => problemOf(id, all, scheme, knowledge));
}

function problemOf(id: string, all: readonly Statement[], scheme: VersionScheme, knowledge: Knowledge): Problem {
  const affected = all.filter(({ evaluation }) => evaluation.outcome === 'affected');
  const counting = affected.length > 0 ? affected : all;
  const { first, fixed } = foremost(id, counting, scheme);
  const facts = isCve(id) ? knowledge.cve(id) : null;
  const rating = rate(id, counting, facts, knowledge.score);
  const { advisory, feed } = first.match;
  return {
    id,
    aliases: aliasesOf(id, all),
    fixed,
    severity: rating.severity,
    score: rating.score,
    vector: rating.vector,
    epss: facts?.epss ?? null,
    knownExploited: facts?.knownExploited ?? false,
    published: earliest([facts?.published ?? null, ...counting.map(({ match }) => match.advisory.published)]),
    status: statusOf(affected, fixed),
    summary:
      advisory.summary || (counting.find(({ match }) => match.advisory.summary !== '')?.match.advisory.summary ?? ''),
    ...(isDisputed(counting, facts) && { disputed: true }),
    evidence: {
      advisory: advisory.id,
      feed,
      range: first.evaluation.range,
      severityFrom: rating.from,
      ...(rating.scoreFrom !== null && { scoreFrom: rating.scoreFrom }),
    },
  };
}

/** A fix that anybody has counts more than that another will not have one. */
function statusOf(affected: readonly Statement[], fixed: string | null): Problem['status'] {
  if (affected.length === 0) return 'undecidable';
  const isLeft = fixed === null && affected.every(({ match }) => match.affected.willNotFix === true);
  return isLeft ? 'wont-fix' : 'affected';
}

function foremost(id: string, statements: readonly Statement[], scheme: VersionScheme) {
  const ranked = statements
    .map((statement) => {
      const { fixed } = statement.evaluation;
      return { statement, fix: fixed === null ? null : parseOrNull(fixed, scheme) };
    })
    .sort((a, b) => {
      const [left, right] = [a.statement.match, b.statement.match];
      return (
        compareFixes(b.fix, a.fix, scheme) ||
        Number(right.advisory.id === id) - Number(left.advisory.id === id) ||
        compareTexts(left.feed, right.feed) ||
        compareTexts(left.advisory.id, right.advisory.id) ||
        compareTexts(a.statement.evaluation.range, b.statement.evaluation.range)
      );
    });
  const first = ranked[0]?.statement;
  if (first === undefined) throw new Error(`no record states ${id}`);
  return { first, fixed: first.evaluation.fixed };
}

function compareFixes(a: unknown, b: unknown, scheme: VersionScheme): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return scheme.compare(a, b);
}

/** What bundles several problems disputes none of them in particular. */
function isDisputed(statements: readonly Statement[], facts: CveFacts | null): boolean {
  return (
    facts?.disputed === true || statements.some(({ match, isBundle }) => !isBundle && match.advisory.disputed === true)
  );
}

/**
 * All other names of a problem. Other CVEs are never among them, even where a record calls them aliases: each is a finding of its own,
 * and a waiver for one must not take the other with it.
 */
function aliasesOf(id: string, statements: readonly Statement[]): readonly string[] {
  const names = new Set<string>();
  for (const { match, isBundle } of statements) {
    const { advisory } = match;
    names.add(advisory.id);
    for (const alias of advisory.aliases) names.add(alias);
    for (const above of advisory.upstream) if (!isBundle || above.endsWith(`-${id}`)) names.add(above);
  }
  return [...names].filter((name) => name !== id && !isCve(name)).sort(compareTexts);
}

/** RFC 3339 in UTC sorts as text. Some feeds write the year 1 for "not known". */
function earliest(times: readonly (string | null)[]): string | null {
  let found: string | null = null;
  for (const time of times) if (time !== null && time >= '1980' && (found === null || time < found)) found = time;
  return found;
}
