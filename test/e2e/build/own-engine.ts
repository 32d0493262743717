import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A Docker engine of a test's own, with its own store, that can be stopped and started with other settings. */
export interface OwnEngine {
  readonly socket: string;
  readonly root: string;
  /** Runs the docker CLI against it. */
  docker(...args: string[]): { readonly code: number | null; readonly text: string };
  /** Starts it (again) with these settings on top, looking for programs in `path` first. */
  start(settings?: object, path?: string): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes everything that it kept. */
  remove(): Promise<void>;
}

/** Needs root and Debian's docker.io. */
export function ownEngine(): OwnEngine {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-engine-'));
  const root = join(folder, 'root');
  const [socket, logFile] = [join(folder, 'engine.sock'), join(folder, 'engine.log')];
  let running: ChildProcess | null = null;
  const stop = async () => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  };
  const docker: OwnEngine['docker'] = (...args) => dockerAt(`unix://${socket}`, args);
  return {
    socket,
    root,
    docker,
    stop,
    async start(settings = {}, path = '') {
      await stop();
      mkdirSync(root, { recursive: true });
      const file = join(folder, 'daemon.json');
      writeFileSync(
        file,
        JSON.stringify({
          'data-root': root,
          'exec-root': join(folder, 'exec'),
          pidfile: join(folder, 'pid'),
          hosts: [`unix://${socket}`],
          bridge: 'none',
          iptables: false,
          ...settings,
        }),
      );
      const log = openSync(logFile, 'w');
      const child = spawn('dockerd', ['--config-file', file], {
        // Not a pipe: a client that is waited for keeps this process from emptying it.
        stdio: ['ignore', 'ignore', log],
        env: { ...process.env, PATH: `${path === '' ? '' : `${path}:`}${process.env['PATH']}` },
      });
      running = child;
      closeSync(log);
      for (let tries = 0; tries < 150; tries += 1) {
        if (docker('version').code === 0) return;
        if (child.exitCode !== null) break;
        await pause(200);
      }
      throw new Error(`the engine does not start: ${readFileSync(logFile, 'utf8').slice(-4000)}`);
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the docker CLI against an address; standard output and error together, as a person sees them. */
export function dockerAt(
  address: string,
  args: readonly string[],
  input?: Buffer,
): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('docker', ['-H', address, ...args], {
    encoding: 'utf8',
    env: { ...process.env, DOCKER_CONTEXT: '', DOCKER_BUILDKIT: '0' },
    timeout: 120_000,
    ...(input === undefined ? {} : { input }),
  });
  return { code: status, text: `${stdout}${stderr}` };
}
