import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A Docker engine with nothing in it, whose store, network and mounts are its own: what a test makes there disturbs nobody. */
export interface IsolatedEngine {
  readonly socket: string;
  /** A program as seen by the engine's network: registries of the test listen there. */
  inside(program: string, args: readonly string[]): readonly [program: string, args: readonly string[]];
  stop(): Promise<void>;
}

/** Needs root and Debian's docker.io. */
export async function startEngine(): Promise<IsolatedEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-engine-'));
  const socket = join(folder, 'engine.sock');
  const settings = [
    ...['--data-root', join(folder, 'root'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
    ...['--host', `unix://${socket}`, '--config-file', join(folder, 'daemon.json')],
  ];
  // Not what the machine's own engine is configured with.
  writeFileSync(join(folder, 'daemon.json'), '{}');
  // The shell becomes dockerd, so that the process that is told to end is the engine itself.
  const child = spawn(
    'unshare',
    ['--net', '--mount', 'sh', '-c', 'ip link set lo up; exec dockerd "$@"', 'sh', ...settings],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-4000);
  });
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    if (await answers(socket)) {
      const inside: IsolatedEngine['inside'] = (program, args) => [
        'nsenter',
        ['-t', String(child.pid), '-n', program, ...args],
      ];
      return { socket, inside, stop };
    }
    await pause(100);
  }
  await stop();
  throw new Error(`the engine does not start: ${said}`);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.on('error', () => resolve(false));
    socket.on('data', (text) => {
      socket.destroy();
      resolve(text.toString().startsWith('HTTP/1.0 200') || text.toString().startsWith('HTTP/1.1 200'));
    });
    socket.write('GET /_ping HTTP/1.0\r\n\r\n');
  });
}
