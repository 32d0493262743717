import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { askHelper, helperProgram } from './credential-helper.ts';
import { storedLogin } from './stored-login.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-login-'));
after(() => rmSync(folder, { recursive: true }));

let homes = 0;
const { signal } = new AbortController();
const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });

/** A home with files under it, and a PATH with nothing on it but the helpers given. */
function home(files: Record<string, unknown>, helpers: Record<string, string> = {}): NodeJS.ProcessEnv {
  homes += 1;
  const root = join(folder, String(homes));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  mkdirSync(join(root, 'bin'), { recursive: true });
  for (const [name, script] of Object.entries(helpers)) {
    const file = join(root, 'bin', `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return { HOME: root, XDG_RUNTIME_DIR: join(root, 'run'), PATH: `${join(root, 'bin')}:/usr/bin:/bin` };
}

async function shown(environment: NodeJS.ProcessEnv, host = 'r.example', repository = 'a/b'): Promise<string> {
  const found = await storedLogin({ host, repository }, environment, signal);
  if (found.kind === 'none') return 'none';
  if (found.kind === 'trouble') return `trouble: ${found.reason.en}`;
  const { login } = found;
  return login.kind === 'password' ? `${login.user}:${login.password}` : `${login.kind} ${login.token}`;
}

describe('where a login is found', () => {
  const config = '.docker/config.json';
  const cases: readonly [string, Record<string, unknown>, string, string?][] = [
    ['nowhere', {}, 'none'],
    ['an empty file of settings', { [config]: {} }, 'none'],
    ['under the host', { [config]: { auths: { 'r.example': auth('me:pw:x') } } }, 'me:pw:x'],
    ['under a URL', { [config]: { auths: { 'https://r.example': auth('me:pw') } } }, 'me:pw'],
    ['under a URL of the first protocol', { [config]: { auths: { 'https://r.example/v1/': auth('me:pw') } } }, 'me:pw'],
    ['not under another host', { [config]: { auths: { 'x.r.example': auth('me:pw'), example: auth('a:b') } } }, 'none'],
    ['not under another port', { [config]: { auths: { 'r.example:5000': auth('me:pw') } } }, 'none'],
    ['Docker Hub', { [config]: { auths: { 'https://index.docker.io/v1/': auth('me:hub') } } }, 'me:hub', 'docker.io'],
    [
      'an identity token',
      { [config]: { auths: { 'r.example': { ...auth('me:'), identitytoken: 't' } } } },
      'identity-token t',
    ],
    ['an access token', { [config]: { auths: { 'r.example': { registrytoken: 't' } } } }, 'access-token t'],
    ['written apart', { [config]: { auths: { 'r.example': { username: 'me', password: 'pw' } } } }, 'me:pw'],
    ['an entry that a store left empty', { [config]: { auths: { 'r.example': {} } } }, 'none'],
    [
      'no base64 of a pair',
      { [config]: { auths: { 'r.example': { auth: 'bm9uZQ==' } } } },
      'trouble: an entry under "auths" is not user:password in base64',
    ],
    ["Podman's file", { 'run/containers/auth.json': { auths: { 'r.example': auth('pod:man') } } }, 'pod:man'],
    [
      'the narrowest of several',
      { 'run/containers/auth.json': { auths: { 'r.example': auth('wide:1'), 'r.example/a': auth('near:2') } } },
      'near:2',
    ],
    [
      "Docker's file before Podman's",
      {
        [config]: { auths: { 'r.example': auth('d:1') } },
        'run/containers/auth.json': { auths: { 'r.example': auth('p:2') } },
      },
      'd:1',
    ],
    [
      "Podman's file where Docker's is broken",
      { [config]: '{', 'run/containers/auth.json': { auths: { 'r.example': auth('p:2') } } },
      'p:2',
    ],
    ['a broken file', { [config]: '{' }, 'trouble: it is not JSON'],
    ['members of the wrong kind', { [config]: { auths: [], credHelpers: 3, credsStore: {} } }, 'none'],
    ['a helper that is not there', { [config]: { credsStore: 'gone' } }, 'trouble: it is not on PATH'],
    [
      'a helper whose name is a path',
      { [config]: { credsStore: '../../bin/sh' } },
      'trouble: the helper has no valid name',
    ],
  ];
  for (const [title, files, expected, host] of cases) {
    test(title, async () => assert.equal(await shown(home(files), host), expected));
  }

  test('DOCKER_CONFIG names another folder', async () => {
    const environment = home({ 'elsewhere/config.json': { auths: { 'r.example': auth('me:pw') } } });
    assert.equal(await shown({ ...environment, DOCKER_CONFIG: join(environment['HOME']!, 'elsewhere') }), 'me:pw');
  });
});

describe('credential helpers', () => {
  const settings = { '.docker/config.json': { credsStore: 'test', auths: { 'r.example': auth('file:pw') } } };
  const cases: readonly [string, string, string][] = [
    [
      'are given the server and answer',
      'read s; echo "{\\"Username\\":\\"$1-$s\\",\\"Secret\\":\\"pw\\"}"',
      'get-r.example:pw',
    ],
    ['may give an identity token', 'echo \'{"Username":"<token>","Secret":"t"}\'', 'identity-token t'],
    ['may have none: then the file counts', 'echo "credentials not found in native keychain"; exit 1', 'file:pw'],
    ['that fail leave it to the file', 'exit 3', 'file:pw'],
    ['that talk nonsense leave it to the file', 'echo hello', 'file:pw'],
    ['that talk without end are stopped', 'while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done', 'file:pw'],
    ['that do not read are no problem', 'exec <&-; echo \'{"Username":"u","Secret":"s"}\'', 'u:s'],
  ];
  for (const [title, script, expected] of cases) {
    test(title, async () => assert.equal(await shown(home(settings, { test: script })), expected));
  }

  test('may say 64 KiB, and no more', async () => {
    const answer = '{"Username":"u","Secret":"s"}';
    const said = (length: number) =>
      shown(home(settings, { test: `printf '%s' '${answer}'; printf '%${length - answer.length}s' ''` }));
    assert.equal(await said(64 << 10), 'u:s');
    assert.equal(await said((64 << 10) + 1), 'file:pw');
  });

  test('that say nothing are waited for for twenty seconds', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const after = (milliseconds: number) => {
      const environment = home({}, { test: `sleep 0.2; echo '{"Username":"u","Secret":"s"}'` });
      const found = askHelper('test', 'r.example', environment, signal);
      t.mock.timers.tick(milliseconds);
      return found;
    };
    assert.equal((await after(19_999)).kind, 'found');
    const found = await after(20_000);
    assert.equal(found.kind === 'trouble' && found.reason.en, 'it does not answer');
  });

  test('one for a single registry comes before the store', async () => {
    const files = { '.docker/config.json': { credsStore: 'no', credHelpers: { 'r.example': 'one' } } };
    const helpers = { one: 'echo \'{"Username":"u","Secret":"s"}\'', no: 'exit 1' };
    assert.equal(await shown(home(files, helpers)), 'u:s');
    assert.equal(await shown(home(files, helpers), 'other.example'), 'trouble: it ended with 1');
  });

  test('one for Docker Hub is asked by the name under which it stores', async () => {
    const environment = home(settings, { test: 'read s; echo "{\\"Username\\":\\"u\\",\\"Secret\\":\\"$s\\"}"' });
    assert.equal(await shown(environment, 'docker.io'), 'u:https://index.docker.io/v1/');
  });

  test('names that could lead elsewhere are no helpers', () => {
    for (const name of ['', '-x', 'a/b', '../a', 'a b', 'a;b', '$(a)', 'a\0b', 'x'.repeat(70)]) {
      assert.equal(helperProgram(name), null, name);
    }
    assert.equal(helperProgram('ecr-login'), 'docker-credential-ecr-login');
  });
});
