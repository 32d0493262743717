import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { has, isRoot } from '../build/parts.ts';
import { runtimeGround, tell } from './runtime-ground.ts';

const ground = runtimeGround('storage-root: [FOLDER/storage]\n');
after(() => ground.remove());

const settings = join(ground.folder, 'containers.conf');
writeFileSync(
  settings,
  `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "none"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[engine.runtimes]
runc = ["${ground.wrapper}"]
`,
);
/** Keeps what a machine's `/run/plimsoll` holds from one call to the next. */
const kept = join(ground.folder, 'kept');
const compiled = join(kept, 'compiled');
const podman = `podman --root ${ground.folder}/storage --runroot ${ground.folder}/run --storage-driver overlay`;
// A machine whose /run and whose root's state directory nobody else uses.
const own = 'mount -t tmpfs none /run && mount -t tmpfs none /var/lib && mkdir /run/plimsoll';
const usual = `mount --bind ${kept} /run/plimsoll`;

/** Runs an image where `/run/plimsoll` is as this makes it. */
function ran(state: string, image: string, flags = '') {
  const call = `${podman} run --rm ${flags} localhost/${image}`;
  return tell('unshare', ['--mount', 'sh', '-ec', `${own} && ${state}\nexec ${call}`], {
    CONTAINERS_CONF: settings,
    NODE_COMPILE_CACHE: '',
  });
}

/** What becomes of a known image and an unknown one. */
function tried(state: string) {
  const { code, text } = ran(state, 'unknown:1');
  // What podman says about the machine's cgroups is not about the lock.
  const good = ran(state, 'good:1').text.replace(/^time=.*level=warning.*\n/gm, '');
  return { good, isRefused: code !== 0 && text.includes('no verdict is recorded') };
}

const right = { good: '1000\n', isRefused: true };
const ready = (t: TestContext) => has(t, 'podman', 'runc', 'busybox') && isRoot(t);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('what the lock keeps in /run/plimsoll', { concurrency: 1 }, () => {
  test('it decides where there is none, where it is full, and where nobody may write', async (t) => {
    if (!ready(t)) return;
    mkdirSync(kept, { mode: 0o755 });
    for (const name of ['good:1', 'unknown:1']) {
      const { code, text } = tell('sh', ['-c', `${podman} load -i ${ground.archive(name)}`], {
        CONTAINERS_CONF: settings,
      });
      assert.equal(code, 0, text);
    }
    await ground.judge('good:1');
    for (const state of [
      'rmdir /run/plimsoll',
      'rmdir /run/plimsoll; touch /run/plimsoll',
      'mount -t tmpfs -o size=4k none /run/plimsoll; head -c 4096 /dev/zero >/run/plimsoll/all || true',
      'mount -t tmpfs -o size=64k,mode=755 none /run/plimsoll; head -c 65536 /dev/zero >/run/plimsoll/all || true',
      'mount -t tmpfs -o nr_inodes=1,mode=755 none /run/plimsoll',
      'mount -t tmpfs -o ro,mode=755 none /run/plimsoll',
    ])
      assert.deepEqual(tried(state), right, state);
  });

  test('compiled code and remembered policies that are damaged are done without', (t) => {
    if (!ready(t)) return;
    assert.deepEqual(tried(usual), right);
    const files = filesBelow(compiled);
    assert.ok(files.length > 2, 'code, a policy, a configuration');
    for (const damaged of [
      (whole: Buffer) => whole.subarray(0, whole.length / 2),
      (whole: Buffer) => Buffer.from(whole.map((byte, at) => (at === whole.length - 2 ? byte ^ 1 : byte))),
      () => Buffer.alloc(0),
    ]) {
      for (const file of files) writeFileSync(file, damaged(readFileSync(file)));
      assert.deepEqual(tried(usual), right);
    }
  });

  test('what somebody else than root put there is not believed', (t) => {
    if (!ready(t)) return;
    const [policy = ''] = filesBelow(compiled).filter((file) =>
      readFileSync(file, 'utf8').includes('"unscanned":"deny"'),
    );
    const [, words = ''] = readFileSync(policy, 'utf8').split('\n');
    const lenient = words.replace('"unscanned":"deny"', '"unscanned":"allow"');
    writeFileSync(policy, `${createHash('sha256').update(lenient).digest('hex')}\n${lenient}`);
    // As root's own it would be: whoever is root needs no such way.
    assert.equal(tried(usual).isRefused, false, 'it is what it is taken for');
    for (const state of [
      'chown -R 65534:65534 /run/plimsoll/compiled',
      'chown -R 0:0 /run/plimsoll/compiled; chmod 0777 /run/plimsoll/compiled',
      'chmod 0700 /run/plimsoll/compiled; chown 65534:65534 /run/plimsoll',
      'chown 0:0 /run/plimsoll; chmod 0775 /run/plimsoll',
      'chmod 0755 /run/plimsoll; mv /run/plimsoll/compiled /run/plimsoll/other; ln -s other /run/plimsoll/compiled',
    ])
      assert.deepEqual(tried(`${usual}\n${state}`), right, state);
  });

  test('no container has it, wherever it lies', (t) => {
    if (!ready(t)) return;
    // Where root's own state directory is there, it lies in that one, whatever directory the lock decides by.
    const inState = 'mkdir -m 700 /var/lib/plimsoll';
    for (const [state, path] of [
      [usual, '/run/plimsoll/compiled'],
      [usual, '/run/plimsoll'],
      ['true', '/run/plimsoll'],
      [inState, '/var/lib/plimsoll'],
      [inState, '/var/lib/plimsoll/compile-cache'],
    ] as const) {
      const { code, text } = ran(`${state}\nmkdir -p ${path}`, 'good:1', `--volume ${path}:/mnt`);
      assert.notEqual(code, 0, path);
      assert.match(text, /What this lock decides by may not be laid/, path);
    }
  });
});
