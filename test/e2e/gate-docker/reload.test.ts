import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { dockerArchive } from '../../build/image.ts';
import { file } from '../../build/tar.ts';
import { ownEngine } from '../build/own-engine.ts';
import { has, isRoot } from '../build/parts.ts';
import { type Answer, ask } from './attack-ground.ts';
import { image, images } from './attack-images.ts';
import { type RealGate, startRealGate } from './real-gate.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-reload-'));
const home = join(folder, 'home');
const gateSocket = join(folder, 'gate.sock');
const pageSocket = join(folder, 'metrics.sock');
const policyFile = join(folder, 'policy.yaml');
const configFile = join(folder, 'plimsoll.config.yaml');
const log = join(home, 'decisions.jsonl');
const engine = ownEngine();
let gate: RealGate | null = null;

const ready = (t: TestContext) => has(t, 'docker', 'dockerd', 'busybox') && isRoot(t);

function policy(name: string, forbidden: string): void {
  writeFileSync(policyFile, `version: 1\nname: ${name}\ncontrols:\n  packages: { forbid: [{ name: ${forbidden} }] }\n`);
}
function config(unscanned: string, more = ''): void {
  writeFileSync(configFile, `policy: [${policyFile}]\nunscanned: ${unscanned}\n${more}`);
}

before(async () => {
  if (process.getuid?.() !== 0) return;
  policy('first', 'evil');
  config('scan');
  await engine.start();
  const args = ['--config', configFile, '--listen', `unix://${gateSocket}`, '--upstream', `unix://${engine.socket}`];
  gate = await startRealGate(home, [...args, '--metrics', `unix://${pageSocket}`]);
});
after(async () => {
  if (gate !== null) assert.equal(await gate.stop(), 0, gate.said());
  await engine.remove();
  rmSync(folder, { recursive: true, force: true });
});

const load = (one: Parameters<typeof dockerArchive>[0]): Promise<Answer> =>
  ask(gateSocket, 'POST', '/images/load', dockerArchive(one));
/** An image that nobody has judged. */
const fresh = (content: string) => image(`${content}:1`, 'app', file('fresh', content));
const metrics = async () => (await ask(pageSocket, 'GET', '/metrics')).text;
const kept = () =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));

/** Sends SIGHUP and waits until the gate has said something more that matches. */
async function hup(says: RegExp): Promise<string> {
  const running = gate ?? assert.fail('there is no gate');
  const before = running.said().length;
  running.child.kill('SIGHUP');
  for (let tries = 0; tries < 300; tries += 1) {
    const said = running.said().slice(before);
    if (says.test(said)) return said;
    await pause(20);
  }
  return assert.fail(`the gate says nothing of the kind: ${running.said().slice(before)}`);
}

async function admitted(answer: Promise<Answer>): Promise<void> {
  const { status, text } = await answer;
  assert.equal(status, 200, text);
}
async function refused(answer: Promise<Answer>, says: RegExp): Promise<void> {
  const { status, text } = await answer;
  assert.equal(status, 403, text);
  assert.match(text, says);
}

