import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
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
import { runtimeGround, tell } from './runtime-ground.ts';

const ground = runtimeGround('storage-root: [FOLDER/storage]\nengine-socket: [FOLDER/podman.sock]\n');
after(() => ground.remove());

const storage = join(ground.folder, 'storage');
const settings = join(ground.folder, 'containers.conf');
// Registered as docs/gate-runtime.md says: under every name that a caller may ask for.
writeFileSync(
  settings,
  `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "none"
[engine]
runtime = "crun"
cgroup_manager = "cgroupfs"
events_logger = "file"
[engine.runtimes]
crun = ["${ground.wrapper}"]
runc = ["${ground.wrapper}"]
`,
);
const environment = { CONTAINERS_CONF: settings };
const places = ['--root', storage, '--runroot', join(ground.folder, 'run'), '--storage-driver', 'overlay'];
const podman = (...args: string[]) => tell('podman', [...places, ...args], environment);
const ran = (name: string, flags: readonly string[] = [], command: readonly string[] = []) => {
  const { code, text } = podman('run', '--rm', ...flags, `localhost/${name}`, ...command);
  // What podman says about the machine's cgroups is not about the lock.
  return { code, text: text.replace(/^time=.*level=warning.*\n/gm, '') };
};

const ready = (t: TestContext) => has(t, 'podman', 'runc', 'busybox') && isRoot(t);

