import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { dockerArchive, ociArchive } from '../../build/image.ts';
import { file, symlink, tar } from '../../build/tar.ts';
import { has, inHook, isRoot, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type KeyPair, selfSigned, signedBy } from './certificates.ts';
import { listening } from './listening.ts';
import { comparable, type Report, reportOf, withoutConfig } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-engines-'));
const name = `plimsoll-e2e/small-${process.pid}:1`;
const archive = join(folder, 'image.tar');
const status = 'Package: found\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\n';
const layers = [
  tar([file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n'), file('opt/status', status)]),
  tar([symlink('var/lib/dpkg/status', '/opt/status'), file('etc/passwd', 'app:x:1:1::/:\n')]),
];
const image = { layers, config: { User: 'app', Cmd: ['x'] }, tag: name };
const isReady = (t: TestContext) => has(t, 'docker', 'openssl');
let expected: Report;

before(async () => {
  writeFileSync(archive, dockerArchive(image));
  expected = await reportOf(`archive:${archive}`, folder);
  if (!isReady(inHook)) return;
  run('docker', ['load', '-q', '-i', archive]);
});
after(() => {
  run('sh', ['-c', `docker rmi ${name} 2>/dev/null || true`]);
  rmSync(folder, { recursive: true });
});

const same = async (options: Parameters<typeof reportOf>[2], ref = `docker:${name}`) =>
  assert.deepEqual(comparable(await reportOf(ref, folder, options)), comparable(expected));

/** The code of an error that ends a scan. */
async function codeOf(env: Record<string, string>, exit = 3): Promise<string> {
  const ran = await plimsoll(['scan', `docker:${name}`], { home: mkdtempSync(join(folder, 'home-')), env });
  assert.equal(ran.code, exit, ran.stderr);
  assert.match(ran.stderr, /^plimsoll: .*\n {2}\S.*\n$/);
  return /\(([a-z-]+)\)\n/.exec(ran.stderr)?.[1] ?? ran.stderr;
}

test('the usual socket, DOCKER_HOST with it, and one that is not there', async (t) => {
  if (!isReady(t)) return;
  await same({});
  await same({ env: { DOCKER_HOST: 'unix:///var/run/docker.sock' } });
  await same({ flags: ['--offline'] });
  assert.equal(await codeOf({ DOCKER_HOST: 'unix:///nonexistent.sock' }), 'engine-absent');
  assert.equal(await codeOf({ DOCKER_HOST: 'tcp://127.0.0.1:1' }), 'engine-unreachable');
  const silent = await plimsoll(['scan', `docker:${name}`], { env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
  assert.match(silent.stderr, /127\.0\.0\.1:1 does not answer: nothing listens there \(/);
});

test('the same image again is not exported again', async (t) => {
  if (!isReady(t)) return;
  const home = mkdtempSync(join(folder, 'home-'));
  await same({ home });
  await same({ home });
});

describe('an engine behind TLS that wants to know who asks', { concurrency: 1 }, () => {
  let authority: KeyPair;
  let stop = () => {};
  let host = '';
  const identity = (who: string, ca: KeyPair | null, pair: KeyPair | null) => {
    const directory = join(folder, who);
    mkdirSync(directory);
    if (ca !== null) copyFileSync(ca.certificateFile, join(directory, 'ca.pem'));
    if (pair !== null) copyFileSync(pair.certificateFile, join(directory, 'cert.pem'));
    if (pair !== null) copyFileSync(pair.keyFile, join(directory, 'key.pem'));
    return { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: directory };
  };

  before(async () => {
    authority = selfSigned(folder, 'authority');
    const { key, cert } = signedBy(authority, folder, 'engine');
    const settings = { key, cert, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    // What dockerd does with --tlsverify, in front of the engine that runs.
    const server = createServer(settings, (socket: TLSSocket) => {
      const engine = connect('/var/run/docker.sock');
      const end = () => socket.destroy() && engine.destroy();
      socket.on('error', end).pipe(engine).on('error', end).pipe(socket);
    });
    host = `tcp://127.0.0.1:${await listening(server)}`;
    stop = () => void server.close();
  });
  after(() => stop());

  test('with the certificates of DOCKER_CERT_PATH', async (t) => {
    if (!isReady(t)) return;
    await same({ env: identity('client', authority, signedBy(authority, folder, 'client')) });
  });

  test('not without an identity, nor with an authority that did not sign it, nor in the clear', async (t) => {
    if (!isReady(t)) return;
    assert.match(
      await codeOf(identity('nobody', authority, null)),
      /^(?:certificate-refused|engine-unreachable|connection-lost)$/,
    );
    const other = selfSigned(folder, 'other');
    assert.equal(await codeOf(identity('misled', other, signedBy(authority, folder, 'misled'))), 'certificate-refused');
    assert.equal(
      await codeOf(identity('trusting', null, signedBy(authority, folder, 'trusting'))),
      'certificate-refused',
    );
    assert.match(await codeOf({ DOCKER_HOST: host }), /^(?:engine-unreachable|connection-lost|bad-answer)$/);
  });

  test('as the context that docker context use chose, or DOCKER_CONTEXT', async (t) => {
    if (!isReady(t)) return;
    const { certificateFile: cert, keyFile: key } = signedBy(authority, folder, 'context');
    const DOCKER_CONFIG = join(folder, 'docker-config');
    const env = { DOCKER_CONFIG, PATH: process.env['PATH'] ?? '' };
    const docker = (...args: readonly string[]) => promisify(execFile)('docker', args, { env });
    const endpoint = `host=${host},ca=${authority.certificateFile},cert=${cert},key=${key}`;
    await docker('context', 'create', 'far', '--docker', endpoint);
    await docker('context', 'create', 'gone', '--docker', 'host=tcp://127.0.0.1:1');
    await same({ env: { DOCKER_CONFIG, DOCKER_CONTEXT: 'far' } });
    assert.equal(await codeOf({ DOCKER_CONFIG, DOCKER_CONTEXT: 'none' }, 2), 'docker-host-invalid');
    await docker('context', 'use', 'far');
    await same({ env: { DOCKER_CONFIG } });
    await docker('context', 'use', 'gone');
    assert.equal(await codeOf({ DOCKER_CONFIG }), 'engine-unreachable');
    await same({ env: { DOCKER_CONFIG, DOCKER_CONTEXT: 'default' } });
  });
});

test('Podman\u2019s socket: images of Docker and of OCI', async (t) => {
  if (!has(t, 'podman') || !isRoot(t)) return;
  const store = ['--root', join(folder, 'podman'), '--runroot', join(folder, 'podman-run'), '--storage-driver', 'vfs'];
  const socket = join(folder, 'podman.sock');
  const service = spawn('podman', [...store, 'system', 'service', '--time=0', `unix://${socket}`], { stdio: 'ignore' });
  try {
    for (let tries = 0; tries < 200 && !existsSync(socket); tries += 1) await pause(50);
    const env = { DOCKER_HOST: `unix://${socket}` };
    run('podman', [...store, 'load', '-q', '-i', archive]);
    await same({ env });
    const id = run('podman', [...store, 'inspect', '-f', '{{.Id}}', name])
      .toString()
      .trim();
    await same({ env }, `docker:${id}`);
    const oci = join(folder, 'oci.tar');
    writeFileSync(oci, ociArchive({ ...image, tag: 'localhost/oci:1' }));
    run('podman', [...store, 'load', '-q', '-i', oci]);
    const report = await reportOf('docker:localhost/oci:1', folder, { env });
    assert.deepEqual(withoutConfig(report), withoutConfig(expected));
    assert.equal(await codeOf({ ...env, DOCKER_HOST: `unix://${socket}x` }), 'engine-absent');
  } finally {
    service.kill();
  }
});
