import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { dockerAt, type OwnEngine, ownEngine } from '../build/own-engine.ts';
import { has, isRoot } from '../build/parts.ts';
import { idOf, images, policy } from './attack-images.ts';
import { type RealGate, startRealGate } from './real-gate.ts';

/** What came back: the status of the (last) answer, null where there was none, and all words. Of a program 200 or 400 as it ended. */
export interface Answer {
  readonly status: number | null;
  readonly text: string;
}

/** An engine of the test's own with the real gate before it, and what attempts on them need. */
export interface Ground {
  readonly engine: OwnEngine;
  readonly folder: string;
  readonly gateSocket: string;
  gate(): RealGate;
  /** A request to the gate in raw bytes; what comes back until the connection ends or nothing comes for a while. */
  talk(bytes: string | Buffer | readonly (string | Buffer)[]): Promise<Answer>;
  /** A whole request to the gate. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The same, past the gate: the second way in. */
  behind(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The docker CLI through the gate. */
  docker(...args: string[]): Promise<Answer>;
}

/** What may be the end of an attempt: turned away, or let through because nothing is wrong with it. */
export type Outcome = 'refused' | 'harmless';

export interface Attempt {
  readonly name: string;
  readonly outcome?: Outcome;
  /** What the answer has to say, its status first; a refusal for another reason than this one proves nothing. */
  readonly says: RegExp;
  /** What is done behind the back of the gate before the attempt; what it returns is handed to `run`. */
  readonly prepare?: (ground: Ground) => Promise<string> | string;
  /** Several attempts on what was prepared once. */
  readonly variants?: readonly string[];
  readonly run: (
    ground: Ground,
    prepared: string,
    variant: string,
  ) => Promise<Answer | readonly Answer[]> | Answer | readonly Answer[];
  /** Takes back what was prepared, before it is looked at what is left. */
  readonly undo?: (ground: Ground, prepared: string) => Promise<unknown> | unknown;
}

/** Events of an engine by which something has come in, or runs. */
const deeds = /^(start|restart|unpause|exec_start.*|load|import|pull|restore)$/;

/**
 * Makes attempts, each as a test: afterwards nothing has come in and nothing runs (as the engine itself tells), the good image is let
 * through and the bad one is not. Prints a table at the end.
 *
 * @param withBad whether the bad image is at the engine already, as if somebody had brought it in behind the gate's back
 */
export function attempts(
  title: string,
  withBad: boolean,
  list: readonly Attempt[],
  extra: readonly string[] = [],
): void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-attack-'));
  const engine = ownEngine();
  const gateSocket = join(folder, 'gate.sock');
  const rows: (readonly [string, string])[] = [];
  let gate: RealGate | null = null;
  const ground: Ground = groundOf({ engine, folder, gateSocket, gate: () => gate ?? assert.fail('there is no gate') });
  const isReady = () => process.getuid?.() === 0 && dockerAt('unix:///nowhere', ['--version']).code === 0;

  before(async () => {
    if (!isReady()) return;
    await engine.start();
    if (withBad) load(engine, folder, images.bad);
    writeFileSync(join(folder, 'policy.yaml'), policy('scan'));
    const args = ['--listen', `unix://${gateSocket}`, '--upstream', `unix://${engine.socket}`];
    gate = await startRealGate(join(folder, 'home'), [...args, '--policy', join(folder, 'policy.yaml'), ...extra]);
    for (const one of [images.good, images.numbered]) {
      const { status, text } = await ground.ask('POST', '/images/load', dockerArchive(one));
      assert.equal(status, 200, text);
    }
  });
  after(async () => {
    if (gate !== null) assert.equal(await gate.stop(), 0, gate.said());
    await engine.remove();
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(table(title, rows));
  });

