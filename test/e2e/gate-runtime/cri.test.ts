import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { has, isRoot } from '../build/parts.ts';
import { type CriClient, criClient, type Message } from './cri-client.ts';
import { containerMessage, podMessage } from './cri-messages.ts';
import { ownContainerd } from './own-containerd.ts';
import { runtimeGround, until } from './runtime-ground.ts';

const ground = runtimeGround('containerd-root: [FOLDER/containerd]\nengine-socket: [FOLDER/containerd.sock]\n');
const containerd = ownContainerd(ground, 'docker.io/library/pause:1');
let cri: CriClient | null = null;
const pods: string[] = [];
after(async () => {
  for (const pod of pods) await cri?.call('StopPodSandbox', { 1: pod }).catch(() => {});
  cri?.close();
  await containerd.stop();
  ground.remove();
});

const ready = (t: TestContext) => has(t, 'containerd', 'ctr', 'runc', 'busybox') && isRoot(t);
const logs = join(ground.folder, 'logs');

/** Creates a container in a pod and starts it, as this uid. */
async function started(
  pod: { readonly id: string; readonly config: Message },
  name: string,
  image: string,
  uid = 1000,
) {
  const config = containerMessage({ name, image: `docker.io/library/${image}`, uid });
  const id = await call('CreateContainer', { 1: pod.id, 2: config, 3: pod.config });
  await call('StartContainer', { 1: id });
  return id;
}

function call(method: string, request: Message): Promise<string> {
  cri ??= criClient(containerd.socket);
  return cri.call(method, request);
}

async function pod(name: string) {
  const config = podMessage(name, { logs, sharesProcesses: true });
  const id = await call('RunPodSandbox', { 1: config });
  pods.push(id);
  return { id, config };
}

describe('containerd as Kubernetes speaks to it', { concurrency: 1 }, () => {
  test('a pod of an unknown pause image does not come to life: sandboxes are images as well', async (t) => {
    if (!ready(t)) return;
    mkdirSync(logs, { recursive: true });
    await containerd.start();
    const archives = [
      ...['good:1', 'unknown:1', 'revoked:1'].map((name) => [name, ground.archive(name)] as const),
      ['pause:1', ground.archive('pause:1', { command: ['sleep', '300'] })] as const,
    ];
    for (const [, path] of archives)
      assert.equal(containerd.ctr('--namespace', 'k8s.io', 'images', 'import', path).code, 0);
    await assert.rejects(
      pod('early'),
      /plimsoll: docker\.io\/library\/pause:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict/,
    );
    for (const name of ['pause:1', 'good:1', 'revoked:1']) await ground.judge(name);
    await ground.revoke('revoked:1');
  });

  test('known images run in a pod of a known pause image; others do not', async (t) => {
    if (!ready(t)) return;
    const own = await pod('pod');
    await started(own, 'good', 'good:1');
    const log = join(logs, 'good.log');
    await until(() => existsSync(log) && readFileSync(log, 'utf8').includes('1000'));
    await assert.rejects(
      started(own, 'unknown', 'unknown:1'),
      /plimsoll: docker\.io\/library\/unknown:1 .*no verdict is recorded/s,
    );
    await assert.rejects(started(own, 'revoked', 'revoked:1'), /revoked: it misbehaved/);
    await assert.rejects(started(own, 'root', 'good:1', 0), /rootUser: the user 0 is uid 0/);
  });
});
