/**
 * Prints what the gate on Docker's socket costs, against the engine's own socket in the same run: latency, throughput, memory. The gate
 * lets everything pass, so that this is the price of the way alone. Beside it stands a proxy in Node.js that does nothing but copy bytes:
 * what the machine takes for one more process on the way, whatever that does. Needs root, Debian's docker.io and busybox-static, and 10 GB
 * of disk.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startGate } from '../test/e2e/gate-docker/gate-process.ts';
import { startEngine } from '../test/e2e/gate-docker/isolated-engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-gate-bench-'));
const engine = await startEngine();
const gate = await startGate(join(scratch, 'gate.sock'), engine.socket);
const copier = await startCopier();
const ways = { direct: engine.socket, gate: gate.path, copier: copier.path };
type Way = keyof typeof ways;
const agents = { direct: keptAgent(), gate: keptAgent(), copier: keptAgent() } as const satisfies Record<Way, Agent>;
let containers = 0;

try {
  makeImages();
  await latency('GET /version', 1000, (way) => ask(way, 'GET', '/version'));
  await latency('create', 200, created);
  await latency('create + start', 200, createdAndStarted);
  await throughput();
  await streams(500);
} finally {
  copier.child.kill();
  await gate.stop();
  await engine.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** A small image, and one of 2 GB in one layer that no compression makes smaller. */
function makeImages(): void {
  const script = `set -e; d=${scratch}/root; mkdir -p $d/bin; cp "$(command -v busybox)" $d/bin/busybox; cd $d
    tar c . | docker import -c 'CMD ["/bin/busybox","sh"]' - small
    head -c 2000000000 /dev/urandom > big; tar c big | docker import - large; rm big`;
  const done = spawnSync('sh', ['-c', script], { env: { ...process.env, DOCKER_HOST: `unix://${engine.socket}` } });
  if (done.status !== 0) throw new Error(done.stderr.toString());
}

/** Once each way in turn, so that all meet the same neighbours. */
async function latency(name: string, rounds: number, go: (way: Way) => Promise<unknown>): Promise<void> {
  const times: Record<Way, number[]> = { direct: [], gate: [], copier: [] };
  const order: readonly Way[] = ['direct', 'gate', 'copier', 'gate', 'direct', 'copier'];
  for (let round = -10; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? order.slice(0, 3) : order.slice(3)) {
      const started = performance.now();
      await go(way);
      if (round >= 0) times[way].push(performance.now() - started);
    }
  }
  for (const [word, share, most] of [
    ['median', 0.5, 2],
    ['p99', 0.99, 5],
  ] as const) {
    const [direct, through, copied] = [times.direct, times.gate, times.copier].map((values) => quantile(values, share));
    const added = (through ?? 0) - (direct ?? 0);
    print(
      `${name}: added latency, ${word} of ${rounds}`,
      added <= most,
      `${added.toFixed(2)} ms to ${direct?.toFixed(2)} ms (copying alone: ${((copied ?? 0) - (direct ?? 0)).toFixed(2)} ms)`,
      `≤ ${most} ms`,
    );
  }
}

function keptAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function created(way: Way): Promise<string> {
  containers += 1;
  const body = JSON.stringify({ Image: 'small', Cmd: ['/bin/busybox', 'true'], HostConfig: { NetworkMode: 'none' } });
  await ask(way, 'POST', `/containers/create?name=c${containers}`, { body });
  return `c${containers}`;
}

async function createdAndStarted(way: Way): Promise<void> {
  await ask(way, 'POST', `/containers/${await created(way)}/start`);
}

