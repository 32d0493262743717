import { isObject, type JsonObject } from './osv-fields.ts';

/** Words that feeds write where they have not judged yet; as good as none. */
const undecided = new Set([
  'unknown',
  'none',
  'n/a',
  'untriaged',
  'unrated',
  'not yet assigned',
  'undefined',
  'end-of-life',
]);

/** How bad, worst first, over the words that feeds use. What is not listed ranks last. */
const order: readonly (readonly string[])[] = [
  ['critical'],
  ['high', 'important', 'severe'],
  ['medium', 'moderate'],
  ['low', 'minor'],
  ['negligible', 'unimportant'],
];

/** The word in lower case, without Debian's `**`; null where it is no judgement. */
function severityWord(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 100) return null;
  const word = value.toLowerCase().replace(/\*+$/, '').trim();
  return /^[a-z][a-z /-]{0,30}$/.test(word) && !undecided.has(word) ? word : null;
}

/** The worst of some words; of equally bad ones the first in the alphabet, so that order does not matter. */
export function worstWord(words: readonly (string | null)[]): string | null {
  const rank = (word: string) => {
    const place = order.findIndex((group) => group.includes(word));
    return place === -1 ? order.length : place;
  };
  return words.filter((word) => word !== null).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? null;
}

/**
 * The word of a whole record: `database_specific.severity` (GitHub, openEuler), a `severity` entry of a type that is no CVSS (Ubuntu's
 * priority), or how the title of a Red Hat style erratum begins (`Important: kernel security update`); else the band of the highest
 * score that `affected` carries: a base score is about the problem, where an urgency is about the package.
 */
export function wordOfRecord(
  specific: JsonObject,
  severity: readonly unknown[],
  summary: string,
  affected: readonly unknown[],
): string | null {
  const own = severityWord(specific['severity']);
  if (own !== null) return own;
  for (const entry of severity) {
    if (isObject(entry) && typeof entry['type'] === 'string' && !entry['type'].startsWith('CVSS')) {
      const word = severityWord(entry['score']);
      if (word !== null) return word;
    }
  }
  return (
    severityWord(/^(critical|important|moderate|low)\s*:/i.exec(summary)?.[1]) ?? worstWord(affected.map(bandOfPackage))
  );
}

/** The word of one affected package, with the band of a CVSS 3 base score where only that is given (ruby-advisory-db). */
export function wordOfPackage(ecosystem: JsonObject, database: JsonObject): string | null {
  return (
    severityWord(ecosystem['severity']) ??
    severityWord(ecosystem['urgency']) ??
    severityWord(ecosystem['ubuntu_priority']) ??
    severityWord(database['severity']) ??
    bandOf(database['cvss_v3_score'])
  );
}

/** Debian's urgency of packages that it no longer supports, and the states of a fix as others write them. */
const leftAsItIs: ReadonlySet<string> = new Set([
  'end-of-life',
  'ignored',
  'wont-fix',
  "won't fix",
  'will not fix',
  'out of support scope',
]);

/** Whether a feed says of a package that the problem stays in it. */
export function isLeftAsItIs(ecosystem: JsonObject, database: JsonObject): boolean {
  const said = [ecosystem['urgency'], ecosystem['status'], database['status'], database['fix_state']];
  return said.some((word) => typeof word === 'string' && leftAsItIs.has(word.toLowerCase().trim()));
}

function bandOfPackage(entry: unknown): string | null {
  const database = isObject(entry) ? entry['database_specific'] : undefined;
  return isObject(database) ? bandOf(database['cvss_v3_score']) : null;
}

/** CVSS v3.1 specification, section 5, "Qualitative Severity Rating Scale". */
function bandOf(score: unknown): string | null {
  if (typeof score !== 'number' || !(score >= 0.1 && score <= 10)) return null;
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}
