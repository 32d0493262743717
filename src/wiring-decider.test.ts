import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sampleReport } from '../test/build/command-line.ts';
import { policyOf } from '../test/build/control-input.ts';
import { fingerprintOf } from '../test/build/ledger.ts';
import { openOptions } from '../test/build/scan-parts.ts';
import { failure } from './base/errors.ts';
import type { DecidingRequest } from './cli/services.ts';
import type { Question } from './model/question.ts';
import type { Policy } from './policy/policy.ts';
import { type DecidingMaterials, openDecider } from './wiring-decider.ts';

const policies: Readonly<Record<string, Policy>> = {
  first: named('first'),
  second: named('second'),
  'builtin:other': { ...named('other'), files: ['/srv/base.yaml'] },
};

function named(name: string): Policy {
  const policy = policyOf({}, [
    { control: 'rootUser', match: { image: name }, reason: 'r', owner: 'o', expires: '2099-01-01' },
  ]);
  return { ...policy, name, admission: { ...policy.admission, unscanned: 'scan' } };
}

function request(policy: string, changes: Partial<DecidingRequest> = {}): DecidingRequest {
  const { platform, offline, limits, registry, signal } = openOptions({});
  const scanning = { platform, offline, limits, registry, signal, timeout: null, progress: { step: () => {} } };
  const key = { file: null, pem: null, passphrase: null };
  return { policyFiles: [policy], unscanned: null, scanning, key, configFile: null, ...changes };
}

function question(seed: string): Question {
  return {
    act: 'load',
    asked: seed,
    names: [],
    identity: fingerprintOf(seed),
    origins: [],
    scanRef: 'archive:x',
    labels: {},
    ownUser: null,
    user: null,
  };
}

/** A decider whose scans say which policy they judge by, and wait until they are let go. */
function decider(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-decider-'));
  const judged: string[] = [];
  const held: (() => void)[] = [];
  const materials: DecidingMaterials = {
    home: { path: home, ready: () => home },
    loadPolicy: async ([file = '']) => {
      const found = policies[file];
      if (found === undefined) throw failure('policy-unreadable', { file, reason: 'it is not there', builtins: '' });
      return found;
    },
    scan: async (call, { policy }) => {
      judged.push(policy.name);
      await new Promise<void>((resolve) => void held.push(resolve));
      const seed = call.ref === 'archive:x' ? 'one' : call.ref;
      const verdict = { ...sampleReport.verdict, policy: { name: policy.name, digest: policy.digest } };
      return { ...sampleReport, fingerprint: fingerprintOf(seed), verdict };
    },
  };
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return { materials, judged, held, home };
}

const settled = async (held: readonly unknown[], count: number) => {
  for (let tries = 0; tries < 1000 && held.length < count; tries += 1) await turn();
};

test('what is being decided ends by the policy that it began with; the next one begins with the new one', async (t) => {
  const { materials, judged, held } = decider(t);
  const open = await openDecider(materials, request('first'));
  t.after(() => open.close());
  const before = open.decide(question('one'));
  await settled(held, 1);
  await open.reload(request('second'));
  assert.equal(open.policy().name, 'second');
  held[0]?.();
  const decision = await before;
  assert.equal(decision.admitted, true, 'judged and asked by one policy');
  const after = open.decide(question('one'));
  await settled(held, 2);
  held[1]?.();
  await after;
  assert.deepEqual(judged, ['first', 'second']);
});

test('a policy that is not to be had leaves the old one in force', async (t) => {
  const { materials, judged, held } = decider(t);
  const open = await openDecider(materials, request('first'));
  t.after(() => open.close());
  await assert.rejects(open.reload(request('gone')), { code: 'policy-unreadable' });
  assert.equal(open.policy().name, 'first');
  const decision = open.decide(question('one'));
  await settled(held, 1);
  held[0]?.();
  assert.equal((await decision).admitted, true);
  assert.deepEqual(judged, ['first']);
});

test('what decisions are made by is known, and changes with what is in force', async (t) => {
  const { materials, home } = decider(t);
  const open = await openDecider(materials, request('first', { configFile: '/etc/plimsoll/docker.yaml' }));
  t.after(() => open.close());
  const compiled = getCompileCacheDir();
  const always = [home, '/run/plimsoll/compiled', ...(compiled === undefined ? [] : [compiled])];
  assert.deepEqual(open.grounds(), [...always, resolve('first'), '/etc/plimsoll/docker.yaml']);
  const key = { file: 'gate.key', pem: null, passphrase: null };
  const look = await openDecider(materials, request('builtin:other', { key }));
  t.after(() => look.close());
  assert.deepEqual(look.grounds(), [...always, '/srv/base.yaml', resolve('gate.key')]);
  await open.reload(request('second'));
  assert.deepEqual(open.grounds(), [...always, resolve('second')]);
});

test('a key that cannot sign leaves everything as it was', async (t) => {
  const { materials, home } = decider(t);
  const open = await openDecider(materials, request('first'));
  t.after(() => open.close());
  const key = { file: join(home, 'no.key'), pem: null, passphrase: null };
  await assert.rejects(open.reload(request('second', { key })), { code: 'signing-key-unusable' });
  assert.equal(open.policy().name, 'first');
});
