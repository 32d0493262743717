import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, policyOf } from '../../test/build/control-input.ts';
import type { Control } from './control.ts';
import { judge } from './judge.ts';

const broken: Control = {
  id: 'broken',
  title: { en: 'broken', 'zh-CN': '出错' },
  settings: (zod) => zod.unknown(),
  explain: () => [],
  evaluate() {
    throw new RangeError('out of it');
  },
};

test('without controls everything that was read is allowed', () => {
  const verdict = judge(policyOf({}), controlInput());
  assert.deepEqual(verdict.controls, []);
  assert.equal(verdict.decision, 'allow');
  assert.equal(verdict.base, null);
});

test('an image that was not read completely is never allowed', () => {
  const gaps = [
    gap({ what: 'package.json', incomplete: false }),
    gap({ what: 'layer', path: null, reason: 'truncated', incomplete: true }),
  ];
  const verdict = judge(policyOf({}), controlInput({ inventory: { gaps } }));
  assert.equal(verdict.decision, 'deny');
  const [result] = verdict.controls;
  assert.deepEqual([result?.id, result?.outcome, result?.evidence.length], ['completeness', 'unknown', 1]);
  assert.equal(result?.message.en, 'the image was not read completely (layer: it ends too early)');
  assert.match(result?.message['zh-CN'] ?? '', /^镜像未能完整读取（镜像层：/);
});

test('a control that throws is unknown, and the others are asked all the same', () => {
  const policy = policyOf({ labels: {} });
  const verdict = judge(
    { ...policy, controls: [{ control: broken, settings: {} }, ...policy.controls] },
    controlInput(),
  );
  assert.deepEqual(
    verdict.controls.map(({ id, outcome }) => [id, outcome]),
    [
      ['broken', 'unknown'],
      ['labels', 'pass'],
    ],
  );
  assert.equal(verdict.decision, 'deny');
  assert.equal(verdict.controls[0]?.message.en, 'the control itself broke: out of it');
});

test('one control that fails denies, whatever the others say', () => {
  const verdict = judge(policyOf({ labels: {}, rootUser: {}, packages: {} }), controlInput());
  assert.deepEqual(
    verdict.controls.map(({ id, outcome }) => [id, outcome]),
    [
      ['rootUser', 'fail'],
      ['packages', 'pass'],
      ['labels', 'pass'],
    ],
  );
  assert.equal(verdict.decision, 'deny');
});

test('the same image, policy and time give the same verdict', () => {
  const policy = policyOf({ vulnerabilities: {}, rootUser: {}, packages: { forbid: [{ name: 'a*' }] } });
  assert.deepEqual(judge(policy, controlInput()), judge(policy, controlInput()));
});
