import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

test('accounts in the order of the file', async () => {
  const { accounts } = await inventoryOf({
    'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0:::\napp:x:1000:1001:::\n',
  });
  assert.deepEqual(accounts, [
    { name: 'root', uid: 0, gid: 0 },
    { name: 'toor', uid: 0, gid: 0 },
    { name: 'app', uid: 1000, gid: 1001 },
  ]);
});

test('no passwd, an empty one, and one that a later layer wrote', async () => {
  assert.equal((await inventoryOf({ 'etc/group': '' })).accounts, null);
  assert.deepEqual((await inventoryOf({ 'etc/passwd': '' })).accounts, []);
  assert.deepEqual((await inventoryOf({ 'etc/passwd': 'a:x:1:1' }, { 'etc/passwd': 'b:x:2:2' })).accounts, [
    { name: 'b', uid: 2, gid: 2 },
  ]);
});

test('one that no runtime would read is a gap that blinds', async () => {
  const { gaps } = await inventoryOf({ 'etc/passwd': `a:x:1:1\n${'b'.repeat(70_000)}` });
  assert.deepEqual(
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds]),
    [['passwd', 'unparsable', 'accounts']],
  );
});
