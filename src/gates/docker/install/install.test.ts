import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { PlimsollError } from '../../../base/errors.ts';
import { home, installIn, layOut, removeIn, treeOf } from './host-for-tests.ts';

/** In memory, where there is such a place: every change waits for the disk. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function laidOut(): string {
  const root = mkdtempSync(join(scratch, 'plimsoll-install-'));
  folders.push(root);
  layOut(root);
  return root;
}

const config = (root: string) => join(root, 'etc/docker/daemon.json');
const unit = (root: string) => join(root, 'etc/systemd/system/plimsoll-docker.service');

describe('putting the gate up on a host, and taking it down', () => {
  test('taken down, every byte and mode is as it was, also of what was there under the gate’s own names', async () => {
    const root = laidOut();
    const before = treeOf(root);
    assert.equal(await installIn(root), 'installed');
    assert.match(readFileSync(config(root), 'utf8'), /"authorization-plugins": \["plimsoll"\]/);
    assert.match(readFileSync(config(root), 'utf8'), /"path": "\/usr\/local\/lib\/plimsoll\/runtimes\/crun"/);
    assert.match(treeOf(root)['/etc/docker/daemon.json'] ?? '', /^640 /);
    await removeIn(root);
    assert.deepEqual(treeOf(root), before);
  });

  test('a second time nothing is touched and nothing is run', async () => {
    const root = laidOut();
    await installIn(root);
    const once = treeOf(root);
    const calls: string[] = [];
    assert.equal(await installIn(root, { told: (call) => calls.push(call) }), 'unchanged');
    assert.deepEqual(treeOf(root), once);
    assert.deepEqual(calls, []);
  });

  test('only what changed is started anew', async () => {
    const root = laidOut();
    await installIn(root);
    const calls: string[] = [];
    assert.equal(await installIn(root, { told: (call) => calls.push(call), changed: { watch: 'stop' } }), 'upgraded');
    assert.ok(calls.some((call) => call.startsWith('systemctl start plimsoll-docker.socket')));
    assert.ok(
      !calls.some((call) => /docker\.service|containerd/.test(call.replaceAll('plimsoll-docker.service', ''))),
      calls.join('\n'),
    );
  });

  test('clients find nobody, or the gate, but never the engine', async () => {
    const root = laidOut();
    const calls: string[] = [];
    await installIn(root, { told: (call) => calls.push(call) });
    const at = (text: string) => calls.findIndex((call) => call.startsWith(text));
    assert.ok(at('systemctl stop docker.socket') < at('systemctl start plimsoll-docker.socket'));
    assert.ok(at('systemctl start plimsoll-docker.socket') < at('systemctl start docker.socket'));
  });

  test('a lock that does not close undoes all of it, and says so', async () => {
    const root = laidOut();
    const before = treeOf(root);
    await assert.rejects(
      () => installIn(root, { open: 'second lock: open' }),
      (error) =>
        error instanceof PlimsollError &&
        error.code === 'gate-install-failed' &&
        /trying the locks.*second lock: open.*All is as it was before/.test(error.what.en),
    );
    assert.deepEqual(treeOf(root), before);
  });

  test('a lock that does not close later leaves the others as they are', async () => {
    const root = laidOut();
    await installIn(root);
    const once = treeOf(root);
    await assert.rejects(() => installIn(root, { open: 'third lock: open' }), /nothing is opened/);
    assert.deepEqual(treeOf(root), once);
    for (const watch of ['stop', 'remove']) {
      await assert.rejects(
        () => installIn(root, { open: 'third lock: open', changed: { watch } }),
        /nothing is opened/,
      );
      assert.match(readFileSync(config(root), 'utf8'), /plimsoll/);
    }
  });

  test('a link stays a link: the file behind it is changed, and restored', async () => {
    const root = laidOut();
    renameSync(config(root), join(root, 'etc/docker/real.json'));
    symlinkSync('real.json', config(root));
    const before = treeOf(root);
    await installIn(root);
    assert.match(readFileSync(join(root, 'etc/docker/real.json'), 'utf8'), /plimsoll/);
    assert.equal(treeOf(root)['/etc/docker/daemon.json'], before['/etc/docker/daemon.json']);
    await removeIn(root);
    assert.deepEqual(treeOf(root), before);
  });

  test('what an administrator changed since is shown and kept, unless told', async () => {
    const root = laidOut();
    await installIn(root);
    writeFileSync(unit(root), 'mine');
    const said: string[] = [];
    await installIn(root, { changed: { watch: 'stop' }, say: (line) => said.push(line) });
    assert.equal(readFileSync(unit(root), 'utf8'), 'mine');
    assert.match(said.join('\n'), /kept {5}\/etc\/systemd\/system\/plimsoll-docker\.service: somebody changed it/);
    await installIn(root, { overwrite: true });
    assert.match(readFileSync(unit(root), 'utf8'), /ExecStart/);
  });

  test('taken down, what somebody changed is not lost, and the engine’s configuration asks for no gate', async () => {
    const root = laidOut();
    await installIn(root);
    writeFileSync(config(root), readFileSync(config(root), 'utf8').replace('"warn"', '"debug"'));
    writeFileSync(unit(root), 'mine');
    const drop = join(root, 'etc/systemd/system/docker.socket.d/zz-plimsoll.conf');
    writeFileSync(drop, 'mine, too');
    const said: string[] = [];
    await removeIn(root, false, (line) => said.push(line));
    assert.deepEqual(JSON.parse(readFileSync(config(root), 'utf8')), {
      'log-level': 'debug',
      runtimes: { crun: { path: '/usr/bin/crun' } },
    });
    assert.equal(treeOf(root)['/etc/systemd/system/plimsoll-docker.service'], undefined);
    assert.equal(readFileSync(`${unit(root)}.plimsoll-kept`, 'utf8'), 'mine');
    assert.equal(readFileSync(drop, 'utf8'), 'somebody was here before\n');
    assert.equal(readFileSync(`${drop}.plimsoll-kept`, 'utf8'), 'mine, too');
    assert.equal(treeOf(root)['/etc/docker/daemon.json.plimsoll-kept'], undefined);
    assert.match(said.join('\n'), /daemon\.json: somebody changed it since; only the locks are taken out/);
  });

  test('a configuration that was not there before keeps what somebody wrote into it', async () => {
    const root = laidOut();
    rmSync(config(root));
    await installIn(root);
    writeFileSync(config(root), '{"authorization-plugins": ["plimsoll"], "debug": true}');
    await removeIn(root);
    assert.equal(readFileSync(config(root), 'utf8'), '{"debug": true}');
    assert.equal(treeOf(root)['/etc/docker/daemon.json.plimsoll-kept'], undefined);
  });

  test('told so, what somebody changed since goes, too', async () => {
    const root = laidOut();
    const before = treeOf(root);
    await installIn(root);
    writeFileSync(config(root), '{ broken');
    writeFileSync(unit(root), 'mine');
    await assert.rejects(() => removeIn(root), /engine-config-unusable/);
    await removeIn(root, true);
    assert.deepEqual(treeOf(root), before);
  });

  test('a record that cannot be read, or backups that are gone: nothing is guessed', async () => {
    const root = laidOut();
    await installIn(root);
    const once = treeOf(root);
    const journal = join(root, home, 'install/docker/journal.json');
    const text = readFileSync(journal, 'utf8');
    for (const broken of ['', '{', '{"format":2}', text.slice(0, 200)]) {
      writeFileSync(journal, broken);
      await assert.rejects(() => removeIn(root), /gate-journal-unusable/);
    }
    writeFileSync(journal, text);
    assert.deepEqual(treeOf(root), once);
    rmSync(join(root, home, 'install/docker/before'), { recursive: true });
    await assert.rejects(() => removeIn(root), /gate-journal-unusable/);
    assert.match(readFileSync(config(root), 'utf8'), /plimsoll/);
  });
});
