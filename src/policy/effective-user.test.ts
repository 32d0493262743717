import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EffectiveUser, effectiveUser } from './effective-user.ts';

const accounts = [
  { name: 'root', uid: 0, gid: 0 },
  { name: 'toor', uid: 0, gid: 0 },
  { name: 'app', uid: 1000, gid: 1000 },
  { name: 'app', uid: 0, gid: 0 },
  { name: '1234', uid: 0, gid: 0 },
  { name: '0x0', uid: 7, gid: 7 },
  { name: 'wrap', uid: 2 ** 32, gid: 0 },
  { name: 'large', uid: 2 ** 31, gid: 0 },
  { name: 'negative', uid: -1, gid: 0 },
  { name: ' app', uid: 0, gid: 0 },
];

const cases: readonly (readonly [user: string, kind: EffectiveUser['kind']])[] = [
  ['', 'root'],
  ['   ', 'root'],
  ['0', 'root'],
  ['00', 'root'],
  ['+0', 'root'],
  ['-0', 'root'],
  [' 0', 'root'],
  ['0 ', 'root'],
  ['0:0', 'root'],
  ['0:1000', 'root'],
  [':1000', 'root'],
  [':', 'root'],
  ['0:1:2', 'root'],
  ['root', 'root'],
  ['root:app', 'root'],
  ['toor', 'root'],
  ['4294967296', 'root'],
  ['8589934592', 'root'],
  ['-4294967296', 'root'],
  ['wrap', 'root'],
  ['1000', 'other'],
  ['1000:0', 'other'],
  ['+1000', 'other'],
  ['2147483647', 'other'],
  ['app', 'other'],
  ['app:root', 'other'],
  ['1234', 'other'],
  ['0x0', 'other'],
  ['2147483648', 'unsure'],
  ['4294967295', 'unsure'],
  ['-1', 'unsure'],
  ['9'.repeat(50), 'unsure'],
  ['9'.repeat(1_000_000), 'unsure'],
  ['large', 'unsure'],
  ['negative', 'unsure'],
  ['nobody', 'unsure'],
  ['Root', 'unsure'],
  [' app', 'unsure'],
  ['app ', 'unsure'],
  ['1000 ', 'unsure'],
  ['app:a:b', 'unsure'],
  ['1_000', 'unsure'],
  ['１', 'unsure'],
];

for (const [user, kind] of cases) {
  test(`USER ${JSON.stringify(user.slice(0, 60))} is ${kind}`, () => {
    assert.equal(effectiveUser(user, accounts).kind, kind);
  });
}

test('without a passwd a number is a uid and a name is nobody known', () => {
  assert.deepEqual(effectiveUser('1000', null), { kind: 'other', uid: 1000 });
  assert.equal(effectiveUser('0', null).kind, 'root');
  assert.equal(effectiveUser('root', null).kind, 'unsure');
});
