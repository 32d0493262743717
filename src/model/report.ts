import type { DatabaseFacts } from './advisory.ts';
import type { Suppressed, VulnerabilityFinding } from './finding.ts';
import type { Listing } from './listing.ts';
import type { Verdict } from './verdict.ts';

/** Everything that a scan found out. Reporters print it; nothing is computed after it. */
export interface Report extends Listing {
  /** Sorted by id, then package, version, architecture, path. */
  readonly vulnerabilities: readonly VulnerabilityFinding[];
  readonly suppressed: readonly Suppressed[];
  readonly verdict: Verdict;
  readonly database: DatabaseFacts;
  /** Milliseconds. */
  readonly timings: { readonly total: number; readonly read: number; readonly match: number };
}
