import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { sampleReport } from '../../test/sample-report.ts';
import { rootNames, verdictRecord } from './verdict-record.ts';

const names = ['registry.local/shop/cart:2.4.1'];

test('an entry names what failed, its first evidence and how much there is', () => {
  const report = sampleReport();
  const record = verdictRecord(report, names);
  assert.deepEqual(record.fingerprint, report.fingerprint);
  assert.deepEqual([record.decision, record.policy, record.names], ['deny', report.verdict.policy, names]);
  assert.deepEqual(
    record.failed.map(({ id }) => id),
    report.verdict.controls.filter(({ outcome }) => outcome !== 'pass').map(({ id }) => id),
  );
  const vulnerabilities = record.failed.find(({ id }) => id === 'vulnerabilities');
  assert.match(vulnerabilities?.first ?? '', /^CVE-\d+-\d+ in \S+ \S+, fixed in \S+$/);
  assert.equal(
    vulnerabilities?.count,
    report.verdict.controls.find(({ id }) => id === 'vulnerabilities')?.evidence.length,
  );
});

test('what an image says of itself reaches an entry bounded and in one visible line', () => {
  const report = sampleReport();
  const evidence = { id: 'CVE-1-1\n', package: `\u001b[2J${'x'.repeat(5000)}`, installed: '1' };
  const control = { ...report.verdict.controls[0]!, outcome: 'fail', evidence: Array(50).fill(evidence) } as const;
  const record = verdictRecord({ ...report, verdict: { ...report.verdict, controls: [control] } }, names);
  const [failed] = record.failed;
  assert.ok(failed !== undefined && failed.first.length <= 1100 && !/\p{Cc}/u.test(failed.first));
  assert.deepEqual([failed.count, failed.evidence.length], [50, 20]);
  assert.ok(JSON.stringify(failed.evidence).length < 50_000);
  const user = '0'.repeat(5000);
  const many = Array.from({ length: 5000 }, (_, i) => `registry.local/cart:${i}`);
  const other = verdictRecord({ ...report, config: { ...report.config, user } }, many);
  assert.ok(other.user.length <= 1001 && other.names.length === 200);
});

test('a passwd of a hundred thousand accounts does not hold anybody up', () => {
  const accounts = Array.from({ length: 100_000 }, (_, i) => ({
    name: `user${i % 60_000}`,
    uid: i === 7 ? 0 : i + 1,
    gid: 0,
  }));
  const began = processorTime();
  assert.deepEqual(rootNames({ accounts, gaps: [] }), ['user7']);
  assert.ok(processorTime() - began < 5000);
  // So many that no ledger is to keep them: then nobody knows.
  assert.equal(rootNames({ accounts: accounts.map((account) => ({ ...account, uid: 0 })), gaps: [] }), null);
});

test('root is whoever has uid 0, and nobody knows where passwd could not be read', () => {
  const account = (name: string, uid: number) => ({ name, uid, gid: 0 });
  const accounts = [account('root', 0), account('toor', 0), account('app', 1000), account('cut', 2 ** 32)];
  assert.deepEqual(rootNames({ accounts, gaps: [] }), ['root', 'toor', 'cut']);
  assert.equal(rootNames({ accounts: null, gaps: [] }), null);
  const gap = {
    what: 'passwd',
    path: 'etc/passwd',
    layer: null,
    reason: 'corrupt',
    blinds: ['accounts'],
    incomplete: false,
  } as const;
  assert.equal(rootNames({ accounts, gaps: [gap] }), null);
});
