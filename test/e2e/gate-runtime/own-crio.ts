import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type OwnProcess, ownProcess } from './own-process.ts';
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
export interface OwnCrio extends OwnProcess {
  readonly socket: string;
  /** Where it keeps images and containers. */
  readonly storage: string;
  /** Brings an image in, as Podman and CRI-O share their storage. */
  load(archive: string): void;
}

/** Needs root, CRI-O with its `pinns`, and Debian's conmon and podman. Its runtime is the ground's lock. */
export function ownCrio({ folder, wrapper }: Pick<RuntimeGround, 'folder' | 'wrapper'>, pauseImage: string): OwnCrio {
  const at = (...names: string[]) => join(folder, ...names);
  const [storage, socket] = [at('storage'), at('crio.sock')];
  writeFileSync(at('crio.conf'), settings(folder, at('usual-score'), pauseImage));
  writeFileSync(at('usual-score'), usualScore(wrapper), { mode: 0o755 });
  writeFileSync(at('policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
  const service = ownProcess({
    program: 'crio',
    args: ['--config', at('crio.conf'), '--config-dir', at('no-more')],
    logFile: at('crio.log'),
    prepare: () => {
      mkdirSync(at('cni'), { recursive: true });
      rmSync(socket, { force: true });
    },
    isUp: () => existsSync(socket),
  });
  return {
    socket,
    storage,
    ...service,
    load(archive) {
      const places = ['--root', storage, '--runroot', at('run'), '--storage-driver', 'overlay'];
      const { code, text } = tell('podman', [...places, 'load', '-i', archive]);
      if (code !== 0) throw new Error(text);
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
