import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { sha256 } from '../../base/digest.ts';
import { verbatim } from '../../base/text.ts';
import type { Decision, Question } from '../../model/question.ts';
import { readInvocation } from './invocation.ts';
import { askRuntimeGate, type RuntimeAnswer } from './runtime-gate.ts';

const id = 'c'.repeat(64);
const diffId = sha256('layer');
const imageConfig = JSON.stringify({
  config: { Labels: { tier: 'x' } },
  rootfs: { type: 'layers', diff_ids: [diffId] },
});
const image = sha256(imageConfig);

/** The files of an engine with one container, and its bundle; some of them otherwise. */
function engine(t: TestContext, changes: Readonly<Record<string, string | null>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-runtime-'));
  t.after(() => rmSync(root, { recursive: true }));
  const files: Record<string, string | null> = {
    [`containers/${id}/config.v2.json`]: JSON.stringify({
      Image: image,
      Driver: 'overlay2',
      Config: { Image: 'cart:2' },
    }),
    [`image/overlay2/imagedb/content/sha256/${image.slice(7)}`]: imageConfig,
    [`image/overlay2/layerdb/mounts/${id}/parent`]: diffId,
    'bundle/config.json': JSON.stringify({ process: { user: { uid: 1000, gid: 0 } }, root: { path: 'rootfs' } }),
    ...changes,
  };
  for (const [name, content] of Object.entries(files)) {
    if (content === null) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function asked(
  root: string,
  args = ['--root', '/run/x', '--log', 'create', 'create', '--bundle', join(root, 'bundle'), id],
  decision: Decision = { admitted: true, because: 'verdict 1' },
): Promise<{ answer: RuntimeAnswer; questions: Question[] }> {
  const questions: Question[] = [];
  const answer = await askRuntimeGate(args, [root], async (question) => {
    questions.push(question);
    return decision;
  });
  return { answer, questions };
}

test('a container is asked for by the content that it stands on, and by the uid that it gets', async (t) => {
  const { answer, questions } = await asked(engine(t));
  assert.deepEqual(answer, { kind: 'pass', why: 'verdict 1' });
  assert.deepEqual(questions, [
    {
      act: 'run',
      asked: 'cart:2',
      names: ['docker.io/library/cart:2'],
      identity: { configDigest: image, manifestDigest: null, indexDigest: null, diffIds: [diffId], chainId: diffId },
      origins: [],
      scanRef: null,
      labels: { tier: 'x' },
      ownUser: null,
      user: { text: '1000', uid: 1000, passwd: 'image' },
    },
  ]);
});

test('a refusal is the runtime’s, with the reason', async (t) => {
  const decision = { admitted: false, code: 'denied', reason: verbatim('because'), next: verbatim('see') } as const;
  const { answer } = await asked(engine(t), undefined, decision);
  assert.equal(answer.kind, 'refuse');
  assert.equal(answer.message.en, `cart:2 (${image.slice(7, 19)}) may not be run.\n  because\n  see`);
});

test('a bundle that leaves the uid out runs as root', async (t) => {
  for (const user of ['{}', '{"gid":1}']) {
    const { questions } = await asked(engine(t, { 'bundle/config.json': `{"process":{"user":${user}}}` }));
    assert.equal(questions[0]?.user?.uid, 0);
  }
});

describe('what cannot be established is refused without a question', () => {
  const container = `containers/${id}/config.v2.json`;
  const cases: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
    ['no such container', { [container]: null }],
    ['a container without an image', { [container]: '{"Driver":"overlay2"}' }],
    ['a driver that is a path', { [container]: JSON.stringify({ Image: image, Driver: '../overlay2' }) }],
    [
      'a config of an image that was changed',
      { [`image/overlay2/imagedb/content/sha256/${image.slice(7)}`]: `${imageConfig} ` },
    ],
    ['a config of an image that is gone', { [`image/overlay2/imagedb/content/sha256/${image.slice(7)}`]: null }],
    ['other layers than those of the image', { [`image/overlay2/layerdb/mounts/${id}/parent`]: sha256('evil') }],
    ['no layers', { [`image/overlay2/layerdb/mounts/${id}/parent`]: null }],
    ['a bundle that is noise', { 'bundle/config.json': '{' }],
    ['no bundle', { 'bundle/config.json': null }],
    ['a uid that is a text', { 'bundle/config.json': '{"process":{"user":{"uid":"1000"}}}' }],
    ['two uids', { 'bundle/config.json': '{"process":{"user":{"uid":1000}},"Process":{"user":{"uid":0}}}' }],
  ];
  for (const [about, changes] of cases) {
    test(about, async (t) => {
      const { answer, questions } = await asked(engine(t, changes));
      assert.equal(answer.kind, 'refuse');
      assert.deepEqual(questions, []);
    });
  }

  test('a config that is a link', async (t) => {
    const config = join('image/overlay2/imagedb/content/sha256', image.slice(7));
    const root = engine(t, { [config]: null, elsewhere: imageConfig });
    mkdirSync(join(root, dirname(config)), { recursive: true });
    symlinkSync(join(root, 'elsewhere'), join(root, config));
    assert.equal((await asked(root)).answer.kind, 'refuse');
  });

  test('two bundles', async (t) => {
    const root = engine(t);
    const args = ['create', '--bundle', join(root, 'bundle'), '-b', '/elsewhere', id];
    assert.equal((await asked(root, args)).answer.kind, 'refuse');
  });
});

test('verbs that start nothing pass without a question', async (t) => {
  const root = engine(t);
  for (const args of [
    ['state', id],
    ['--root', 'create', 'kill', id, 'KILL'],
    ['--version'],
    ['exec', '--process', 'create', id],
  ]) {
    const { answer, questions } = await asked(root, args);
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