describe('SIGHUP', { concurrency: 1 }, () => {
  test('what was changed does not count before', async (t) => {
    if (!ready(t)) return;
    await admitted(load(images.good));
    policy('second', 'other');
    // Scanned at the door: by the policy in force, not by what the file says by now.
    await refused(load(images.bad), /packages: evil/);
    await admitted(load(fresh('one')));
  });

  test('the policy counts from then on, for known images as well', async (t) => {
    if (!ready(t)) return;
    assert.match(await hup(/policy in force/), /^policy in force: second \([0-9a-f]{12}\)$/m);
    await admitted(load(images.bad));
    await admitted(load(images.good));
    const page = await metrics();
    assert.match(page, /^plimsoll_gate_policy_reloads_total\{gate="docker",outcome="taken"\} 1$/m);
    assert.match(page, /^plimsoll_gate_policy_stale 0$/m);
    assert.match(page, /^plimsoll_gate_policy_loaded_seconds \d{10}/m);
    const last = kept().findLast(({ kind }) => kind === 'policy');
    assert.equal(last?.['outcome'], 'taken');
    assert.equal(last?.['name'], 'second');
  });

  const unusable: readonly (readonly [about: string, spoil: () => void, says: RegExp])[] = [
    ['is broken', () => writeFileSync(policyFile, 'version: 1\ncontrols: { pakages: {} }\n'), /pakages/],
    ['is cut off', () => writeFileSync(policyFile, 'version: 1\ncontrols: {'), /policy/],
    ['has vanished', () => rmSync(policyFile), /policy\.yaml/],
    ['is a directory', () => writeFileSync(configFile, `policy: [${folder}]\nunscanned: scan\n`), /plimsoll-reload/],
  ];
  for (const [about, spoil, says] of unusable)
    test(`a policy that ${about} leaves the old one in force, and that is said loudly`, async (t) => {
      if (!ready(t)) return;
      policy('second', 'other');
      config('scan');
      spoil();
      const said = await hup(/\(gate-not-reloaded\)/);
      assert.match(said, /settings could not be read anew, and the policy second stays in force: /);
      assert.match(said, says);
      const page = await metrics();
      assert.match(page, /^plimsoll_gate_policy_stale 1$/m);
      assert.match(page, /^plimsoll_gate_policy_reloads_total\{gate="docker",outcome="kept"\} \d+$/m);
      const last = kept().findLast(({ kind }) => kind === 'policy');
      assert.equal(last?.['outcome'], 'kept');
      assert.match(String(last?.['trouble']), says);
      // Known and unknown images are decided about as before, by what is in memory.
      await admitted(load(images.bad));
      await admitted(load(fresh(`after-it-${about.replaceAll(' ', '-')}`)));
    });

  test('a configuration file that is broken, or says what no gate knows, changes nothing', async (t) => {
    if (!ready(t)) return;
    policy('third', 'evil');
    for (const text of ['policy: [', 'no-such-flag: 1\n', 'unscanned: perhaps\n']) {
      writeFileSync(configFile, text);
      await hup(/the policy second stays in force/);
      await admitted(load(images.bad));
    }
  });

  test('a signing key that cannot be used changes nothing', async (t) => {
    if (!ready(t)) return;
    config('scan', `signing-key-file: ${join(folder, 'no.key')}\n`);
    await hup(/the policy second stays in force: .*no\.key/);
    await admitted(load(images.bad));
  });

  test('the configuration file counts, but for what is settled at the start', async (t) => {
    if (!ready(t)) return;
    policy('third', 'evil');
    config('deny', 'watch: off\n');
    const said = await hup(/policy in force: third/);
    assert.match(said, /counts from the next start on: --watch$/m);
    await refused(load(images.good), /another policy than the one in force/);
    await refused(load(fresh('unknown')), /no verdict is recorded/);
    config('scan');
    await hup(/policy in force: third/);
    await admitted(load(images.good));
    await refused(load(images.bad), /packages: evil/);
    // Another file, from now on kept from containers as the first one was.
    const moved = join(folder, 'moved', 'policy.yaml');
    const bind = { Image: 'good:1', HostConfig: { Binds: [`${join(folder, 'moved')}:/x`] } };
    mkdirSync(join(folder, 'moved'));
    writeFileSync(moved, readFileSync(policyFile));
    assert.equal((await ask(gateSocket, 'POST', '/containers/create', bind)).status, 201);
    writeFileSync(configFile, `policy: [${moved}]\nunscanned: scan\n`);
    await hup(/policy in force: third/);
    await refused(ask(gateSocket, 'POST', '/containers/create', bind), /What this gate decides by may not be laid/);
    config('scan');
    await hup(/policy in force: third/);
    assert.match(await metrics(), /^plimsoll_gate_policy_stale 0$/m);
  });

  test('the decision log goes on in a new file when the old one was moved away', async (t) => {
    if (!ready(t)) return;
    renameSync(log, `${log}.rotated`);
    await admitted(load(images.good));
    assert.ok(!existsSync(log), 'until it is told, it goes on where it was');
    const lines = readFileSync(`${log}.rotated`, 'utf8').length;
    await hup(/policy in force/);
    await admitted(load(images.good));
    assert.equal(readFileSync(`${log}.rotated`, 'utf8').length, lines);
    assert.ok(kept().some(({ act }) => act === 'load'));
  });

  test('a hundred at once are no trouble, and requests go on', async (t) => {
    if (!ready(t)) return;
    const loads = Array.from({ length: 5 }, () => load(images.good));
    for (let count = 0; count < 100; count += 1) gate?.child.kill('SIGHUP');
    for (const answer of loads) await admitted(answer);
    await hup(/policy in force/);
    await admitted(load(images.good));
  });
});
