import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { asked, dockerEngine, hex, id, image } from '../../../test/build/runtime-stores.ts';
import { verbatim } from '../../base/text.ts';
import { readInvocation } from './invocation.ts';

test('a refusal is the runtime’s, with the reason', async (t) => {
  const decision = { admitted: false, code: 'denied', reason: verbatim('because'), next: verbatim('see') } as const;
  const { answer } = await asked(dockerEngine(t), undefined, decision);
  assert.equal(answer.kind, 'refuse');
  assert.equal(answer.message.en, `cart:2 (${hex(image).slice(0, 12)}) may not be run.\n  because\n  see`);
});

test('a bundle that leaves the uid out runs as root', async (t) => {
  for (const user of [{}, { gid: 1 }]) {
    const { questions } = await asked(dockerEngine(t, { bundle: { process: { user } } }));
    assert.equal(questions[0]?.user?.uid, 0);
  }
});

test('a bundle that says all it has to is asked about', async (t) => {
  const { answer, questions } = await asked(
    dockerEngine(t, { bundle: { mounts: [{ destination: '/proc', type: 'proc' }] } }),
  );
  assert.deepEqual([answer.kind, questions.length], ['pass', 1]);
});

describe('a bundle that cannot be read is refused without a question', () => {
  const root = { path: `PATH/docker/overlay2/${'e'.repeat(64)}/merged` };
  const cases: readonly (readonly [string, string | null])[] = [
    ['none', null],
    ['noise', '{'],
    ['a uid that is a text', JSON.stringify({ process: { user: { uid: '1000' } }, root })],
    ['two uids', `{"process":{"user":{"uid":1000}},"Process":{"user":{"uid":0}},"root":${JSON.stringify(root)}}`],
    ['mounts that are none', JSON.stringify({ process: { user: { uid: 1 } }, root, mounts: ['/'] })],
    ['no root', JSON.stringify({ process: { user: { uid: 1 } } })],
  ];
  for (const [about, content] of cases) {
    test(about, async (t) => {
      const { answer, questions } = await asked(dockerEngine(t, { files: { 'bundle/config.json': content } }));
      assert.equal(answer.kind, 'refuse');
      assert.deepEqual(questions, []);
    });
  }
});

describe('a command line that runtimes read in different ways is refused', () => {
  for (const more of [
    ['-b', '/elsewhere'],
    ['--config', 'other.json'],
    ['-f', 'other.json'],
    ['-fother.json'],
    ['-b/elsewhere'],
    ['--bundl', '/elsewhere'],
  ])
    test(more.join(' '), async (t) => {
      const engine = dockerEngine(t);
      const args = ['create', '--bundle', join(engine.folder, 'bundle'), ...more, id];
      const { answer, questions } = await asked(engine, args);
      assert.deepEqual([answer.kind, questions.length], ['refuse', 0]);
    });
});

test('nothing is started from a checkpoint', async (t) => {
  const engine = dockerEngine(t);
  const { answer } = await asked(engine, ['restore', '--bundle', join(engine.folder, 'bundle'), id]);
  assert.equal(answer.kind, 'refuse');
  assert.match(answer.message.en, /checkpoint/);
});

test('verbs that start nothing pass without a question', async (t) => {
  const engine = dockerEngine(t);
  for (const args of [
    ['state', id],
    ['--root', 'create', 'kill', id, 'KILL'],
    ['--version'],
    ['exec', '--process', 'create', id],
  ]) {
    const { answer, questions } = await asked(engine, args);
    assert.deepEqual([answer.kind, questions.length], ['pass', 0], args.join(' '));
  }
});

test('command lines are read as the runtime reads them', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    [`--root=/r --log /l --log-format json create --bundle /b --pid-file /p ${id}`, 'create', '/b', id],
    [`-root /r --systemd-cgroup create -b /b ${id}`, 'create', '/b', id],
    [`create --bundle=/b --no-pivot ${id}`, 'create', '/b', id],
    [`create ${id} --bundle /b`, 'create', '/b', id],
    [`run -- ${id}`, 'run', '.', id],
    ['--debug list', 'list', '.', ''],
  ];
  for (const [line, verb, bundle, container] of cases)
    assert.deepEqual(
      readInvocation(line.split(' ')),
      { verb, bundle, id: container, jsonLog: line.includes('json') ? '/l' : null },
      line,
    );
});
