import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Text } from '../base/text.ts';
import { reloading, saidAtStart } from './gate-reload.ts';
import type { DecidingRequest, OpenGate } from './services.ts';

function ground(reload: OpenGate['reload']) {
  let ask: () => void = () => {};
  const said: string[] = [];
  const io = {
    onReload: (again: () => void) => {
      ask = again;
    },
    announce: (text: Text) => void said.push(text.en),
    complain: (error: unknown) => void said.push(String(error)),
  };
  const gate: OpenGate = { address: '', metricsAddress: null, close: async () => {}, reload };
  return { io, gate, said, ask: () => ask() };
}

const nothing = async () => ({}) as DecidingRequest;
const policy = { name: 'strict', digest: `sha256:${'a'.repeat(64)}` };

test('what is asked for before the gate stands is done when it does, once', async () => {
  let times = 0;
  const { io, gate, said, ask } = ground(async () => {
    times += 1;
    return policy;
  });
  const stands = reloading(io, nothing);
  ask();
  ask();
  assert.equal(times, 0);
  stands(gate);
  await turn();
  assert.equal(times, 1);
  assert.deepEqual(said, ['policy in force: strict (aaaaaaaaaaaa)']);
});

test('what cannot be used is complained about, and the next one is tried all the same', async () => {
  let isBroken = true;
  const { io, gate, said, ask } = ground(() =>
    isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(policy),
  );
  reloading(io, nothing)(gate);
  ask();
  await turn();
  isBroken = false;
  ask();
  await turn();
  assert.deepEqual(said, ['Error: broken', 'policy in force: strict (aaaaaaaaaaaa)']);
});

test('flags that count from the next start on are named', () => {
  const before = { listen: 'a', authz: null, 'watch-interval': 1, policy: ['x'] };
  assert.equal(saidAtStart(['listen', 'authz', 'watch-interval'], before, { ...before, policy: ['y'] }), null);
  assert.equal(
    saidAtStart(['listen', 'authz', 'watch-interval'], before, { ...before, listen: 'b', authz: 'c' })?.en,
    'What has changed here counts from the next start on: --listen, --authz',
  );
});