  for (const attempt of list) {
    test(attempt.name, { timeout: 60_000 }, async (t: TestContext) => {
      if (!has(t, 'docker', 'dockerd', 'busybox') || !isRoot(t)) return;
      const prepared = (await attempt.prepare?.(ground)) ?? '';
      for (const variant of attempt.variants ?? ['']) {
        const since = await now();
        const answers = [await attempt.run(ground, prepared, variant)].flat();
        const until = await now();
        rows.push([
          `${attempt.name}${variant === '' ? '' : `: ${JSON.stringify(variant)}`}`,
          answers.map(shown).join(' | '),
        ]);
        for (const answer of answers) assert.match(`${answer.status ?? ''} ${answer.text}`, attempt.says, variant);
        if (attempt.outcome === 'harmless') continue;
        for (const { status, text } of answers) assert.ok((status ?? 400) >= 400, text);
        await nothingWasDone(ground, since, until);
      }
      await attempt.undo?.(ground, prepared);
      await nothingIsThere(ground, withBad);
      await stillStands(ground, withBad);
    });
  }
}

/** Brings an image in behind the back of the gate. */
function load({ docker }: OwnEngine, folder: string, one: (typeof images)[keyof typeof images]): void {
  const path = join(folder, 'behind.tar');
  writeFileSync(path, dockerArchive(one));
  const { code, text } = docker('load', '-i', path);
  assert.equal(code, 0, text);
}

function groundOf(known: Pick<Ground, 'engine' | 'folder' | 'gateSocket' | 'gate'>): Ground {
  return {
    ...known,
    talk: (bytes) => talk(known.gateSocket, [bytes].flat()),
    ask: (method, path, body, headers) => ask(known.gateSocket, method, path, body, headers),
    behind: (method, path, body) => ask(known.engine.socket, method, path, body),
    docker: (...args) => client(known.gateSocket, args),
  };
}

/** Not waited for in this thread: a registry of the test's own may have to answer meanwhile. */
async function client(socket: string, args: readonly string[]): Promise<Answer> {
  const child = spawn('docker', ['-H', `unix://${socket}`, ...args], {
    env: { ...process.env, DOCKER_CONTEXT: '', DOCKER_BUILDKIT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  const [code] = await once(child, 'close');
  return { status: code === 0 ? 200 : 400, text: said };
}

/** Sends pieces one after the other, each in a packet of its own. */
export function talk(path: string, pieces: readonly (string | Buffer)[], patience = 5000): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ path, allowHalfOpen: true });
    let heard = '';
    const done = () => {
      socket.destroy();
      resolve(answerOf(heard));
    };
    socket.setTimeout(patience, done);
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    socket.on('error', done);
    socket.on('end', done);
    const send = async () => {
      for (const piece of pieces) {
        await new Promise<void>((sent) => socket.write(piece, () => sent()));
        await new Promise((later) => setTimeout(later, 5));
      }
    };
    send();
  });
}

