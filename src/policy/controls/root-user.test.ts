import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, resultOf } from '../../../test/build/control-input.ts';
import type { Blind } from '../../model/gap.ts';
import type { Outcome } from '../../model/verdict.ts';

const accounts = [
  { name: 'root', uid: 0, gid: 0 },
  { name: 'app', uid: 1000, gid: 1000 },
];

const cases: readonly (readonly [user: string, blind: Blind | null, outcome: Outcome])[] = [
  ['', null, 'fail'],
  ['root', null, 'fail'],
  ['0:0', null, 'fail'],
  ['app', null, 'pass'],
  ['1000:1000', null, 'pass'],
  ['nobody', null, 'unknown'],
  ['root', 'accounts', 'fail'],
  ['app', 'accounts', 'unknown'],
  ['1000', 'accounts', 'pass'],
  ['1000', 'config', 'unknown'],
  ['', 'config', 'fail'],
  ['app', 'packages', 'pass'],
];

for (const [user, blind, outcome] of cases) {
  test(`USER ${JSON.stringify(user)}${blind === null ? '' : ` with ${blind} hidden`}: ${outcome}`, () => {
    const gaps = blind === null ? [] : [gap({ what: blind, blinds: [blind] })];
    const result = resultOf('rootUser', {}, controlInput({ config: { user }, inventory: { accounts, gaps } }));
    assert.equal(result.outcome, outcome);
  });
}

test('it says why', () => {
  const unset = resultOf('rootUser', {}, controlInput());
  assert.equal(unset.message.en, 'the effective user is uid 0 (no USER is set)');
  assert.equal(unset.message['zh-CN'], '实际用户的 uid 为 0（未设置 USER）');
  assert.deepEqual(unset.evidence, [{ id: 'root-user', user: '', uid: 0 }]);
  const named = resultOf('rootUser', {}, controlInput({ config: { user: 'app' }, inventory: { accounts } }));
  assert.equal(named.message.en, 'the effective user is app, uid 1000');
  const noPasswd = resultOf('rootUser', {}, controlInput({ config: { user: 'app' }, inventory: { accounts: null } }));
  assert.equal(noPasswd.outcome, 'unknown');
});

test('an image for Windows has no uid', () => {
  const config = { platform: { os: 'windows', architecture: 'amd64' }, user: 'ContainerAdministrator' };
  assert.equal(resultOf('rootUser', {}, controlInput({ config })).outcome, 'unknown');
});
