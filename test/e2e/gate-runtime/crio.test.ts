import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { has, isRoot } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { criClient } from './cri-client.ts';
import { type ContainerWords, containerMessage, podMessage } from './cri-messages.ts';
import { hasCrio, ownCrio } from './own-crio.ts';
import { runtimeGround, until } from './runtime-ground.ts';

const ground = runtimeGround('storage-root: [FOLDER/storage]\nengine-socket: [FOLDER/crio.sock]\n');
const crio = ownCrio(ground, 'localhost/pause:1');
after(async () => {
  await crio.stop();
  ground.remove();
});

const ready = (t: TestContext) => hasCrio(t) && has(t, 'podman', 'runc', 'busybox') && isRoot(t);
const logs = join(ground.folder, 'logs');
const long = ['/bin/busybox', 'sleep', '300'];

async function call(method: string, request: Parameters<ReturnType<typeof criClient>['call']>[1]): Promise<string> {
  // CRI-O is started anew now and then, and a connection with it.
  const client = criClient(crio.socket);
  try {
    return await client.call(method, request);
  } finally {
    client.close();
  }
}

interface Pod {
  readonly id: string;
  readonly config: ReturnType<typeof podMessage>;
}

async function pod(name: string, sharesProcesses = false): Promise<Pod> {
  const config = podMessage(name, { logs, sharesProcesses });
  return { id: await call('RunPodSandbox', { 1: config }), config };
}

async function started({ id, config }: Pod, words: ContainerWords): Promise<string> {
  const container = await call('CreateContainer', { 1: id, 2: containerMessage(words), 3: config });
  await call('StartContainer', { 1: container });
  return container;
}

const inside = (id: string) => call('ExecSync', { 1: id, 2: ['/bin/busybox', 'id', '-u'], 3: 10 });
const logOf = (name: string) => () =>
  existsSync(join(logs, `${name}.log`)) && readFileSync(join(logs, `${name}.log`), 'utf8').includes('1000');

let usual: Pod | null = null;
let sleeper = '';
let pause = '';
const inUsual = (words: ContainerWords) => {
  assert.ok(usual, 'the pod of the first test');
  return started(usual, words);
};

