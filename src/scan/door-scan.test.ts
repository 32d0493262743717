import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { sha256 } from '../base/digest.ts';
import type { Question } from '../model/question.ts';
import { doorScans, type ScannableQuestion } from './door-scan.ts';

function questionOf(seed: string, scanRef: string | null = `docker:${seed}`): Question {
  const identity = {
    configDigest: sha256(seed),
    manifestDigest: null,
    indexDigest: null,
    diffIds: null,
    chainId: null,
  };
  return {
    act: 'create',
    asked: seed,
    names: [],
    identity,
    origins: [],
    scanRef,
    labels: {},
    ownUser: null,
    user: null,
  };
}

/** A scan that goes on until it is told to end. */
function heldScans() {
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const scan = ({ scanRef: ref }: ScannableQuestion) =>
    new Promise<void>((resolve, reject) => {
      started.push(ref);
      ends.set(ref, (error) => (error === undefined ? resolve() : reject(error)));
    });
  return { started, ends, scan };
}

test('many who ask for one image wait for one scan', async () => {
  const { started, ends, scan } = heldScans();
  const ask = doorScans(scan, 2);
  const all = [ask(questionOf('a')), ask(questionOf('a')), ask(questionOf('a'))];
  await turn();
  assert.deepEqual(started, ['docker:a']);
  ends.get('docker:a')?.();
  await Promise.all(all);
  const again = ask(questionOf('a'));
  await turn();
  assert.equal(started.length, 2, 'what is over is not what is asked now');
  ends.get('docker:a')?.();
  await again;
});

test('only so many images at a time', async () => {
  const { started, ends, scan } = heldScans();
  const ask = doorScans(scan, 2);
  const all = ['a', 'b', 'c'].map((seed) => ask(questionOf(seed)));
  await turn();
  assert.deepEqual(started, ['docker:a', 'docker:b']);
  ends.get('docker:a')?.();
  await turn();
  await turn();
  assert.deepEqual(started, ['docker:a', 'docker:b', 'docker:c']);
  for (const end of ends.values()) end();
  await Promise.all(all);
});

test('a scan that fails fails for all who wait, and not for the next one', async () => {
  const { ends, scan } = heldScans();
  const ask = doorScans(scan, 1);
  const all = [ask(questionOf('a')), ask(questionOf('a'))];
  await turn();
  ends.get('docker:a')?.(new Error('no'));
  for (const one of all) await assert.rejects(one, /no/);
  const next = ask(questionOf('a'));
  await turn();
  ends.get('docker:a')?.();
  await next;
});

test('what has no reference cannot be scanned', async () => {
  await assert.rejects(doorScans(async () => {}, 1)(questionOf('a', null)), /cannot be scanned/);
});

test('who asks a registry as somebody else waits for a scan of his own', async () => {
  const started: unknown[] = [];
  const scan = async ({ scanLogin }: ScannableQuestion) => void started.push(scanLogin?.() ?? null);
  const ask = doorScans(scan, 9);
  const me = { kind: 'password', user: 'me', password: 'secret', origin: 'x' } as const;
  const as = (login: typeof me | null) =>
    ask({ ...questionOf('a', 'registry:host/a@sha256:1'), scanLogin: () => login });
  await Promise.all([as(me), as(null), as({ ...me }), as({ ...me, password: 'other' } as unknown as typeof me)]);
  assert.deepEqual(started, [me, null, { ...me, password: 'other' }]);
});

test('nothing that prints a question shows a login', () => {
  const question = {
    ...questionOf('a'),
    scanLogin: () => ({ kind: 'access-token', token: 's3cret', origin: 'x' }) as const,
  };
  assert.doesNotMatch(`${JSON.stringify(question)}${inspect(question, { depth: 9 })}`, /s3cret/);
});
