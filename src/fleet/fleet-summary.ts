import { fill, type Text } from '../base/text.ts';
import { fleetWords as words } from '../messages/fleet-words.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import type { Failures } from './failures.ts';
import type { FleetAsk } from './fleet-ask.ts';
import { type ImageRow, isOpen } from './image-row.ts';
import type { FleetResult } from './scan-fleet.ts';
import type { Failed } from './target.ts';

/** Everything that a run found out. Reporters print it. */
export interface FleetSummary extends Omit<FleetResult, 'failures' | 'takenOver'> {
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly ask: FleetAsk;
  readonly policy: { readonly name: string; readonly digest: string };
  readonly database: DatabaseFacts;
  readonly failures: Pick<Failures, 'count' | 'kept'>;
  /** What differs from run to run. */
  readonly effort: FleetEffort;
}

export interface FleetEffort {
  /** RFC 3339. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly milliseconds: number;
  readonly requests: number;
  readonly bytes: number;
  readonly refusals: number;
  readonly takenOver: number;
}

/** What it comes to. */
export interface FleetTotals {
  readonly images: number;
  readonly allowed: number;
  readonly denied: number;
  /** Images that were read in part or not decided, and names that led to none. */
  readonly notCompleted: number;
}

export function totalsOf({ rows, failures }: Pick<FleetSummary, 'rows' | 'failures'>): FleetTotals {
  return {
    images: rows.length,
    allowed: rows.filter((row) => row.verdict === 'allowed' && !row.isIncomplete).length,
    denied: rows.filter((row) => row.verdict === 'denied').length,
    notCompleted: rows.filter(isOpen).length + failures.count,
  };
}

/** Something that could not be judged completely, with why. */
export interface OpenEntry {
  readonly name: string;
  readonly code: string;
  readonly what: Text;
}

/** Images that were not completed come before names that led to none. */
export function openEntries({ rows, failures }: Pick<FleetSummary, 'rows' | 'failures'>): readonly OpenEntry[] {
  const open = rows.filter(isOpen).map((row) => ({
    name: row.names[0] ?? row.digest,
    code: row.isIncomplete ? 'incomplete' : 'undecided',
    what: row.isIncomplete ? words.incompleteRow : fill(words.undecidedRow, { controls: row.undecided.join(', ') }),
  }));
  return [...open, ...failures.kept.map(({ name, code, what }: Failed) => ({ name, code, what }))];
}

/** What has to be acted on first stands first: denied, not completed, then by findings. */
export function byUrgency(rows: readonly ImageRow[]): readonly ImageRow[] {
  const rank = (row: ImageRow) => (row.verdict === 'denied' ? 0 : isOpen(row) ? 1 : 2);
  return rows
    .map((row, at) => ({ row, at }))
    .sort(
      (a, b) =>
        rank(a.row) - rank(b.row) ||
        b.row.exploited - a.row.exploited ||
        b.row.findings.critical - a.row.findings.critical ||
        b.row.findings.high - a.row.findings.high ||
        b.row.findings.medium - a.row.findings.medium ||
        a.at - b.at,
    )
    .map(({ row }) => row);
}

/** Where a run looked: `registry.local/shop`. */
export function placeOf({ host, prefix }: FleetAsk): string {
  return prefix === '' ? host : `${host}/${prefix}`;
}