/** A process that joins each connection with one of the engine's. */
async function startCopier(): Promise<{ readonly path: string; readonly child: ChildProcess }> {
  const path = join(scratch, 'copier.sock');
  const script = `const net = require('node:net');
    net.createServer((client) => {
      const engine = net.connect(process.argv[2]);
      client.pipe(engine).pipe(client);
      for (const socket of [client, engine]) socket.on('error', () => (client.destroy(), engine.destroy()));
    }).listen(process.argv[1], () => console.log('ready'));`;
  const child = spawn(process.execPath, ['-e', script, path, engine.socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { path, child };
}

async function throughput(): Promise<void> {
  const file = join(scratch, 'large.tar');
  const times: Record<'save' | 'load', Record<'direct' | 'gate', number[]>> = {
    save: { direct: [], gate: [] },
    load: { direct: [], gate: [] },
  };
  // The gate has to have seen a whole archive before the engine gets any of it.
  const once: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (const way of ['direct', 'gate'] as const) {
      let started = performance.now();
      await ask(way, 'GET', '/images/large/get', { into: file });
      times.save[way].push(performance.now() - started);
      await ask('direct', 'DELETE', '/images/large?force=1');
      started = performance.now();
      await ask(way, 'POST', '/images/load?quiet=1', { from: file });
      times.load[way].push(performance.now() - started);
    }
    const started = performance.now();
    for await (const _ of createReadStream(file, { highWaterMark: 1 << 20 }));
    once.push(performance.now() - started);
  }
  const size = statSync(file).size;
  for (const verb of ['save', 'load'] as const) {
    const [direct, through] = [quantile(times[verb].direct, 0.5), quantile(times[verb].gate, 0.5)];
    const speed = (time: number) => `${(size / 1e3 / time).toFixed(0)} MB/s`;
    const share = direct / (through - (verb === 'load' ? quantile(once, 0.5) : 0));
    const beyond = verb === 'load' ? `, beyond reading it once, ${speed(quantile(once, 0.5))}` : '';
    print(
      `${verb} of ${(size / 1e9).toFixed(1)} GB: share of the direct speed${beyond}`,
      share >= 0.9,
      `${share.toFixed(2)} (${speed(direct)} → ${speed(through)})`,
      '≥ 0.9',
    );
  }
  rmSync(file);
}

/** Attaches many times at once to a container that speaks, and hears it on every stream. */
async function streams(count: number): Promise<void> {
  const script = 'while :; do echo tick; /bin/busybox sleep 1; done';
  await ask('direct', 'POST', '/containers/create?name=talker', {
    body: JSON.stringify({ Image: 'small', Cmd: ['/bin/busybox', 'sh', '-c', script] }),
  });
  await ask('direct', 'POST', '/containers/talker/start');
  const heard: number[] = [];
  const sockets: Socket[] = [];
  for (let at = 0; at < count; at += 1) {
    const socket = connect({ path: gate.path });
    socket.on('data', (chunk) => {
      heard[at] = (heard[at] ?? 0) + chunk.length;
    });
    socket.write(
      'POST /containers/talker/attach?stream=1&stdout=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
    );
    sockets.push(socket);
  }
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  const alive = heard.filter((bytes) => bytes > 200).length;
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${gate.child.pid}/status`, 'utf8'))?.[1]) / 1024;
  for (const socket of sockets) socket.destroy();
  print(`${count} hijacked streams: those that hear their container`, alive === count, String(alive), String(count));
  print('memory of the gate through all of this, at its peak', peak < 200, `${peak.toFixed(0)} MiB`, '< 200 MiB');
}

interface Asked {
  readonly body?: string;
  readonly from?: string;
  readonly into?: string;
}

/** One request, to its end. Throws where the engine is not content. */
function ask(way: Way, method: string, path: string, { body, from, into }: Asked = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const type = from === undefined ? 'application/json' : 'application/x-tar';
    const headers = body === undefined && from === undefined ? {} : { 'content-type': type };
    const asked = request({ socketPath: ways[way], method, path, headers, agent: agents[way] });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      if ((answer.statusCode ?? 500) >= 400) reject(new Error(`${method} ${path}: ${answer.statusCode}`));
      if (into === undefined) answer.resume().on('end', resolve).on('error', reject);
      else pipeline(answer, createWriteStream(into)).then(resolve, reject);
    });
    if (from === undefined) asked.end(body);
    else pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), asked).catch(reject);
  });
}

function print(figure: string, met: boolean, measured: string, target: string): void {
  console.log(`${met ? '✔' : '✘'} ${figure.padEnd(62)}  ${measured.padEnd(30)}  to reach ${target}`);
}
