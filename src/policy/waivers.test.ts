import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, policyOf } from '../../test/build/control-input.ts';
import { sampleFinding } from '../../test/sample-report.ts';
import { judge } from './judge.ts';
import type { WaiverContent, WaiverMatch } from './policy-shape.ts';
import { waives } from './waivers.ts';

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
    assert.equal(waives(one!, 'vulnerabilities', {}, { ...controlInput(), ref }), isMatch);
  });
}

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
