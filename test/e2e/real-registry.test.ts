import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { drain } from '../../src/base/byte-stream.ts';
import { PlimsollError } from '../../src/base/errors.ts';
import type { Image, RegistryOptions } from '../../src/images/image-source.ts';
import { registrySource } from '../../src/images/registry.ts';
import { digestOf, ociArchive } from '../build/image.ts';
import { openOptions } from '../build/scan-parts.ts';
import { file, tar } from '../build/tar.ts';
import { has, run } from './build/parts.ts';

const layer = tar([file('a/db', 'one 1'), file('big', randomBytes(300_000))]);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-real-registry-'));
const running: ChildProcess[] = [];
after(() => {
  for (const registry of running) registry.kill();
  rmSync(folder, { recursive: true });
});

/** Starts Debian's registry and waits until it listens. */
async function startRegistry(settings: string): Promise<string> {
  const port = await freePort();
  const root = mkdtempSync(join(folder, 'registry-'));
  const config = join(root, 'config.yml');
  const [http, ...rest] = settings.split('---');
  const address = `http: {addr: "127.0.0.1:${port}"${http === '' ? '' : `, ${http}`}}`;
  const storage = `storage: {filesystem: {rootdirectory: ${root}/data}}`;
  writeFileSync(config, `version: 0.1\nlog: {level: error}\n${storage}\n${address}\n${rest.join('')}`);
  running.push(spawn('docker-registry', ['serve', config], { stdio: 'ignore' }));
  for (let tries = 0; tries < 200; tries += 1) {
    if (await listens(port)) return `127.0.0.1:${port}`;
    await pause(50);
  }
  throw new Error('the registry did not start');
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function push(host: string, ...options: string[]): void {
  const archive = join(folder, 'image.tar');
  writeFileSync(archive, ociArchive({ layers: [layer], config: { User: 'app' }, tag: 'v1' }));
  run('skopeo', [
    'copy',
    '-q',
    '--dest-tls-verify=false',
    ...options,
    `oci-archive:${archive}:v1`,
    `docker://${host}/app/web:1`,
  ]);
}

async function read(
  ref: string,
  environment: NodeJS.ProcessEnv = { HOME: join(folder, 'nobody') },
  registry: Partial<RegistryOptions> = {},
): Promise<Image> {
  const intake = { knows: async () => false, take: () => Promise.reject(new Error('not asked for')) };
  const options = openOptions({ registry: { ca: null, insecureHosts: [], token: null, ...registry } });
  const image = await registrySource(environment).open(ref, { options, intake, progress: { step: () => {} } });
  assert.deepEqual(image.fingerprint.diffIds, [digestOf(layer)]);
  for (const { content, storedSize } of image.layers) {
    assert.equal(content.kind, 'tar');
    if (content.kind === 'tar') assert.equal(await drain(await content.open()), storedSize);
  }
  await image.close();
  return image;
}

function failsWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof PlimsollError && error.code === code;
}

describe('a real registry', { concurrency: 1 }, () => {
  test('anonymous: by tag and by digest', async (t) => {
    if (!has(t, 'docker-registry', 'skopeo')) return;
    const host = await startRegistry('');
    push(host);
    const { fingerprint } = await read(`${host}/app/web:1`);
    const again = await read(`${host}/app/web@${fingerprint.manifestDigest}`);
    assert.deepEqual(again.fingerprint, fingerprint);
    await assert.rejects(read(`${host}/app/web:2`), failsWith('image-not-found'));
    await assert.rejects(read(`${host}/app/other:1`), failsWith('image-not-found'));
  });

  test('with a password', async (t) => {
    if (!has(t, 'docker-registry', 'skopeo', 'htpasswd')) return;
    writeFileSync(join(folder, 'htpasswd'), run('htpasswd', ['-Bbn', 'someone', 'secret']));
    const host = await startRegistry(`---auth: {htpasswd: {realm: test, path: ${folder}/htpasswd}}\n`);
    push(host, '--dest-creds', 'someone:secret');
    const home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(join(home, '.docker'));
    const auth = Buffer.from('someone:secret').toString('base64');
    writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
    await read(`${host}/app/web:1`, { HOME: home });
    await assert.rejects(read(`${host}/app/web:1`), failsWith('registry-login-needed'));
  });

  test('with a certificate of its own', async (t) => {
    if (!has(t, 'docker-registry', 'skopeo')) return;
    const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.pem')];
    const names = ['-subj', '/CN=registry', '-addext', 'subjectAltName=IP:127.0.0.1'];
    run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      certificate,
      ...names,
    ]);
    const host = await startRegistry(`tls: {certificate: ${certificate}, key: ${key}}`);
    push(host);
    await assert.rejects(read(`${host}/app/web:1`), failsWith('certificate-refused'));
    await read(`${host}/app/web:1`, {}, { ca: certificate });
    await read(`${host}/app/web:1`, {}, { insecureHosts: [host] });
    await assert.rejects(read(`${host}/app/web:1`, {}, { ca: key }), failsWith('authority-unreadable'));
  });
});
