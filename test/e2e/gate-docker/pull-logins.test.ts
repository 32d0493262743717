import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { configOf, digestOf, dockerArchive } from '../../build/image.ts';
import { ownEngine } from '../build/own-engine.ts';
import { has, isRoot } from '../build/parts.ts';
import {
  loginEnvironment,
  passwordFile,
  push,
  type RunningRegistry,
  startRegistry,
} from '../sources/registry-server.ts';
import { refreshToken, startTokenServer, type TokenServer } from '../sources/token-server.ts';
import { type Answer, ask } from './attack-ground.ts';
import { idOf, images, policy } from './attack-images.ts';
import { lyingRegistry, manifestOf } from './lying-registry.ts';
import { type RealGate, startRealGate } from './real-gate.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pull-logins-'));
const gateSocket = join(folder, 'gate.sock');
const home = join(folder, 'home');
const engine = ownEngine();
const running: (RunningRegistry | TokenServer)[] = [];
const elsewhere = await lyingRegistry();
let gate: RealGate | null = null;
let host = '';

const parts = ['docker', 'dockerd', 'busybox', 'docker-registry', 'skopeo', 'htpasswd'] as const;
const ready = (t: TestContext) => has(t, ...parts) && isRoot(t);
const canRun = () => process.getuid?.() === 0;

/** What a client sends about itself. */
const sent = (login: object) => ({
  'X-Registry-Auth': Buffer.from(JSON.stringify(login)).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
});
const me = sent({ username: 'someone', password: 'secret' });
const pull = (name: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  ask(gateSocket, 'POST', `/images/create?fromImage=${encodeURIComponent(name)}`, null, headers);
const isThere = async (name: string) => (await ask(engine.socket, 'GET', `/images/${name}/json`)).status === 200;
const removed = (name: string) => ask(engine.socket, 'DELETE', `/images/${name}?force=1`);

async function pulled(name: string, login: Readonly<Record<string, string>>): Promise<void> {
  const { status, text } = await pull(name, login);
  assert.equal(status, 200, text);
  assert.doesNotMatch(text, /errorDetail/);
  assert.ok(await isThere(name), `${name} is at the engine under the name that was asked for`);
}

async function refused(name: string, headers: Readonly<Record<string, string>>, says: RegExp, status = 502) {
  const answer = await pull(name, headers);
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.text, says);
  assert.doesNotMatch(answer.text, /secret|a-refresh-token|packages:/);
}

