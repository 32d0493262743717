import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { ownEngine } from '../build/own-engine.ts';
import { has, isRoot, newerDocker } from '../build/parts.ts';
import { runtimeGround } from './runtime-ground.ts';

const engine = ownEngine();
const ground = runtimeGround(
  `docker-root: [${engine.root}]\ncontainerd-root: [${engine.root}/containerd/daemon]\nengine-socket: [${engine.socket}]\n`,
);
after(async () => {
  await engine.remove();
  ground.remove();
});

const ready = (t: TestContext) => has(t, 'docker', 'runc', 'busybox') && isRoot(t) && newerDocker(t) !== null;

describe('Docker with containerd’s image store', { concurrency: 1 }, () => {
  test('a known image runs', async (t) => {
    if (!ready(t)) return;
    // The lock stands under the runtime's own name, ahead of it.
    await engine.start({ features: { 'containerd-snapshotter': true } }, `${ground.folder}:${newerDocker(t)}`);
    assert.match(engine.docker('info').text, /driver-type: io\.containerd\.snapshotter\.v1/);
    for (const name of ['good:1', 'unknown:1', 'revoked:1', 'twin:1']) {
      const path = name === 'twin:1' ? ground.archive(name, { user: '', word: 'good:1' }) : ground.archive(name);
      assert.match(engine.docker('load', '-i', path).text, /Loaded image/);
      if (name === 'good:1' || name === 'revoked:1') await ground.judge(name);
    }
    await ground.revoke('revoked:1');
    assert.deepEqual(engine.docker('run', '--rm', 'good:1'), { code: 0, text: '1000\n' });
  });

  test('what is not known, what was revoked, and who would be root, does not', (t) => {
    if (!ready(t)) return;
    for (const [args, reason] of [
      [['unknown:1'], /plimsoll: unknown:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/],
      [['--runtime', 'runc', 'unknown:1'], /no verdict is recorded/],
      [['revoked:1'], /revoked: it misbehaved/],
      [['twin:1'], /twin:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/],
      [['--user', '0', 'good:1'], /rootUser: the user 0 is uid 0/],
      [['--volume', `${engine.socket}:/mnt`, 'good:1'], /own socket, or a directory that it lies in, may not be laid/],
    ] as const) {
      const { code, text } = engine.docker('run', '--rm', ...args);
      assert.notEqual(code, 0, args.join(' '));
      assert.match(text, reason, args.join(' '));
    }
  });

  test('a container is looked at again at each start', async (t) => {
    if (!ready(t)) return;
    engine.docker('load', '-i', ground.archive('again:1'));
    await ground.judge('again:1');
    assert.equal(engine.docker('create', '--name', 'again', 'again:1').code, 0);
    assert.equal(engine.docker('start', '-a', 'again').text, '1000\n');
    await ground.revoke('again:1');
    assert.match(engine.docker('start', '-a', 'again').text, /revoked: it misbehaved/);
  });

  test('a file that was put into the engine’s own layer', (t) => {
    if (!ready(t)) return;
    assert.equal(engine.docker('create', '--name', 'added', 'good:1').code, 0);
    const snapshots = join(engine.root, 'containerd/daemon/io.containerd.snapshotter.v1.overlayfs/snapshots');
    const own = readdirSync(snapshots).filter((number) => existsSync(join(snapshots, number, 'fs/.dockerenv')));
    assert.notEqual(own.length, 0);
    for (const number of own) writeFileSync(join(snapshots, number, 'fs/evil'), 'evil');
    assert.match(engine.docker('start', '-a', 'added').text, /does not put there: \S+\/evil/);
  });
});
