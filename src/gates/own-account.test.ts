import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AskedUser, Question } from '../model/question.ts';
import { keepsOwnAccount } from './own-account.ts';

const question = (user: AskedUser | null, ownUser: string | null): Question => ({
  act: 'create',
  asked: 'good:1',
  names: [],
  identity: { configDigest: null, chainId: null, manifestDigest: null, indexDigest: null, diffIds: null },
  origins: [],
  scanRef: null,
  labels: {},
  ownUser,
  user,
});
const asked = (text: string, uid: number | null = null): AskedUser => ({ text, uid, passwd: 'image' });

test('nobody becomes the gate’s own account in a container, however its number is written', async () => {
  const decide = keepsOwnAccount(async () => ({ admitted: true, because: 'verdict' }), 61_500);
  const cases: readonly [user: AskedUser | null, ownUser: string | null, admitted: boolean][] = [
    [asked('61500'), 'app', false],
    [asked('61500:0'), 'app', false],
    [asked('+061500'), 'app', false],
    [asked('someone', 61_500), 'app', false],
    [null, '61500:61500', false],
    [asked('1000'), '61500', true],
    [asked('0:61500'), null, true],
    [null, 'app', true],
    [null, null, true],
  ];
  for (const [user, ownUser, admitted] of cases)
    assert.equal((await decide(question(user, ownUser))).admitted, admitted, `${user?.text} ${ownUser}`);
});
