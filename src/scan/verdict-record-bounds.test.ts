import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleReport } from '../../test/sample-report.ts';
import { seal } from '../ledger/dsse.ts';
import { mostOfEntry } from '../ledger/entry.ts';
import type { Account } from '../model/package.ts';
import { rootNames, verdictRecord } from './verdict-record.ts';

const report = sampleReport();
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const recordOf = (changes: Partial<typeof report>, names: readonly string[] = []) =>
  verdictRecord({ ...report, ...changes }, names);
const withEvidence = (evidence: readonly Record<string, string>[]) => {
  const control = { ...report.verdict.controls[0]!, outcome: 'fail', evidence } as const;
  return recordOf({ verdict: { ...report.verdict, controls: [control] } }).failed[0]!.evidence;
};
const withLabels = (labels: Record<string, string>) => recordOf({ config: { ...report.config, labels } }).labels;
const labels = (count: number, value: string) => Object.fromEntries(times(count, (at) => [`l${at}`, value]));
const roots = (count: number, name: (at: number) => string): Account[] =>
  times(count, (at) => ({ name: name(at), uid: 0, gid: 0 }));
const rootsKept = (accounts: readonly Account[]) => rootNames({ accounts, gaps: [] })?.length ?? null;

describe('of what an image says of itself a verdict keeps', () => {
  const cases: readonly [string, () => unknown, unknown][] = [
    ['20 pieces of evidence', () => withEvidence(times(20, () => ({ id: 'a' }))).length, 20],
    ['and no more', () => withEvidence(times(21, () => ({ id: 'a' }))).length, 20],
    ['a text of 1000 letters', () => withEvidence([{ id: 'a'.repeat(1000) }]), [{ id: 'a'.repeat(1000) }]],
    ['and of a longer one that many', () => withEvidence([{ id: 'a'.repeat(1001) }]), [{ id: `${'a'.repeat(1000)}…` }]],
    ['64 KiB of evidence', () => withEvidence(times(20, () => ({ a: '\u0001'.repeat(500) }))).length, 20],
    ['and no more', () => withEvidence(times(20, () => ({ a: '\u0001'.repeat(600) }))).length, 18],
    [
      'the first piece however long it is',
      () =>
        withEvidence(times(2, () => Object.fromEntries(times(20, (at) => [`k${at}`, '\u0001'.repeat(1000)])))).length,
      1,
    ],
    ['200 labels', () => Object.keys(withLabels(labels(200, 'a'))).length, 200],
    ['and no more', () => Object.keys(withLabels(labels(201, 'a'))).length, 200],
    ['a label of 1000 letters', () => withLabels({ a: 'b'.repeat(999) })['a']?.length, 999],
    ['and none that is longer', () => withLabels({ a: 'b'.repeat(1000) }), {}],
    ['64 KiB of labels', () => Object.keys(withLabels(labels(66, 'a'.repeat(980)))).length, 66],
    ['and no more', () => Object.keys(withLabels(labels(200, 'a'.repeat(990)))).length < 66, true],
    [
      '200 names',
      () =>
        recordOf(
          {},
          times(200, (at) => `a:${at}`),
        ).names.length,
      200,
    ],
    [
      'and no more',
      () =>
        recordOf(
          {},
          times(201, (at) => `a:${at}`),
        ).names.length,
      200,
    ],
    ['1000 names of root', () => rootsKept(roots(1000, (at) => `r${at}`)), 1000],
    [
      'of more than that none: then nobody is known not to be root',
      () => rootsKept(roots(1001, (at) => `r${at}`)),
      null,
    ],
    ['one of 1000 letters', () => rootsKept(roots(1, () => 'r'.repeat(1000))), 1],
    ['of a longer one none', () => rootsKept(roots(1, () => 'r'.repeat(1001))), null],
    [
      'of such as come to more than 64 KiB none',
      () => rootsKept(roots(100, (at) => `${at}${'\u0001'.repeat(200)}`)),
      null,
    ],
  ];
  for (const [what, kept, expected] of cases) test(what, () => assert.deepEqual(kept(), expected));
});

test('no image can make its denial too large for the ledger', () => {
  const hostile = '\u0001'.repeat(5000);
  const evidence = times(50, () => Object.fromEntries(times(20, (at) => [`k${at}`, hostile])));
  const controls = times(20, () => ({ ...report.verdict.controls[0]!, outcome: 'fail', evidence }) as const);
  const record = recordOf(
    {
      verdict: { ...report.verdict, controls },
      config: { ...report.config, user: hostile, labels: labels(5000, '\u0001'.repeat(900)) },
      inventory: { ...report.inventory, accounts: roots(1000, (at) => `${at}${'\u0001'.repeat(900)}`) },
    },
    times(5000, (at) => `${'a'.repeat(500)}:${at}`),
  );
  const envelope = seal('application/json', JSON.stringify(record), { keyId: '', sign: () => Buffer.alloc(64) });
  assert.ok(envelope.length < mostOfEntry / 2, `${envelope.length}`);
});
