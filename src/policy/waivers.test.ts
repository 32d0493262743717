import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, policyOf } from '../../test/build/control-input.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { sampleFinding } from '../../test/sample-report.ts';
import { judge } from './judge.ts';
import type { WaiverContent, WaiverMatch } from './policy-shape.ts';
import { waiverFinder } from './waivers.ts';

const finding = sampleFinding({
  id: 'CVE-2024-1',
  aliases: ['DSA-9-1', 'GHSA-a'],
  package: 'curl',
  installed: '7',
  severity: 'high',
  path: 'var/lib/dpkg/status',
});
const { configDigest, manifestDigest, chainId } = controlInput().fingerprint;

function waiver(match: WaiverMatch, changes: Partial<WaiverContent> = {}): WaiverContent {
  return {
    control: 'vulnerabilities',
    match,
    reason: 'not reachable',
    owner: 'a@example.com',
    expires: '2026-03-04',
    ...changes,
  };
}

const matches: readonly (readonly [match: WaiverMatch, waived: boolean])[] = [
  [{ id: 'CVE-2024-1' }, true],
  [{ id: 'cve-2024-1' }, true],
  [{ id: 'DSA-9-1' }, true],
  [{ id: 'GHSA-a' }, true],
  [{ id: 'CVE-2024-11' }, false],
  [{ id: 'CVE-2024' }, false],
  [{ package: 'curl' }, true],
  [{ package: 'cur*' }, true],
  [{ package: 'cur' }, false],
  [{ path: 'var/lib/dpkg/*' }, true],
  [{ path: 'var/lib/rpm/*' }, false],
  [{ id: 'CVE-2024-1', package: 'curl' }, true],
  [{ id: 'CVE-2024-1', package: 'wget' }, false],
  [{ image: 'registry.local/app/*' }, true],
  [{ image: 'docker:registry.local/app/*' }, true],
  [{ image: '*' }, true],
  [{ image: 'registry.local/app' }, false],
  [{ image: 'registry:registry.local/app/*' }, false],
  [{ fingerprint: configDigest }, true],
  [{ fingerprint: manifestDigest ?? '' }, true],
  [{ fingerprint: chainId ?? '' }, false],
];

for (const [match, waived] of matches) {
  test(`${JSON.stringify(match)} ${waived ? 'waives' : 'does not waive'}`, () => {
    const policy = policyOf({ vulnerabilities: {} }, [waiver(match)]);
    const verdict = judge(policy, controlInput({ vulnerabilities: [finding] }));
    assert.equal(verdict.controls[0]?.outcome, waived ? 'pass' : 'fail');
    assert.equal(verdict.decision, waived ? 'allow' : 'deny');
    assert.equal(verdict.waived.length, waived ? 1 : 0);
  });
}

const images: readonly (readonly [pattern: string, ref: string, matches: boolean])[] = [
  ['app:*', 'docker:app:1', true],
  ['app:*', 'registry:app:1', true],
  ['app:*', 'archive:app:1', false],
  ['registry.local/app/*', 'archive:registry.local/app/cart.tar', false],
  ['archive:build/*.tar', 'archive:build/cart.tar', true],
  ['*', 'archive:build/cart.tar', true],
  ['rootfs:/', 'rootfs:/', true],
  ['localhost:5000/*', 'registry:localhost:5000/app', true],
  ['registry:5000/app', 'registry:registry:5000/app', true],
  ['registry.local/app', 'registry:evil.example/registry.local/app', false],
];

for (const [pattern, ref, isMatch] of images) {
  test(`image ${pattern} ${isMatch ? 'is' : 'is not'} ${ref}`, () => {
    const [one] = policyOf({}, [waiver({ image: pattern })]).waivers;
    const found = waiverFinder([one!], 'vulnerabilities', { ...controlInput(), ref })({});
    assert.equal(found, isMatch ? one : null);
  });
}

test('a directory is no content that anybody could name', () => {
  const [one] = policyOf({}, [waiver({ fingerprint: configDigest })]).waivers;
  assert.equal(waiverFinder([one!], 'vulnerabilities', { ...controlInput(), ref: 'rootfs:/srv' })({}), null);
});

test('of several waivers the one that names the id is said to have waived', () => {
  const broad = waiver({ image: '*' }, { owner: 'broad@example.com' });
  const named = waiver({ id: 'DSA-9-1' }, { owner: 'named@example.com' });
  const policy = policyOf({ vulnerabilities: {} }, [broad, named, waiver({ id: 'CVE-2024-1', package: 'wget' })]);
  const { waived } = judge(policy, controlInput({ vulnerabilities: [finding] }));
  assert.deepEqual(
    waived.map(({ waiver: { owner } }) => owner),
    ['named@example.com'],
  );
});

