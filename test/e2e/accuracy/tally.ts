import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Expected, Row } from './osv-judge.ts';

const head = [
  'image',
  'packages',
  'expected',
  'found',
  'missing',
  'extra',
  'recall',
  'precision',
  'rated',
  'different',
];

/**
 * Compares a report with what it has to say, prints the figures, and fails at any difference: a finding that is missing or too much, or another
 * fixed version, status, score or severity than the records give.
 */
export function tally(
  t: TestContext,
  title: string,
  packages: number,
  expected: ReadonlyMap<string, Expected>,
  rows: readonly Row[],
): void {
  const found = new Set(rows.map(({ key }) => key));
  const missing = [...expected.keys()].filter((key) => !found.has(key));
  const extra = rows.map(({ key }) => key).filter((key) => !expected.has(key));
  const right = expected.size - missing.length;
  const different: string[] = [];
  for (const row of rows) {
    const wanted = expected.get(row.key);
    if (wanted === undefined) continue;
    const compare = (what: string, is: unknown, should: unknown) => {
      if (is !== should) different.push(`${row.key}: ${what} is ${is}, should be ${should}`);
    };
    if (!wanted.fixed.has(row.fixed)) compare('fixed', row.fixed, [...wanted.fixed].join(' or '));
    compare('status', row.status, wanted.status);
    compare('severity', row.severity, wanted.severity);
    compare('score', row.score, wanted.score);
  }
  const rated = [...expected.values()].filter(({ severity }) => severity !== 'unknown').length;
  const share = (part: number, whole: number) => (whole === 0 ? '-' : String(part / whole));
  const figures = [packages, expected.size, found.size, missing.length, extra.length].map(String);
  const shares = [share(right, expected.size), share(found.size - extra.length, found.size)];
  const cells = [title, ...figures, ...shares, String(rated), String(different.length)];
  t.diagnostic(head.map((text, at) => text.padEnd(at === 0 ? 44 : text.length)).join('  '));
  t.diagnostic(cells.map((text, at) => (at === 0 ? text.padEnd(44) : text.padStart(head[at]!.length))).join('  '));
  assert.deepEqual({ missing, extra, different }, { missing: [], extra: [], different: [] }, title);
  assert.equal(found.size, rows.length, 'a finding stands in the report twice');
}