before(async () => {
  if (!canRun()) return;
  const auth = `htpasswd: {realm: test, path: ${passwordFile(folder, 'someone', 'secret')}}`;
  const registry = await startRegistry(folder, { auth });
  running.push(registry);
  host = registry.host;
  for (const [name, image] of Object.entries(images)) {
    const file = join(folder, `${name}.tar`);
    writeFileSync(file, dockerArchive(image));
    await push(`docker-archive:${file}`, `${host}/app/${name}:1`, '--dest-creds', 'someone:secret');
  }
  await engine.start();
  writeFileSync(join(folder, 'policy.yaml'), policy('scan'));
});
after(async () => {
  await gate?.stop();
  for (const server of running) server.stop();
  await elsewhere.stop();
  await engine.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A gate whose own user is logged in as this, at all registries of the test, or nowhere. */
async function gateOf(auths: object): Promise<void> {
  await gate?.stop();
  const args = ['--listen', `unix://${gateSocket}`, '--upstream', `unix://${engine.socket}`];
  const env = loginEnvironment(folder, { auths });
  gate = await startRealGate(home, [...args, '--policy', join(folder, 'policy.yaml')], env);
}

describe('a registry that wants a password', { concurrency: 1 }, () => {
  test('a client that is logged in pulls what the gate itself could not', async (t) => {
    if (!ready(t)) return;
    await gateOf({});
    await pulled(`${host}/app/good:1`, me);
    await refused(`${host}/app/numbered:1`, {}, /could not be resolved/);
    await refused(`${host}/app/good:1`, sent({ username: 'someone', password: 'else' }), /could not be resolved/);
    const denied = await pull(`${host}/app/bad:1`, me);
    assert.equal(denied.status, 403);
    assert.match(denied.text, /packages: evil/);
  });

  test('a client that is not logged in gains nothing by the login of the gate', async (t) => {
    if (!ready(t)) return;
    await gateOf({ [host]: { auth: Buffer.from('someone:secret').toString('base64') } });
    for (const login of [{}, sent({}), sent({ username: 'someone', password: 'else' })])
      await refused(`${host}/app/numbered:1`, login, /could not be resolved/);
    assert.ok(!(await isThere(`${host}/app/numbered:1`)));
  });

  test('nor by what another client has pulled, by its tag or its digest', async (t) => {
    if (!ready(t)) return;
    await pulled(`${host}/app/numbered:1`, me);
    const { text } = await ask(engine.socket, 'GET', `/images/${host}/app/numbered:1/json`);
    const digest = /@(sha256:[0-9a-f]{64})/.exec(text)?.[1] ?? assert.fail(text);
    await removed(`${host}/app/numbered:1`);
    await removed(idOf(images.numbered));
    await refused(`${host}/app/numbered:1`, {}, /could not be resolved/);
    await refused(`${host}/app/numbered@${digest}`, {}, /could not be resolved/);
    assert.ok(!(await isThere(idOf(images.numbered))));
  });

  test('what was read of a layer for one is not told to another, who names it elsewhere', async (t) => {
    if (!ready(t)) return;
    // A manifest of somebody's own registry, which does not have the layer: only who read it before knows what is in it.
    const config = JSON.stringify({ ...JSON.parse(configOf(images.bad).toString()), author: 'somebody else' });
    const manifest = manifestOf(Buffer.from(config), images.bad.layers, (content, mediaType) =>
      mediaType.includes('.layer') || mediaType.includes('diff.tar')
        ? { mediaType, digest: digestOf(content), size: content.length }
        : elsewhere.blob(content, mediaType),
    );
    elsewhere.says('theirs/1', manifest);
    elsewhere.says(`theirs/${digestOf(manifest.bytes)}`, manifest);
    const { status, text } = await pull(`${elsewhere.host}/theirs:1`);
    assert.notEqual(status, 200, text);
    assert.doesNotMatch(text, /evil/);
  });

  test('a login that no engine could read is refused', async (t) => {
    if (!ready(t)) return;
    for (const value of ['e30', '!!!!', Buffer.from('[]').toString('base64'), 'bm9uZQ=='])
      await refused(`${host}/app/good:1`, { 'X-Registry-Auth': value }, /is none that an engine could read/, 400);
  });
});

describe('a registry that sends people to a token server', { concurrency: 1 }, () => {
  test('password and refresh token of the client, and nothing of the gate', async (t) => {
    if (!ready(t)) return;
    const tokens = await startTokenServer(folder);
    running.push(tokens);
    const registry = await startRegistry(folder, { auth: tokens.auth });
    running.push(registry);
    await push(
      `docker-archive:${join(folder, 'numbered.tar')}`,
      `${registry.host}/app/web:1`,
      '--dest-creds',
      'someone:secret',
    );
    await gateOf({ [registry.host]: { auth: Buffer.from('someone:secret').toString('base64') } });

    tokens.asked.length = 0;
    await refused(`${registry.host}/app/web:1`, {}, /could not be resolved/);
    assert.ok(tokens.asked.length > 0);
    for (const one of tokens.asked) assert.match(one, /^GET - /, 'asked as nobody');

    for (const login of [me, sent({ identitytoken: refreshToken })]) {
      tokens.asked.length = 0;
      await pulled(`${registry.host}/app/web:1`, login);
      for (const one of tokens.asked) assert.match(one, /^(GET|POST) someone repository:app\/web:pull$/);
      await removed(`${registry.host}/app/web:1`);
    }
    const { token } = (await (
      await fetch(`${/realm: "([^"]+)"/.exec(tokens.auth)?.[1]}?service=registry.test&scope=repository:app/web:pull`, {
        headers: { authorization: `Basic ${Buffer.from('someone:secret').toString('base64')}` },
      })
    ).json()) as { token: string };
    tokens.asked.length = 0;
    await pulled(`${registry.host}/app/web:1`, sent({ registrytoken: token }));
    assert.deepEqual(tokens.asked, [], 'a token for the registry goes to the registry alone');
  });
});

test('no login stands in any log or file of the gate', async (t) => {
  if (!ready(t)) return;
  const kept = readFileSync(join(home, 'decisions.jsonl'), 'utf8');
  assert.match(kept, /"act":"pull"/);
  for (const text of [kept, gate?.said() ?? ''])
    assert.doesNotMatch(text, /secret|a-refresh-token|X-Registry-Auth: |c29tZW9uZT|InNlY3JldC/);
});
