import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type FeedRecord, ratings } from './feed-records.ts';
import { type Expected, expectedOf, type Installed } from './osv-judge.ts';
import { rowsOf, type Scanned } from './scanned.ts';
import { tally } from './tally.ts';
import type { VersionOrder } from './version-order.ts';

/** An image: what the ecosystem's own tool lists in it, and what Plimsoll reports of it. */
export interface Compared {
  readonly title: string;
  readonly installed: readonly Installed[];
  readonly report: Scanned;
  /** Tells copies apart in the report as `place` does in `installed`. */
  readonly placeOf: (item: { purl: string; path: string }) => string;
}

/** The other side of the comparison. */
export interface Knowledge {
  readonly records: readonly FeedRecord[];
  /** As OSV writes it: `Debian:11`, `npm`. */
  readonly ecosystem: string;
  readonly order: VersionOrder;
}

/** The report has the packages that the tool lists and the findings that the records give for them. Returns these. */
export function compare(
  t: TestContext,
  { title, installed, report, placeOf }: Compared,
  { records, ecosystem, order }: Knowledge,
): Map<string, Expected> {
  assert.deepEqual(
    report.packages.map((pkg) => `${pkg.name} ${pkg.version} ${placeOf(pkg)}`).sort(),
    installed.map((one) => `${one.package} ${one.version} ${one.place}`).sort(),
    `${title}: packages`,
  );
  assert.deepEqual(report.gaps, []);
  assert.deepEqual(report.suppressed, []);
  const expected = expectedOf(records, ecosystem, installed, order, ratings());
  tally(t, title, installed.length, expected, rowsOf(report, placeOf));
  return expected;
}
