import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { has, isRoot, run } from '../build/parts.ts';
import { ownContainerd } from './own-containerd.ts';
import { runtimeGround } from './runtime-ground.ts';

const ground = runtimeGround('containerd-root: [FOLDER/containerd]\nengine-socket: [FOLDER/containerd.sock]\n');
const containerd = ownContainerd(ground);
after(async () => {
  await containerd.stop();
  ground.remove();
});

const ready = (t: TestContext) => has(t, 'containerd', 'ctr', 'runc', 'busybox') && isRoot(t);
const full = (name: string) => `docker.io/library/${name}`;
let count = 0;

/** Runs a container of this image, as `ctr run` has it: flags first. */
function ran(name: string, flags: readonly string[] = [], command: readonly string[] = []) {
  count += 1;
  return containerd.ctr('run', '--rm', ...flags, name, `c${count}`, ...command);
}

describe('containerd: what ctr and nerdctl start', { concurrency: 1 }, () => {
  test('a known image runs', async (t) => {
    if (!ready(t)) return;
    await containerd.start();
    for (const name of ['good:1', 'unknown:1', 'revoked:1']) {
      assert.equal(containerd.ctr('images', 'import', ground.archive(name)).code, 0);
      if (name !== 'unknown:1') await ground.judge(name);
    }
    await ground.revoke('revoked:1');
    assert.deepEqual(ran(full('good:1')), { code: 0, text: '1000\n' });
  });

  test('an unknown one does not, and whoever asked reads why', (t) => {
    if (!ready(t)) return;
    const { code, text } = ran(full('unknown:1'));
    assert.notEqual(code, 0);
    assert.match(
      text,
      /plimsoll: docker\.io\/library\/unknown:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/,
    );
  });

  test('a revoked one does not', (t) => {
    if (!ready(t)) return;
    assert.match(ran(full('revoked:1')).text, /may not be run\.\n {2}revoked: it misbehaved/);
  });

  test('the layers of a known one under a config that says root do not', (t) => {
    if (!ready(t)) return;
    assert.equal(containerd.ctr('images', 'import', ground.archive('twin:1', { user: '', word: 'good:1' })).code, 0);
    assert.match(ran(full('twin:1')).text, /twin:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/);
  });

  test('a root file system of one’s own, a mount over the image, files of another image, the engine’s socket', (t) => {
    if (!ready(t)) return;
    const own = join(ground.folder, 'own');
    mkdirSync(join(own, 'bin'), { recursive: true });
    copyFileSync('/bin/busybox', join(own, 'bin/busybox'));
    const command = ['/bin/busybox', 'id', '-u'];
    const mount = (source: string, target: string) => [
      '--mount',
      `type=bind,src=${source},dst=${target},options=rbind`,
    ];
    const layer = join(containerd.root, 'io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs');
    for (const [result, reason] of [
      [ran(own, ['--rootfs'], command), /not mounted as an engine mounts the layers of an image/],
      [ran(full('good:1'), mount(own, '/'), command), /would lie over the whole image/],
      [ran(full('good:1'), mount(layer, '/mnt'), command), /Files of another image, or a directory/],
      [
        ran(full('good:1'), mount(containerd.socket, '/mnt'), command),
        /own socket, or a directory that it lies in, may not be laid/,
      ],
    ] as const) {
      assert.notEqual(result.code, 0);
      assert.match(result.text, reason);
    }
  });

  test('a container on a snapshot that somebody made and named', (t) => {
    if (!ready(t)) return;
    const { ctr } = containerd;
    const [parent = ''] = /sha256:[0-9a-f]{64}/.exec(ctr('snapshots', 'ls').text) ?? [];
    for (const [name, reason] of [
      ['my-layer', /stands on something that is no layer of its image/],
      [`sha256:${'1'.repeat(64)}`, /refused as poisoned/],
    ] as const) {
      assert.equal(ctr('snapshots', 'prepare', 'mine', parent).code, 0);
      assert.equal(ctr('snapshots', 'commit', name, 'mine').code, 0);
      assert.equal(ctr('containers', 'create', full('good:1'), 'named').code, 0);
      assert.equal(ctr('snapshots', 'rm', 'named').code, 0);
      assert.equal(ctr('snapshots', 'prepare', 'named', name).code, 0);
      const { code, text } = ctr('tasks', 'start', 'named');
      assert.notEqual(code, 0);
      assert.match(text, reason);
      ctr('containers', 'rm', 'named');
    }
  });

  test('a tampered store: a config that was changed, something mounted over a layer', (t) => {
    if (!ready(t)) return;
    const digest = ground.digest('good:1').slice('sha256:'.length);
    const config = join(containerd.root, 'io.containerd.content.v1.content/blobs/sha256', digest);
    const before = readFileSync(config);
    writeFileSync(config, Buffer.concat([before, Buffer.from(' ')]));
    assert.match(ran(full('good:1')).text, /The config of its image was changed on disk/);
    writeFileSync(config, before);
    const layer = join(containerd.root, 'io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs');
    run('mount', ['--bind', '/usr', layer]);
    const { text } = ran(full('good:1'));
    run('umount', [layer]);
    assert.match(text, /Something is mounted over its root file system or over the layers below it/);
    assert.deepEqual(ran(full('good:1')), { code: 0, text: '1000\n' });
  });

  test('so many layers that paths are shortened', async (t) => {
    if (!ready(t)) return;
    assert.equal(containerd.ctr('images', 'import', ground.archive('many:1', { more: 90 })).code, 0);
    assert.match(ran(full('many:1')).text, /no verdict is recorded/);
    await ground.judge('many:1');
    assert.deepEqual(ran(full('many:1')), { code: 0, text: '1000\n' });
  });

  test('a store that is written to all the time is read as it is', async (t) => {
    if (!ready(t)) return;
    const change = `ctr --address ${containerd.socket} snapshots`;
    const busy = spawn('sh', ['-c', `while :; do ${change} prepare busy; ${change} rm busy; done`], {
      stdio: 'ignore',
    });
    try {
      for (let runs = 0; runs < 2; runs += 1) {
        assert.deepEqual(ran(full('good:1')), { code: 0, text: '1000\n' });
        assert.match(ran(full('unknown:1')).text, /no verdict is recorded/);
      }
    } finally {
      busy.kill();
      await once(busy, 'exit');
    }
  });

  test('containerd killed while the lock looks: the answer is the same, and afterwards all is as it was', async (t) => {
    if (!ready(t)) return;
    const out = join(ground.folder, 'out');
    mkdirSync(out, { mode: 0o777 });
    const waiting = ground.hold();
    const mount = `type=bind,src=${out},dst=/mnt,options=rbind:rw`;
    const args = ['--address', containerd.socket, 'run', '--mount', mount];
    const client = spawn('ctr', [...args, full('unknown:1'), 'killed', '/bin/busybox', 'touch', '/mnt/ran'], {
      stdio: 'ignore',
    });
    const over = once(client, 'exit');
    await waiting.held();
    await containerd.stop('SIGKILL');
    waiting.release();
    assert.notEqual((await over)[0], 0);
    await containerd.start();
    assert.deepEqual(ran(full('good:1')), { code: 0, text: '1000\n' });
    assert.equal(existsSync(join(out, 'ran')), false);
    assert.match(ran(full('unknown:1')).text, /no verdict is recorded/);
  });
});
