import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type RuntimeGround, tell } from './runtime-ground.ts';

/**
 * Whether CRI-O is here. No Debian has it, and building it takes longer than all tests: where it is not on PATH the test is skipped, in CI as
 * well, and docs/gate-runtime.md says how it is tried.
 */
export function hasCrio(t: TestContext): boolean {
  const missing = ['crio', 'pinns'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length > 0)
    t.skip(`needs ${missing.join(' and ')} on PATH: no Debian package has CRI-O (docs/gate-runtime.md)`);
  return missing.length === 0;
}

/** CRI-O of a test's own, without a network for pods. */
export interface OwnCrio {
  readonly socket: string;
  /** Where it keeps images and containers. */
  readonly storage: string;
  /** Brings an image in, as Podman and CRI-O share their storage. */
  load(archive: string): void;
  start(): Promise<void>;
  /** Ends it in an orderly way, or at once. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Needs root, CRI-O with its `pinns`, and Debian's conmon and podman. Its runtime is the ground's lock. */
export function ownCrio({ folder, wrapper }: Pick<RuntimeGround, 'folder' | 'wrapper'>, pauseImage: string): OwnCrio {
  const at = (...names: string[]) => join(folder, ...names);
  const [storage, socket, logFile] = [at('storage'), at('crio.sock'), at('crio.log')];
  writeFileSync(at('crio.conf'), settings(folder, at('usual-score'), pauseImage));
  writeFileSync(at('usual-score'), usualScore(wrapper), { mode: 0o755 });
  writeFileSync(at('policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
  let running: ChildProcess | null = null;
  const stop: OwnCrio['stop'] = async (signal = 'SIGTERM') => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await new Promise((resolve) => child.once('exit', resolve));
  };
  return {
    socket,
    storage,
    stop,
    load(archive) {
      const places = ['--root', storage, '--runroot', at('run'), '--storage-driver', 'overlay'];
      const { code, text } = tell('podman', [...places, 'load', '-i', archive]);
      if (code !== 0) throw new Error(text);
    },
    async start() {
      await stop();
      mkdirSync(at('cni'), { recursive: true });
      rmSync(socket, { force: true });
      const log = openSync(logFile, 'a');
      const child = spawn('crio', ['--config', at('crio.conf'), '--config-dir', at('no-more')], {
        // Not a pipe: a client that is waited for keeps this process from emptying it.
        stdio: ['ignore', log, log],
      });
      running = child;
      closeSync(log);
      for (let tries = 0; tries < 150 && child.exitCode === null; tries += 1) {
        if (existsSync(socket)) return;
        await wait(100);
      }
      throw new Error(`CRI-O does not start: ${readFileSync(logFile, 'utf8').slice(-4000)}`);
    },
  };
}

/** Where even root may not lower it, a pod has the usual score. */
function usualScore(wrapper: string): string {
  return `#!/bin/sh
before=
for word; do
  [ "$before" = --bundle ] && sed -i 's/"oomScoreAdj": *-[0-9]*/"oomScoreAdj":0/' "$word/config.json"
  before=$word
done
exec ${wrapper} "$@"
`;
}

function settings(folder: string, runtime: string, pauseImage: string): string {
  const pinns = spawnSync('sh', ['-c', 'command -v pinns']).stdout.toString().trim();
  return `[crio]
root = "${folder}/storage"
runroot = "${folder}/run"
storage_driver = "overlay"
log_dir = "${folder}/logs"
version_file = "${folder}/version"
clean_shutdown_file = "${folder}/clean"
[crio.api]
listen = "${folder}/crio.sock"
[crio.runtime]
default_runtime = "runc"
cgroup_manager = "cgroupfs"
conmon_cgroup = "pod"
apparmor_profile = "unconfined"
seccomp_profile = "unconfined"
hooks_dir = []
pinns_path = "${pinns}"
namespaces_dir = "${folder}/namespaces"
container_exits_dir = "${folder}/exits"
container_attach_socket_dir = "${folder}/attach"
[crio.runtime.runtimes.runc]
runtime_path = "${runtime}"
runtime_type = "oci"
runtime_root = "${folder}/runc-state"
monitor_cgroup = "pod"
[crio.image]
pause_image = "${pauseImage}"
pause_command = ""
signature_policy = "${folder}/policy.json"
[crio.network]
network_dir = "${folder}/cni"
plugin_dirs = ["${folder}/cni"]
[crio.nri]
enable_nri = false
`;
}
