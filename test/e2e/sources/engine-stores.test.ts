import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { dockerArchive } from '../../build/image.ts';
import { ownEngine } from '../build/own-engine.ts';
import { has, isRoot, newerDocker } from '../build/parts.ts';
import { oddImage } from './odd-image.ts';
import { comparable, type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stores-'));
const archive = join(folder, 'odd.tar');
let expected: Report;
const cleanUps: (() => unknown)[] = [];

before(async () => {
  writeFileSync(archive, dockerArchive(oddImage('localhost/odd:1')));
  expected = await reportOf(`archive:${archive}`, folder);
});
after(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  rmSync(folder, { recursive: true });
});

test('Podman: layers are read where its storage has unpacked them', async (t: TestContext) => {
  if (!has(t, 'podman') || !isRoot(t)) return;
  const [root, socket] = [join(folder, 'storage'), join(folder, 'podman.sock')];
  const places = ['--root', root, '--runroot', join(folder, 'run'), '--storage-driver', 'overlay'];
  const loaded = spawnSync('podman', [...places, 'load', '-i', archive], { encoding: 'utf8' });
  assert.equal(loaded.status, 0, loaded.stderr);
  const service: ChildProcess = spawn('podman', [...places, 'system', 'service', '--time', '0', `unix://${socket}`]);
  cleanUps.push(async () => {
    const ended = once(service, 'exit');
    service.kill('SIGTERM');
    await ended;
    // Podman lays its directory of layers over itself.
    spawnSync('umount', ['-R', join(root, 'overlay')]);
  });
  for (let tries = 0; tries < 100 && !existsSync(socket); tries += 1) await pause(100);
  const env = { DOCKER_HOST: `unix://${socket}` };
  const report = await reportOf('docker:localhost/odd:1', folder, { env });
  assert.deepEqual(comparable(report), comparable(expected));
  assert.deepEqual(report.image.unprovenLayers, report.image.fingerprint.diffIds);
  const verified = await reportOf('docker:localhost/odd:1', folder, { env, flags: ['--verify-layers'] });
  assert.deepEqual(comparable(verified), comparable(expected));
  assert.deepEqual(verified.image.unprovenLayers, []);
});

test('Docker with containerd’s image store: the blobs that it was given are read and hashed', async (t: TestContext) => {
  if (!has(t, 'docker') || !isRoot(t)) return;
  const programs = newerDocker(t);
  if (programs === null) return;
  const engine = ownEngine();
  cleanUps.push(() => engine.remove());
  await engine.start({ features: { 'containerd-snapshotter': true } }, programs);
  assert.match(engine.docker('load', '-i', archive).text, /Loaded image/);
  const env = { DOCKER_HOST: `unix://${engine.socket}` };
  const report = await reportOf('docker:localhost/odd:1', folder, { env });
  assert.deepEqual(comparable(report), comparable(expected));
  assert.deepEqual(report.image.unprovenLayers, []);
});
