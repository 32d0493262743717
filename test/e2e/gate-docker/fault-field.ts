import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { dockerArchive } from '../../build/image.ts';
import { file } from '../../build/tar.ts';
import { type OwnEngine, ownEngine } from '../build/own-engine.ts';
import { has, isRoot, run as program } from '../build/parts.ts';
import { type Answer, ask, jsonIn } from './attack-ground.ts';
import { idOf, image, images } from './attack-images.ts';
import { type RealGate, startRealGate } from './real-gate.ts';

/** An engine and a gate that are to fail, one after the other or both, and what is seen of it. */
export interface Field {
  readonly engine: OwnEngine;
  readonly folder: string;
  readonly home: string;
  readonly socket: string;
  readonly gate: RealGate;
  /** Starts a gate on this state directory, at the usual socket or another one. */
  open(args?: readonly string[], socket?: string): Promise<RealGate>;
  /** Ends the gate without a word, and waits until it is gone. */
  kill(): Promise<void>;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Images at the engine, by the engine's own word. */
  imageIds(): Promise<readonly string[]>;
}

export interface Fault {
  readonly name: string;
  /** Returns what was seen, for the table. */
  readonly run: (field: Field) => Promise<string>;
}

/** Lets things go wrong, each as a test: afterwards the gate tells good from bad again, and nothing is left in the spool. */
export function faults(title: string, policy: string, list: readonly Fault[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-faults-'));
  const [home, socket] = [join(folder, 'home'), join(folder, 'gate.sock')];
  const engine = ownEngine();
  const rows: (readonly [string, string])[] = [];
  let gate: RealGate | null = null;
  const open: Field['open'] = async (args = [], at = socket) => {
    const addresses = ['--listen', `unix://${at}`, '--upstream', `unix://${engine.socket}`];
    const opened = await startRealGate(home, [...addresses, '--policy', join(folder, 'policy.yaml'), ...args]);
    if (at === socket) gate = opened;
    return opened;
  };
  const field: Field = {
    ...{ engine, folder, home, socket, open },
    get gate() {
      return gate ?? assert.fail('there is no gate');
    },
    kill: () => killed(field.gate),
    ask: (method, path, body) => ask(socket, method, path, body),
    imageIds: async () => {
      const list = jsonIn(await ask(engine.socket, 'GET', '/images/json?all=1')) as { Id: string }[];
      return list.map(({ Id }) => Id);
    },
  };
  after(async () => {
    await gate?.stop();
    await engine.stop();
    // An engine that was killed leaves file systems mounted.
    const left = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const place of left) if (place.startsWith(`${dirname(engine.socket)}/`)) program('umount', ['-l', place]);
    await engine.remove();
    rmSync(folder, { recursive: true, force: true });
    const width = Math.max(0, ...rows.map(([name]) => name.length));
    const lines = rows.map(([name, seen], at) => `${String(at + 1).padStart(3)}  ${name.padEnd(width)}  ${seen}`);
    process.stdout.write(`\n${title}: ${rows.length} faults\n${lines.join('\n')}\n`);
  });
  for (const { name, run } of list) {
    test(name, { timeout: 120_000 }, async (t: TestContext) => {
      if (!has(t, 'docker', 'dockerd', 'busybox', 'faketime') || !isRoot(t)) return;
      if (gate === null) {
        mkdirSync(home, { recursive: true });
        writeFileSync(join(folder, 'policy.yaml'), policy);
        await engine.start();
        await open();
        assert.match(
          (await field.ask('POST', '/images/load', dockerArchive(images.good))).text,
          /Loaded image: good:1/,
        );
      }
      // An earlier fault may have failed in the middle.
      if (field.gate.child.exitCode !== null || field.gate.child.signalCode !== null) await open();
      rows.push([name, await run(field)]);
      await recovered(field);
    });
  }
}

async function recovered(field: Field): Promise<void> {
  const good = await field.ask('POST', '/images/load', dockerArchive(images.good));
  assert.match(good.text, /Loaded image: good:1/);
  const bad = await field.ask('POST', '/images/load', dockerArchive(images.bad));
  assert.match(bad.text, /403 Forbidden.*packages: evil/s);
  assert.ok(!(await field.imageIds()).includes(idOf(images.bad)));
  assert.deepEqual(spoolOf(field), []);
}

/** What lies in the spool by name. */
export function spoolOf({ home }: Field): readonly string[] {
  const spool = join(home, 'spool');
  return existsSync(spool) ? readdirSync(spool) : [];
}

/** How many files of the spool the gate holds open: they have no name any more. */
export function heldBy({ child }: RealGate): number {
  const { stdout } = spawnSync('ls', ['-l', `/proc/${child.pid}/fd`], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes('/spool/')).length;
}

export async function killed({ child }: RealGate): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** An image that nobody has seen, with so many bytes of content. */
export function unseen(name: string, bytes = 10) {
  return image(`${name}:1`, 'app', file(name, Buffer.alloc(bytes, name)));
}

/** Waits for something to come true. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isTrue()) return;
    await pause(20);
  }
  throw new Error(`it never came to this: ${what}`);
}

/** What a refusal says. */
export function messageOf({ status, text }: Answer): string {
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 80);
  return `${status ?? 'cut off'}: ${message.replaceAll('\\n', ' ').replace(/\s+/g, ' ').slice(0, 130)}`;
}
