/**
 * Prints how long a cold scan of an engine's image takes in place, in place with every byte hashed, and by `docker save`, in turns:
 * `node bench/engine.ts IMAGE…`, images of the local engine. Needs an engine whose directory this user may read.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcher } from '../test/e2e/build/installation.ts';
import { listening } from '../test/e2e/sources/listening.ts';
import { type Measured, measure } from './measure.ts';

const rounds = 5;
// Over the network an engine's directory is not looked for.
const forwarder = createServer((socket) => {
  const engine = connect('/var/run/docker.sock');
  const end = () => socket.destroy() && engine.destroy();
  socket.on('error', end).pipe(engine).on('error', end).pipe(socket);
});
const saved = { DOCKER_HOST: `tcp://127.0.0.1:${await listening(forwarder)}` };
const ways = [
  { name: 'in place', flags: [], env: {} },
  { name: 'in place, hashed', flags: ['--verify-layers'], env: {} },
  { name: 'docker save', flags: [], env: saved },
] as const;

try {
  for (const image of process.argv.slice(2)) await compare(image);
} finally {
  forwarder.close();
}

async function compare(image: string): Promise<void> {
  const runs = new Map<string, Measured[]>(ways.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, flags, env } of ways) runs.get(name)?.push(await cold(image, flags, env));
  for (const [name, measured] of runs) {
    const { wall, read } = measured.sort((a, b) => a.wall - b.wall)[Math.floor(rounds / 2)] ?? { wall: 0, read: 0 };
    const peak = Math.max(...measured.map((one) => one.peak));
    console.log(
      `${image}  ${name.padEnd(16)}  ${(wall / 1000).toFixed(2)} s  ${read.toFixed(0)} MiB read  peak ${peak.toFixed(0)} MiB`,
    );
  }
}

async function cold(image: string, flags: readonly string[], env: Record<string, string>): Promise<Measured> {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-engine-bench-'));
  try {
    return await measure(launcher, ['--home', home, 'scan', `docker:${image}`, '-o', 'json', ...flags], {
      env,
      codes: [0, 3],
    });
  } finally {
    rmSync(home, { recursive: true });
  }
}
