/**
 * Prints what the lock before the OCI runtime costs, against the same runtime without it, in turns in one run: a container's way from
 * `create` to running, and another verb. What is measured is the package, as it is installed on a host; with `--checkout`, these sources.
 * Needs root and Debian's docker.io, runc and busybox-static.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { installed } from '../scripts/installed.mjs';
import { ownEngine } from '../test/e2e/build/own-engine.ts';
import { runtimeGround } from '../test/e2e/gate-runtime/runtime-ground.ts';

const rounds = 40;
const engine = ownEngine();
const installation = process.argv.includes('--checkout') ? join(import.meta.dirname, '..') : installed();
const lock = join(installation, 'bin', 'plimsoll-runtime');
const ground = runtimeGround(`docker-root: [${engine.root}]\nengine-socket: [${engine.socket}]\n`, lock);

try {
  await engine.start({ runtimes: { lock: { path: ground.wrapper } } });
  must(engine.docker('load', '-i', ground.archive('known:1')));
  await ground.judge('known:1');
  let containers = 0;
  await inTurns('docker start, through the lock and without it', 120, (runtime) => {
    containers += 1;
    const name = `c${containers}`;
    must(engine.docker('create', '--network', 'none', '--runtime', runtime, '--name', name, 'known:1'));
    return timed(() => must(engine.docker('start', '-a', name)));
  });
  const real = spawnSync('sh', ['-c', 'command -v runc']).stdout.toString().trim();
  await inTurns('another verb: `list`', 10, (runtime) =>
    timed(() => spawnSync(runtime === 'lock' ? ground.wrapper : real, ['--root', ground.folder, 'list'])),
  );
} finally {
  await engine.remove();
  ground.remove();
}

async function inTurns(figure: string, most: number, once: (runtime: 'lock' | 'runc') => number): Promise<void> {
  const times: Record<'lock' | 'runc', number[]> = { lock: [], runc: [] };
  for (let round = -2; round < rounds; round += 1) {
    for (const runtime of round % 2 === 0 ? (['lock', 'runc'] as const) : (['runc', 'lock'] as const)) {
      const time = once(runtime);
      if (round >= 0) times[runtime].push(time);
    }
  }
  const [lock, runc] = [middle(times.lock), middle(times.runc)];
  const added = lock - runc;
  console.log(
    `${added <= most ? '✔' : '✘'} ${figure}: ${added.toFixed(1)} ms more (${runc.toFixed(1)} → ${lock.toFixed(1)}, median of ${rounds})  to reach ≤ ${most} ms`,
  );
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function must({ code, text }: { readonly code: number | null; readonly text: string }): void {
  if (code !== 0) throw new Error(text);
}
