import type { DatabaseFacts } from './advisory.ts';
import type { Suppressed, VulnerabilityFinding } from './finding.ts';
import type { Fingerprint, ImageConfig } from './image.ts';
import type { Inventory } from './inventory.ts';
import type { Verdict } from './verdict.ts';

/** Everything that a scan found out. Reporters print it; nothing is computed after it. */
export interface Report {
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  /** RFC 3339, UTC. */
  readonly scannedAt: string;
  readonly ref: string;
  readonly source: string;
  /** Names of the image in full, as its source has them: for the ledger. No report shows them, as they are no part of what the image is. */
  readonly names: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  /** Bytes: the sum of the uncompressed layers. */
  readonly size: number;
  readonly inventory: Inventory;
  /** Sorted by id, then package, version, architecture, path. */
  readonly vulnerabilities: readonly VulnerabilityFinding[];
  readonly suppressed: readonly Suppressed[];
  readonly verdict: Verdict;
  readonly database: DatabaseFacts;
  /** Milliseconds. */
  readonly timings: { readonly total: number; readonly read: number; readonly match: number };
}
