import { baseScore, severityWord } from './cvss3.ts';
import type { FeedRecord, Ratings } from './feed-records.ts';

/** How bad a problem has to be called. */
export interface Rating {
  readonly severity: string;
  readonly score: number | null;
}

/** Worst last. */
const words: Readonly<Record<string, string>> = {
  low: 'low',
  moderate: 'medium',
  medium: 'medium',
  important: 'high',
  high: 'high',
  critical: 'critical',
};

/**
 * The order of sources that docs/severity.md promises: records about the problem alone, then what any record says about the CVE
 * alone, then records that bundle it with others; within each, vectors before words.
 */
export function rate(alone: readonly FeedRecord[], general: Ratings[string], bundles: readonly FeedRecord[]): Rating {
  const generalScore = scoreOf(general.vectors);
  const byVector = (score: number | null) => (score === null ? null : { severity: severityWord(score), score });
  const byWord = (given: readonly (string | null)[]) => {
    const worst = Object.keys(words).findLast((word) => given.includes(word));
    return worst === undefined ? null : { severity: words[worst]!, score: generalScore };
  };
  return (
    byVector(scoreOf(alone.flatMap(({ vectors }) => vectors))) ??
    byWord(alone.map(({ word }) => word)) ??
    byVector(generalScore) ??
    byWord(general.words) ??
    byVector(scoreOf(bundles.flatMap(({ vectors }) => vectors))) ??
    byWord(bundles.map(({ word }) => word)) ?? { severity: 'unknown', score: null }
  );
}

/** The highest base score among the vectors of the newest version. */
function scoreOf(vectors: readonly string[]): number | null {
  const newest = vectors.toSorted().at(-1)?.slice(0, 8);
  const scores = vectors.filter((vector) => newest !== undefined && vector.startsWith(newest)).map(baseScore);
  return scores.length === 0 ? null : Math.max(...scores);
}