describe('CRI-O as Kubernetes speaks to it', { concurrency: 1 }, () => {
  test('a pod that needs no process of its own needs no pause image that was judged', async (t) => {
    if (!ready(t)) return;
    mkdirSync(logs, { recursive: true });
    for (const name of ['good:1', 'unknown:1', 'revoked:1']) crio.load(ground.archive(name));
    pause = ground.archive('pause:1', { user: '', command: long.slice(1) });
    crio.load(pause);
    await crio.start();
    usual = await pod('usual');
    for (const name of ['good:1', 'revoked:1']) await ground.judge(name);
    await ground.revoke('revoked:1');
  });

  test('a known image runs, by its name, and by its id as Kubernetes asks for it', async (t) => {
    if (!ready(t)) return;
    await inUsual({ name: 'by-name', image: 'localhost/good:1' });
    await until(logOf('by-name'));
    const id = ground.digest('good:1').slice('sha256:'.length);
    await inUsual({ name: 'by-id', image: id, called: 'localhost/good:1' });
    await until(logOf('by-id'));
    sleeper = await inUsual({ name: 'sleeper', image: 'localhost/good:1', command: long });
    assert.equal(await inside(sleeper), '1000\n');
  });

  test('others do not, and whoever asked reads why; what the pod’s author called it is no proof', async (t) => {
    if (!ready(t)) return;
    const id = ground.digest('unknown:1').slice('sha256:'.length);
    const unknown = /plimsoll: localhost\/unknown:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/;
    await assert.rejects(inUsual({ name: 'unknown', image: 'localhost/unknown:1' }), unknown);
    await assert.rejects(inUsual({ name: 'unknown-id', image: id, called: 'localhost/good:1' }), unknown);
    await assert.rejects(inUsual({ name: 'revoked', image: 'localhost/revoked:1' }), /revoked: it misbehaved/);
    await assert.rejects(inUsual({ name: 'root', image: 'localhost/good:1', uid: 0 }), /rootUser: the user 0 is uid 0/);
  });

  test('over the image, from another image, the store, the socket and what the lock decides by', async (t) => {
    if (!ready(t)) return;
    const host = (path: string, target = '/mnt') => ({ 1: target, 2: path });
    // CRI, `Mount.image`.
    const image = { 1: '/mnt', 3: 1, 9: { 1: 'localhost/unknown:1', 18: 'localhost/unknown:1' } };
    for (const [name, mount, reason] of [
      ['over', host(logs, '/'), /lie over the whole image/],
      ['image', image, /Files of another image/],
      ['store', host(join(crio.storage, 'overlay')), /Files of another image/],
      ['socket', host(crio.socket), /own socket/],
      ['configuration', host(join(ground.folder, 'plimsoll.config.yaml')), /this lock decides by/],
    ] as const)
      await assert.rejects(inUsual({ name, image: 'localhost/good:1', mount }), reason, name);
    await inUsual({ name: 'harmless', image: 'localhost/good:1', mount: host(logs) });
  });

  test('CRI-O started anew, in an orderly way or not: what ran runs, and others are looked at as before', async (t) => {
    if (!ready(t)) return;
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await crio.stop(signal);
      await crio.start();
      assert.equal(await inside(sleeper), '1000\n');
      await inUsual({ name: `after-${signal}`, image: 'localhost/good:1' });
      await assert.rejects(inUsual({ name: `not-${signal}`, image: 'localhost/unknown:1' }), /no verdict is recorded/);
    }
  });

  test('killed while the lock looks: nothing runs, and afterwards all is as it was', async (t) => {
    if (!ready(t)) return;
    const waiting = ground.hold();
    const words = { name: 'killed', image: 'localhost/unknown:1', command: ['/bin/busybox', 'touch', '/mnt/ran'] };
    const refused = assert.rejects(inUsual({ ...words, mount: { 1: '/mnt', 2: logs } }));
    await waiting.held();
    await crio.stop('SIGKILL');
    waiting.release();
    await refused;
    await crio.start();
    await inUsual({ name: 'after-all', image: 'localhost/good:1' });
    assert.equal(existsSync(join(logs, 'ran')), false);
  });

  test('a tampered storage: a layer’s digest, a link that leads to other files', async (t) => {
    if (!ready(t)) return;
    const list = join(crio.storage, 'overlay-layers/layers.json');
    const before = readFileSync(list, 'utf8');
    const layers: readonly { id: string; parent?: string; 'diff-digest': string }[] = JSON.parse(before);
    const [lowest] = layers.filter(({ parent }) => parent === undefined);
    const digest = (value: string | undefined) => `"diff-digest":"${value}"`;
    const changed = before.replace(digest(lowest?.['diff-digest']), digest(`sha256:${'0'.repeat(64)}`));
    assert.notEqual(changed, before);
    writeFileSync(list, changed);
    await assert.rejects(inUsual({ name: 'changed', image: 'localhost/good:1' }), /not stand on the layers/);
    writeFileSync(list, before);
    const links = join(crio.storage, 'overlay/l');
    const link = readdirSync(links).find((name) => readlinkSync(join(links, name)).includes(lowest?.id ?? '?')) ?? '';
    const target = readlinkSync(join(links, link));
    const lead = (to: string) => {
      rmSync(join(links, link));
      symlinkSync(to, join(links, link));
    };
    lead('/usr');
    await assert.rejects(inUsual({ name: 'linked', image: 'localhost/good:1' }), /no layer of its image: \/usr/);
    lead(target);
    await inUsual({ name: 'mended', image: 'localhost/good:1' });
  });

  test('layers that are shown to a user namespace through a mount that is gone cannot be known', async (t) => {
    if (!ready(t)) return;
    // CRI, `UserNamespace`, `IDMapping`.
    const map = { 1: 100_000, 2: 0, 3: 65_536 };
    const [own, words] = [
      podMessage('mapped', { logs, sharesProcesses: false, map }),
      { name: 'mapped', image: 'localhost/good:1', map },
    ];
    const id = await call('RunPodSandbox', { 1: own });
    await assert.rejects(
      started({ id, config: own }, words),
      /not there any more: .*\n {2}Run it without a user namespace/,
    );
  });

  test('a pod whose containers share processes has one of its own: that is root’s, and of an image', async (t) => {
    if (!ready(t)) return;
    const refusal = /plimsoll: localhost\/pause:1 \([0-9a-f]{12}\) may not be run\.\n {2}/.source;
    await assert.rejects(pod('early', true), new RegExp(`${refusal}no verdict is recorded`));
    await ground.judge('pause:1');
    await assert.rejects(pod('judged', true), new RegExp(`${refusal}rootUser`));
    const allow = ['ledger', 'allow', `archive:${pause}`, '--reason', 'it waits', '--owner', 'me'];
    const { code, stderr } = await plimsoll(allow, { home: join(ground.folder, 'home') });
    assert.equal(code, 0, stderr);
    await started(await pod('allowed', true), { name: 'shares', image: 'localhost/good:1' });
    await until(logOf('shares'));
  });
});
