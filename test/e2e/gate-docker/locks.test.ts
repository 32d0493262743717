import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { dockerArchive } from '../../build/image.ts';
import { directory, file, type TestEntry, tar } from '../../build/tar.ts';
import { runtimeLauncher } from '../build/installation.ts';
import { dockerAt, ownEngine } from '../build/own-engine.ts';
import { has, isRoot, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type RealGate, startRealGate } from './real-gate.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-locks-'));
const home = join(folder, 'home');
const policy = join(folder, 'policy.yaml');
const gateSocket = join(folder, 'gate.sock');
const pluginSocket = '/run/docker/plugins/plimsoll-test.sock';
const engine = ownEngine();
let gate: RealGate | null = null;
after(async () => {
  await gate?.stop();
  await engine.remove();
  rmSync(folder, { recursive: true, force: true });
});

const gateArguments = [
  '--listen',
  `unix://${gateSocket}`,
  '--upstream',
  `unix://${engine.socket}`,
  '--policy',
  policy,
  '--authz',
  `unix://${pluginSocket}`,
];

const throughGate = (...args: string[]) => dockerAt(`unix://${gateSocket}`, args);

/** An image that runs busybox as an account, with these files besides, saved under a name. */
function saved(name: string, user: string, ...more: readonly TestEntry[]): string {
  const layer = tar([
    directory('bin'),
    { name: 'bin/busybox', content: readFileSync('/bin/busybox'), mode: 0o755 },
    directory('etc'),
    file('etc/passwd', 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n'),
    ...more,
  ]);
  const path = join(folder, `${name.replace(':', '-')}.tar`);
  const config = { User: user, Cmd: ['/bin/busybox', 'id', '-u'] };
  writeFileSync(path, dockerArchive({ layers: [layer], tag: name, config }));
  return path;
}

/** A version of lodash that the starter advisories know. */
const lodash = [
  directory('srv'),
  file('srv/node_modules/lodash/package.json', JSON.stringify({ name: 'lodash', version: '4.17.4' })),
];

/** Asks the engine itself for a container, with a body of our own. */
function created(body: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(
      { socketPath: engine.socket, path: '/v1.41/containers/create', method: 'POST', headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const ready = (t: TestContext) => has(t, 'docker', 'busybox') && isRoot(t);

describe('what a skilled admin meets on the way to a bad image', { concurrency: 1 }, () => {
  test('the gate stands before an engine that already has one', async (t) => {
    if (!ready(t)) return;
    writeFileSync(
      policy,
      'version: 1\ncontrols:\n  vulnerabilities: { severity: high }\n  rootUser: {}\nadmission: { unscanned: scan }\n',
    );
    await engine.start();
    assert.match(engine.docker('load', '-i', saved('bad:1', 'app', ...lodash)).text, /Loaded image: bad:1/);
    mkdirSync('/run/docker/plugins', { recursive: true });
    gate = await startRealGate(home, gateArguments);
  });

  test('a bad image is not loaded by hand: the refusal names the CVE', (t) => {
    if (!ready(t)) return;
    engine.docker('rmi', '-f', 'bad:1');
    const { code, text } = throughGate('load', '-i', join(folder, 'bad-1.tar'));
    assert.equal(code, 1);
    assert.match(text, /plimsoll: docker\.io\/library\/bad:1 \([0-9a-f]{12}\) may not be loaded\./);
    assert.match(text, /vulnerabilities: CVE-\d{4}-\d+ in lodash 4\.17\.4, fixed in 4\.17\.\d+/);
    assert.doesNotMatch(engine.docker('images').text, /bad/);
  });

  test('a good one is loaded and runs', (t) => {
    if (!ready(t)) return;
    assert.match(throughGate('load', '-i', saved('good:1', 'app')).text, /Loaded image: good:1/);
    assert.deepEqual(throughGate('run', '--rm', 'good:1'), { code: 0, text: '1000\n' });
  });

  test('other content under its name is refused as poisoned', (t) => {
    if (!ready(t)) return;
    rmSync(join(folder, 'good-1.tar'));
    const { code, text } = throughGate('load', '-i', saved('good:1', 'app', file('evil', 'evil')));
    assert.equal(code, 1);
    assert.match(
      text,
      /docker\.io\/library\/good:1 was recorded as [0-9a-f]{12}, this content is [0-9a-f]{12}: refused as poisoned/,
    );
  });

  test('nobody becomes root in it, by number, by name, or by another name of uid 0', (t) => {
    if (!ready(t)) return;
    for (const user of ['0', '0:0', 'root', 'toor', '00', '+0']) {
      const { code, text } = throughGate('run', '--rm', '-u', user, 'good:1');
      assert.equal(code, 125, user);
      assert.match(text, /rootUser/, user);
    }
    assert.equal(throughGate('run', '-d', '--name', 'long', 'good:1', '/bin/busybox', 'sleep', '300').code, 0);
    for (const user of ['0', 'root', 'toor']) {
      assert.match(
        throughGate('exec', '-u', user, 'long', '/bin/busybox', 'id').text,
        /rootUser: the user \S+ is uid 0/,
        user,
      );
    }
    assert.deepEqual(throughGate('exec', 'long', '/bin/busybox', 'id', '-u'), { code: 0, text: '1000\n' });
    throughGate('rm', '-f', 'long');
  });

  test('the second lock: the engine’s own socket is no way round', async (t) => {
    if (!ready(t)) return;
    await engine.start();
    engine.docker('load', '-i', join(folder, 'bad-1.tar'));
    engine.docker('create', '--name', 'made-behind', 'bad:1');
    await engine.start({ 'authorization-plugins': ['plimsoll-test'] });
    for (const args of [
      ['run', '--rm', 'bad:1'],
      ['start', '-a', 'made-behind'],
      ['load', '-i', join(folder, 'bad-1.tar')],
      ['run', '--rm', '-u', '0', 'good:1'],
      ['plugin', 'install', 'x'],
    ]) {
      const { code, text } = engine.docker(...args);
      assert.notEqual(code, 0, args.join(' '));
      assert.match(text, /authorization denied by plugin plimsoll-test/, args.join(' '));
    }
    // The engine shows a plugin no body of more than a megabyte: CVE-2024-41110, CVE-2026-34040.
    const padded = JSON.stringify({ Image: 'bad:1', Labels: { padding: 'x'.repeat(2_000_000) } });
    const large = await created(padded);
    assert.deepEqual([large.status, /authorization denied by plugin/.test(large.text)], [403, true], large.text);
    assert.deepEqual(engine.docker('run', '--rm', 'good:1'), { code: 0, text: '1000\n' });
    assert.deepEqual(throughGate('run', '--rm', 'good:1'), { code: 0, text: '1000\n' });
    assert.match(throughGate('start', '-a', 'made-behind').text, /may not be started.*lodash/s);
    assert.match(throughGate('load', '-i', join(folder, 'bad-1.tar')).text, /may not be loaded/);
  });

  test('the third lock: the runtime does not start it', async (t) => {
    if (!ready(t)) return;
    // Under the runtime's own name, ahead of it: a container may name the runtime that it wants.
    const programs = join(folder, 'programs');
    const wrapper = join(programs, 'runc');
    const real = run('sh', ['-c', 'command -v runc']).toString().trim();
    const config = join(folder, 'plimsoll.config.yaml');
    writeFileSync(config, `home: ${home}\npolicy: [${policy}]\nunscanned: deny\ndocker-root: [${engine.root}]\n`);
    mkdirSync(programs);
    writeFileSync(
      wrapper,
      `#!/bin/sh\nPLIMSOLL_RUNTIME=${real} PLIMSOLL_CONFIG=${config} exec ${runtimeLauncher} "$@"\n`,
    );
    chmodSync(wrapper, 0o755);
    await engine.start({}, programs);
    assert.match(
      engine.docker('start', '-a', 'made-behind').text,
      /plimsoll: bad:1 \([0-9a-f]{12}\) may not be run\.\n {2}vulnerabilities: CVE/,
    );
    assert.match(engine.docker('run', '--rm', '--runtime', 'runc', 'bad:1').text, /plimsoll: bad:1 .* may not be run/);
    assert.match(engine.docker('run', '--rm', '-u', '0', 'good:1').text, /rootUser: the user 0 is uid 0/);
    assert.deepEqual(engine.docker('run', '--rm', 'good:1'), { code: 0, text: '1000\n' });
  });

  test('the watch finds what came past all locks, and stops it', async (t) => {
    if (!ready(t) || gate === null) return;
    await engine.start();
    await gate.stop();
    const stopping = ['--watch', 'stop', '--watch-interval', '1h'];
    gate = await startRealGate(home, [...gateArguments, ...stopping]);
    assert.equal(engine.docker('run', '-d', '--name', 'past', 'bad:1', '/bin/busybox', 'sleep', '300').code, 0);
    assert.equal(engine.docker('run', '-d', '--name', 'right', 'good:1', '/bin/busybox', 'sleep', '300').code, 0);
    const running = () => engine.docker('ps', '--format', '{{.Names}}').text;
    for (let tries = 0; tries < 50 && running().includes('past'); tries += 1) await pause(100);
    assert.equal(running(), 'right\n');
    engine.docker('rm', '-f', 'past', 'right');
    const found = readFileSync(join(home, 'decisions.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"found"'));
    const containers = found.map((line) => JSON.parse(line)).filter(({ what }) => what === 'container');
    assert.deepEqual(containers.map(({ image, code, action, trouble }) => [image, code, action, trouble])[0], [
      'bad:1',
      'denied',
      'stop',
      null,
    ]);
    assert.match(containers[0].reason, /CVE-\d+-\d+ in lodash/);
  });

  test('every decision is in the log, and the ledger tells why', async (t) => {
    if (!ready(t)) return;
    const lines = readFileSync(join(home, 'decisions.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const codes = new Set(lines.map(({ code }) => code));
    for (const code of ['denied', 'poisoned', 'root-user', 'unseen', 'plugin']) assert.ok(codes.has(code), code);
    assert.ok(lines.some(({ admitted }) => admitted === true));
  });

  test('on SIGTERM it ends cleanly and takes its sockets away', async (t) => {
    if (!ready(t) || gate === null) return;
    assert.equal(await gate.stop(), 0);
    gate = null;
    assert.notEqual(throughGate('version').code, 0);
    assert.equal((await plimsoll(['gate', 'docker', '--upstream', 'tcp://192.0.2.1:2375'], { home })).code, 2);
  });
});