test('thousands of waivers and findings take no time to speak of', () => {
  const many = Array.from({ length: 8000 }, (_, at) => waiver({ id: `CVE-2023-${at}`, package: 'c*' }));
  const findings = Array.from({ length: 5000 }, (_, at) => ({ ...finding, id: `CVE-2022-${at}` }));
  const policy = policyOf({ vulnerabilities: {} }, many);
  const started = processorTime();
  const verdict = judge(policy, controlInput({ vulnerabilities: findings }));
  assert.equal(verdict.controls[0]?.evidence.length, 5000);
  assert.ok(processorTime() - started < 2000);
});

test('what is waived is said to end when the first of its waivers ends, however the dates are written', () => {
  const policy = policyOf({ rootUser: {}, labels: { require: [{ key: 'a/b' }, { key: 'c' }] } }, [
    waiver({ id: 'a/b' }, { control: 'labels', expires: '2026-04-01' }),
    waiver({ id: 'c' }, { control: 'labels', expires: '2026-04-01T12:00:00+02:00' }),
    waiver({ id: 'root-user' }, { control: 'rootUser' }),
  ]);
  const { decision, controls } = judge(policy, controlInput());
  assert.equal(decision, 'allow');
  assert.deepEqual(
    controls.map(({ message }) => message.en),
    ['1 waived until 2026-03-04', '2 waived, the earliest until 2026-04-01T12:00:00+02:00'],
  );
});

test('a waiver lasts to the end of its day, and not longer', () => {
  const policy = policyOf({ vulnerabilities: {} }, [waiver({ id: 'CVE-2024-1' })]);
  const at = (now: string) => judge(policy, controlInput({ vulnerabilities: [finding], now: new Date(now) }));
  assert.equal(at('2026-03-04T23:59:59.999Z').decision, 'allow');
  const after = at('2026-03-05T00:00:00Z');
  assert.equal(after.decision, 'deny');
  assert.deepEqual(after.waived, []);
  assert.deepEqual(after.expiredWaivers, [
    {
      control: 'vulnerabilities',
      match: { id: 'CVE-2024-1' },
      reason: 'not reachable',
      owner: 'a@example.com',
      approvedBy: null,
      expires: '2026-03-04',
    },
  ]);
});

test('what is waived is taken out of the failure, what is not stays', () => {
  const other = sampleFinding({ id: 'CVE-2024-2', package: 'curl', installed: '7', severity: 'high' });
  const policy = policyOf({ vulnerabilities: {} }, [waiver({ id: 'CVE-2024-1' })]);
  const verdict = judge(policy, controlInput({ vulnerabilities: [finding, other] }));
  assert.deepEqual(
    verdict.controls[0]?.evidence.map((item) => item['id']),
    ['CVE-2024-2'],
  );
  assert.equal(verdict.controls[0]?.message.en, '1 of 2 findings is high or above, or exploited in the wild');
  assert.equal(verdict.waived[0]?.evidence['id'], 'CVE-2024-1');
  assert.equal(verdict.waived[0]?.waiver.owner, 'a@example.com');
});

test('a waiver does not turn what cannot be decided into a pass', () => {
  const undecidable = { ...finding, status: 'undecidable' } as const;
  const policy = policyOf({ vulnerabilities: {} }, [waiver({ image: '*' })]);
  const alone = judge(policy, controlInput({ vulnerabilities: [undecidable] }));
  assert.equal(alone.controls[0]?.outcome, 'unknown');
  const behind = judge(policy, controlInput({ vulnerabilities: [finding, { ...undecidable, id: 'CVE-2024-3' }] }));
  assert.equal(behind.controls[0]?.outcome, 'unknown');
  assert.equal(behind.waived.length, 1);
  const blind = judge(policy, controlInput({ vulnerabilities: [finding], inventory: { gaps: [gap()] } }));
  assert.equal(blind.controls[0]?.outcome, 'unknown');
  assert.equal(blind.decision, 'deny');
});

test('a waiver is for its own control', () => {
  const policy = policyOf({ rootUser: {} }, [waiver({ image: '*' })]);
  assert.equal(judge(policy, controlInput()).decision, 'deny');
  const own = policyOf({ rootUser: {} }, [waiver({ image: '*' }, { control: 'rootUser' })]);
  const verdict = judge(own, controlInput());
  assert.equal(verdict.decision, 'allow');
  assert.equal(verdict.controls[0]?.message.en, '1 waived until 2026-03-04');
});

test('a waiver that matches nothing harms nothing', () => {
  const verdict = judge(policyOf({ vulnerabilities: {} }, [waiver({ id: 'CVE-1-1' })]), controlInput());
  assert.deepEqual([verdict.decision, verdict.waived, verdict.expiredWaivers], ['allow', [], []]);
});