export function ask(
  path: string,
  method: string,
  target: string,
  body: unknown = null,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const bytes = body === null ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type = Buffer.isBuffer(body) ? 'application/x-tar' : 'application/json';
  const all = {
    Host: 'x',
    Connection: 'close',
    'Content-Length': bytes.length,
    ...(body === null ? {} : { 'Content-Type': type }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return talk(path, [Buffer.concat([Buffer.from(head), bytes])], 30_000);
}

/** The last of several answers tells how it ended. */
function answerOf(heard: string): Answer {
  const status = [...heard.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].at(-1)?.[1];
  return { status: status === undefined ? null : Number(status), text: Buffer.from(heard, 'latin1').toString('utf8') };
}

/** What a container or an image is made of, out of an answer. */
export function idIn({ text }: Answer): string {
  return /"Id":"([0-9a-f]+)"/.exec(text)?.[1] ?? assert.fail(text);
}

export function jsonIn({ text }: Answer): unknown {
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  const plain = /\r\ntransfer-encoding: chunked/i.test(text) ? unchunked(body) : body;
  return JSON.parse(plain);
}

function unchunked(body: string): string {
  let bytes = Buffer.from(body);
  const pieces: Buffer[] = [];
  for (;;) {
    const end = bytes.indexOf('\r\n');
    const size = Number.parseInt(bytes.subarray(0, end).toString(), 16);
    if (!(size > 0)) return Buffer.concat(pieces).toString();
    pieces.push(bytes.subarray(end + 2, end + 2 + size));
    bytes = bytes.subarray(end + 4 + size);
  }
}

/** A moment as the engine takes it. Its events carry nanoseconds, this one a millisecond that is over. */
async function now(): Promise<string> {
  await new Promise((later) => setTimeout(later, 2));
  const ms = Date.now();
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}000000`;
}

async function nothingWasDone(ground: Ground, since: string, until: string): Promise<void> {
  const { text } = await ground.behind('GET', `/events?since=${since}&until=${until}`);
  const seen = [...text.matchAll(/"Action":"([^"]+)"/g)].map(([, action = '']) => action);
  assert.deepEqual(
    seen.filter((action) => deeds.test(action)),
    [],
    text,
  );
}

async function nothingIsThere(ground: Ground, withBad: boolean): Promise<void> {
  const allowed = new Set([idOf(images.good), idOf(images.numbered), ...(withBad ? [idOf(images.bad)] : [])]);
  const list = jsonIn(await ground.behind('GET', '/images/json?all=1')) as { Id: string; RepoTags: string[] | null }[];
  for (const { Id, RepoTags } of list) {
    assert.ok(allowed.has(Id), `${Id} ${RepoTags} is at the engine`);
    // The names that are recorded mean what was recorded.
    if (Id !== idOf(images.good)) assert.ok(!RepoTags?.includes('good:1'), 'good:1 is another image');
  }
  const containers = jsonIn(await ground.behind('GET', '/containers/json?all=1')) as { Id: string; ImageID: string }[];
  for (const { Id, ImageID } of containers) {
    const { State } = jsonIn(await ground.behind('GET', `/containers/${Id}/json`)) as {
      State: { StartedAt: string; Pid: number; Running: boolean };
    };
    const isGood = ImageID !== idOf(images.bad) && allowed.has(ImageID);
    if (!isGood) assert.match(State.StartedAt, /^0001/, 'a container of a bad image has run');
    if (State.Running) assert.notEqual(uidOf(State.Pid), 0, 'a container runs as root');
    await ground.behind('DELETE', `/containers/${Id}?force=1&v=1`);
  }
}

/** Who a process is, as this host sees it. */
function uidOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** The gate lives, lets the good image through, and the bad one not. */
async function stillStands(ground: Ground, withBad: boolean): Promise<void> {
  assert.equal((await ground.ask('GET', '/_ping')).status, 200);
  const good = await ground.ask('POST', '/containers/create', { Image: 'good:1' });
  assert.equal(good.status, 201, good.text);
  await ground.behind('DELETE', `/containers/${idIn(good)}`);
  const bad = withBad
    ? await ground.ask('POST', '/containers/create', { Image: 'bad:1' })
    : await ground.ask('POST', '/images/load', dockerArchive(images.bad));
  assert.equal(bad.status, 403, bad.text);
  assert.match(bad.text, /packages: evil/);
}

/** One line: how it was answered. */
function shown({ status, text }: Answer): string {
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.trim();
  const plain = message
    .replaceAll('\\n', ' ')
    .replaceAll('\\"', '"')
    .replace(/^HTTP\/1\.1 /, '');
  const line = plain.replace(/\s+/g, ' ').replace(/^Error response from daemon: /, '');
  return `${status ?? 'cut off'}: ${line.length > 110 ? `${line.slice(0, 109)}…` : line}`;
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const lines = rows.map(([name, answer], at) => `${String(at + 1).padStart(3)}  ${name.padEnd(width)}  ${answer}`);
  return `\n${title}: ${rows.length} attempts\n${lines.join('\n')}\n`;
}