describe('Podman, whose storage is CRI-O’s', { concurrency: 1 }, () => {
  test('a known image runs', async (t) => {
    if (!ready(t)) return;
    for (const name of ['good:1', 'unknown:1', 'revoked:1']) {
      const { code, text } = podman('load', '-i', ground.archive(name));
      assert.equal(code, 0, text);
      if (name !== 'unknown:1') await ground.judge(name);
    }
    await ground.revoke('revoked:1');
    assert.deepEqual(ran('good:1'), { code: 0, text: '1000\n' });
  });

  test('an unknown one does not, by whatever runtime it is asked for, and whoever asked reads why', (t) => {
    if (!ready(t)) return;
    const { code, text } = ran('unknown:1');
    assert.notEqual(code, 0);
    assert.match(text, /plimsoll: localhost\/unknown:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/);
    assert.match(
      tell('podman', [...places, '--runtime', 'runc', 'run', '--rm', 'localhost/unknown:1'], environment).text,
      /no verdict is recorded/,
    );
  });

  test('whoever asks cannot lead the lock astray by the environment', (t) => {
    if (!ready(t)) return;
    const lenient = {
      ...environment,
      PLIMSOLL_UNSCANNED: 'allow',
      PLIMSOLL_RUNTIME: '/bin/true',
      PLIMSOLL_CONFIG: '/dev/null',
    };
    const { code, text } = tell('podman', [...places, 'run', '--rm', 'localhost/unknown:1'], lenient);
    assert.notEqual(code, 0);
    assert.match(text, /no verdict is recorded/);
  });

  test('a revoked one does not', (t) => {
    if (!ready(t)) return;
    assert.match(ran('revoked:1').text, /may not be run\.\n {2}revoked: it misbehaved/);
  });

  test('nobody becomes root, by number or by name; the image’s layers under a config that says so do not run', (t) => {
    if (!ready(t)) return;
    for (const user of ['0', 'root', '0:0'])
      assert.match(ran('good:1', ['--user', user]).text, /rootUser: the user 0 is uid 0/, user);
    assert.equal(podman('load', '-i', ground.archive('twin:1', { user: '', word: 'good:1' })).code, 0);
    assert.match(ran('twin:1').text, /twin:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/);
  });

  test('a container that is started again is looked at again', async (t) => {
    if (!ready(t)) return;
    assert.equal(podman('load', '-i', ground.archive('again:1')).code, 0);
    await ground.judge('again:1');
    assert.equal(podman('create', '--name', 'again', 'localhost/again:1').code, 0);
    assert.match(podman('start', '-a', 'again').text, /^1000$/m);
    await ground.revoke('again:1');
    assert.match(podman('start', '-a', 'again').text, /revoked: it misbehaved/);
  });

  test('a root file system of one’s own, files of another image, the engine’s socket', (t) => {
    if (!ready(t)) return;
    const own = join(ground.folder, 'own');
    mkdirSync(join(own, 'bin'), { recursive: true });
    copyFileSync('/bin/busybox', join(own, 'bin/busybox'));
    writeFileSync(join(ground.folder, 'podman.sock'), '');
    const command = ['/bin/busybox', 'id', '-u'];
    for (const [result, reason] of [
      [podman('run', '--rm', '--rootfs', own, ...command), /not mounted as an engine mounts the layers of an image/],
      [podman('run', '--rm', '--rootfs', `${own}:O`, ...command), /could not be traced to an image/],
      [
        ran('good:1', ['--mount', 'type=image,source=localhost/unknown:1,destination=/mnt'], command),
        /Files of another image, or a directory/,
      ],
      [
        ran('good:1', ['--volume', `${join(ground.folder, 'podman.sock')}:/mnt`], command),
        /own socket, or a directory that it lies in, may not be laid/,
      ],
    ] as const) {
      assert.notEqual(result.code, 0);
      assert.match(result.text, reason);
    }
  });

  test('so many layers that paths are shortened', async (t) => {
    if (!ready(t)) return;
    assert.equal(podman('load', '-i', ground.archive('many:1', { more: 90 })).code, 0);
    assert.match(ran('many:1').text, /no verdict is recorded/);
    await ground.judge('many:1');
    assert.deepEqual(ran('many:1'), { code: 0, text: '1000\n' });
  });

  test('what was committed from a running container is another image', (t) => {
    if (!ready(t)) return;
    assert.equal(podman('create', '--name', 'source', 'localhost/good:1').code, 0);
    assert.equal(podman('cp', ground.archive('more:1'), 'source:/evil').code, 0);
    assert.equal(podman('commit', 'source', 'localhost/committed:1').code, 0);
    assert.match(ran('committed:1').text, /committed:1 \([0-9a-f]{12}\) may not be run\.\n {2}no verdict is recorded/);
  });

  test('a tampered storage: a layer’s digest, the order of layers, a link that leads elsewhere', (t) => {
    if (!ready(t)) return;
    const list = join(storage, 'overlay-layers/layers.json');
    const before = readFileSync(list, 'utf8');
    const layers: { id: string; parent?: string; 'diff-digest'?: string }[] = JSON.parse(before);
    const top = layers.find(({ parent, 'diff-digest': digest }) => parent !== undefined && digest !== undefined);
    writeFileSync(
      list,
      JSON.stringify(
        layers.map((layer) => (layer.parent === undefined ? { ...layer, 'diff-digest': top?.['diff-digest'] } : layer)),
      ),
    );
    assert.match(ran('good:1').text, /not stand on the layers of its image/);
    writeFileSync(list, before);
    // The layer of another image in the place of one: the kernel mounts what the link leads to.
    const links = join(storage, 'overlay/l');
    const [one = ''] = readdirSync(links).filter((name) =>
      readlinkSync(join(links, name)).includes(layers.find(({ parent }) => parent === undefined)?.id ?? '?'),
    );
    const target = readlinkSync(join(links, one));
    rmSync(join(links, one));
    symlinkSync('/usr', join(links, one));
    const { text } = ran('good:1');
    rmSync(join(links, one));
    symlinkSync(target, join(links, one));
    assert.match(text, /no layer of its image: \/usr/);
    assert.deepEqual(ran('good:1'), { code: 0, text: '1000\n' });
  });

  test('podman killed while the lock looks: nothing runs, and afterwards all is as it was', async (t) => {
    if (!ready(t)) return;
    const out = join(ground.folder, 'out');
    mkdirSync(out, { mode: 0o777 });
    const waiting = ground.hold();
    const args = [
      'run',
      '--name',
      'killed',
      '--volume',
      `${out}:/mnt`,
      'localhost/unknown:1',
      '/bin/busybox',
      'touch',
      '/mnt/ran',
    ];
    const client = spawn('podman', [...places, ...args], { stdio: 'ignore', env: { ...process.env, ...environment } });
    const over = once(client, 'exit');
    await waiting.held();
    client.kill('SIGKILL');
    await over;
    waiting.release();
    assert.deepEqual(ran('good:1'), { code: 0, text: '1000\n' });
    assert.equal(existsSync(join(out, 'ran')), false);
    assert.match(ran('unknown:1').text, /no verdict is recorded/);
  });
});
