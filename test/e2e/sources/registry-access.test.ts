import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { ociArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { selfSigned } from './certificates.ts';
import { loginEnvironment, passwordFile, push, type RunningRegistry, startRegistry } from './registry-server.ts';
import { reportOf } from './report.ts';
import { refreshToken, startTokenServer, type TokenServer } from './token-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-registry-access-'));
const running: (RunningRegistry | TokenServer)[] = [];
after(() => {
  for (const server of running) server.stop();
  rmSync(folder, { recursive: true });
});

const archive = join(folder, 'image.tar');
writeFileSync(archive, ociArchive({ layers: [tar([file('etc/os-release', 'ID=debian\n')])], tag: 'v1' }));
const pair = Buffer.from('someone:secret').toString('base64');
const isReady = (t: TestContext) => has(t, 'docker-registry', 'skopeo', 'htpasswd', 'openssl');

async function started(
  settings: Parameters<typeof startRegistry>[1],
  ...pushOptions: readonly string[]
): Promise<string> {
  const registry = await startRegistry(folder, settings);
  running.push(registry);
  await push(`oci-archive:${archive}:v1`, `${registry.host}/app/web:1`, ...pushOptions);
  return registry.host;
}

/** Scans with nothing but what the environment says, and returns the error's code. */
async function codeOf(ref: string, config: object = {}, flags: readonly string[] = [], exit = 3): Promise<string> {
  const env = loginEnvironment(folder, config);
  const { code, stderr } = await plimsoll(['scan', ref, ...flags], { home: mkdtempSync(join(folder, 'home-')), env });
  assert.equal(code, exit, stderr);
  assert.match(stderr, /^plimsoll: .*\n {2}\S.*\n$/);
  assert.doesNotMatch(stderr, /secret|a-refresh-token/);
  return /\(([a-z-]+)\)\n/.exec(stderr)?.[1] ?? stderr;
}

async function reads(
  ref: string,
  config: object = {},
  options: { flags?: readonly string[]; env?: Record<string, string> } = {},
) {
  const env = { ...loginEnvironment(folder, config), ...options.env };
  return reportOf(ref, folder, { env, ...(options.flags === undefined ? {} : { flags: options.flags }) });
}

/** A credential helper of this name on PATH, that answers for one server. */
function helper(name: string, server: string, answer: object): Record<string, string> {
  const bin = mkdtempSync(join(folder, 'bin-'));
  const program = join(bin, `docker-credential-${name}`);
  const script = `#!/bin/sh\nread asked\n[ "$1" = get ] && [ "$asked" = "${server}" ] && exec echo '${JSON.stringify(answer)}'\necho 'credentials not found in native keychain'\nexit 1\n`;
  writeFileSync(program, script);
  chmodSync(program, 0o755);
  return { PATH: `${bin}${delimiter}${process.env['PATH']}` };
}

test('anonymous: by tag and by digest, and what is not there', async (t) => {
  if (!isReady(t)) return;
  const host = await started({});
  const { fingerprint } = (await reads(`registry:${host}/app/web:1`)).image;
  const again = (await reads(`registry:${host}/app/web@${fingerprint.manifestDigest}`)).image;
  assert.deepEqual(again.fingerprint, fingerprint);
  assert.equal(await codeOf(`registry:${host}/app/web:2`), 'image-not-found');
  assert.equal(await codeOf(`registry:${host}/app/other:1`), 'image-not-found');
  assert.equal(await codeOf(`registry:${host}/app/web@sha256:${'0'.repeat(64)}`), 'image-not-found');
});

test('a password: from config.json, from helpers, and wrong ones', async (t) => {
  if (!isReady(t)) return;
  const auth = `htpasswd: {realm: test, path: ${passwordFile(folder, 'someone', 'secret')}}`;
  const host = await started({ auth }, '--dest-creds', 'someone:secret');
  const ref = `registry:${host}/app/web:1`;
  await reads(ref, { auths: { [host]: { auth: pair } } });
  await reads(ref, { auths: { [`https://${host}/v2/`]: { username: 'someone', password: 'secret' } } });
  const env = helper('e2e', host, { ServerURL: host, Username: 'someone', Secret: 'secret' });
  await reads(ref, { credHelpers: { [host]: 'e2e' } }, { env });
  await reads(ref, { credsStore: 'e2e', auths: { [host]: {} } }, { env });
  const podman = mkdtempSync(join(folder, 'podman-'));
  run('skopeo', [
    'login',
    '--tls-verify=false',
    '--authfile',
    join(podman, 'auth.json'),
    '-u',
    'someone',
    '-p',
    'secret',
    host,
  ]);
  await reads(ref, {}, { env: { REGISTRY_AUTH_FILE: join(podman, 'auth.json') } });

  assert.equal(await codeOf(ref), 'registry-login-needed');
  const wrong = Buffer.from('someone:else').toString('base64');
  assert.equal(await codeOf(ref, { auths: { [host]: { auth: wrong } } }), 'registry-login-refused');
  assert.equal(await codeOf(ref, { credsStore: 'not-there-at-all' }), 'credentials-unusable');
});

describe('a token server', () => {
  test('trades passwords and refresh tokens for the right to pull this repository, and no more', async (t) => {
    if (!isReady(t)) return;
    const tokens = await startTokenServer(folder);
    running.push(tokens);
    const host = await started({ auth: tokens.auth }, '--dest-creds', 'someone:secret');
    const ref = `registry:${host}/app/web:1`;
    tokens.asked.length = 0;
    await reads(ref, { auths: { [host]: { auth: pair } } });
    assert.deepEqual(tokens.asked, ['GET someone repository:app/web:pull']);
    tokens.asked.length = 0;
    await reads(ref, { auths: { [host]: { identitytoken: refreshToken } } });
    assert.deepEqual(tokens.asked, ['POST someone repository:app/web:pull']);
    const env = helper('e2e', host, { ServerURL: host, Username: '<token>', Secret: refreshToken });
    await reads(ref, { credsStore: 'e2e' }, { env });
    tokens.asked.length = 0;
    assert.equal(await codeOf(ref), 'registry-login-needed');
    assert.deepEqual(tokens.asked, ['GET - repository:app/web:pull']);
    const wrong = Buffer.from('someone:else').toString('base64');
    assert.equal(await codeOf(ref, { auths: { [host]: { auth: wrong } } }), 'registry-login-refused');
  });
});

test('a certificate of its own', async (t) => {
  if (!isReady(t)) return;
  const { keyFile: key, certificateFile: certificate } = selfSigned(folder, 'registry');
  const host = await started({ http: `tls: {certificate: ${certificate}, key: ${key}}` });
  const ref = `registry:${host}/app/web:1`;
  assert.equal(await codeOf(ref), 'certificate-refused');
  assert.equal(await codeOf(ref, {}, ['--registry-ca', key], 2), 'authority-unreadable');
  await reads(ref, {}, { flags: ['--registry-ca', certificate] });
  await reads(ref, {}, { flags: ['--registry-insecure', host] });
});
