import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type RuntimeGround, tell } from './runtime-ground.ts';

/** containerd of a test's own. */
export interface OwnContainerd {
  readonly socket: string;
  readonly root: string;
  ctr(...args: string[]): { readonly code: number | null; readonly text: string };
  start(): Promise<void>;
  /** Ends it in an orderly way, or at once. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Needs root and Debian's containerd. Its runtime is the ground's lock. With an image for pods' sandboxes it serves Kubernetes' interface (CRI), too. */
export function ownContainerd({ folder }: Pick<RuntimeGround, 'folder'>, sandboxImage?: string): OwnContainerd {
  const [root, socket] = [join(folder, 'containerd'), join(folder, 'containerd.sock')];
  const [file, logFile] = [join(folder, 'containerd.toml'), join(folder, 'containerd.log')];
  writeFileSync(file, settings(folder, sandboxImage));
  let running: ChildProcess | null = null;
  const ctr: OwnContainerd['ctr'] = (...args) => tell('ctr', ['--address', socket, ...args]);
  const stop: OwnContainerd['stop'] = async (signal = 'SIGTERM') => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await new Promise((resolve) => child.once('exit', resolve));
  };
  return {
    socket,
    root,
    ctr,
    stop,
    async start() {
      await stop();
      mkdirSync(root, { recursive: true });
      const log = openSync(logFile, 'w');
      const child = spawn('containerd', ['--config', file], {
        // Not a pipe: a client that is waited for keeps this process from emptying it.
        stdio: ['ignore', 'ignore', log],
        // The lock stands under the runtime's own name, ahead of it.
        env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
      });
      running = child;
      closeSync(log);
      for (let tries = 0; tries < 150; tries += 1) {
        if (ctr('version').code === 0) return;
        if (child.exitCode !== null) break;
        await wait(100);
      }
      throw new Error(`containerd does not start: ${readFileSync(logFile, 'utf8').slice(-4000)}`);
    },
  };
}

function settings(folder: string, sandboxImage: string | undefined): string {
  const base = `version = 2
root = "${folder}/containerd"
state = "${folder}/state"
${sandboxImage === undefined ? 'disabled_plugins = ["io.containerd.grpc.v1.cri"]' : ''}
[grpc]
address = "${folder}/containerd.sock"
`;
  if (sandboxImage === undefined) return base;
  // Where even root may not lower it, a pod has the usual score.
  return `${base}[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${sandboxImage}"
restrict_oom_score_adj = true
`;
}
