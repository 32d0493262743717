import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnProcess, ownProcess } from './own-process.ts';
import { type RuntimeGround, tell } from './runtime-ground.ts';

/** containerd of a test's own. */
export interface OwnContainerd extends OwnProcess {
  readonly socket: string;
  readonly root: string;
  ctr(...args: string[]): { readonly code: number | null; readonly text: string };
}

/** Needs root and Debian's containerd. Its runtime is the ground's lock. With an image for pods' sandboxes it serves Kubernetes' interface (CRI), too. */
export function ownContainerd({ folder }: Pick<RuntimeGround, 'folder'>, sandboxImage?: string): OwnContainerd {
  const [root, socket] = [join(folder, 'containerd'), join(folder, 'containerd.sock')];
  const file = join(folder, 'containerd.toml');
  writeFileSync(file, settings(folder, sandboxImage));
  const ctr: OwnContainerd['ctr'] = (...args) => tell('ctr', ['--address', socket, ...args]);
  const service = ownProcess({
    program: 'containerd',
    args: ['--config', file],
    // The lock stands under the runtime's own name, ahead of it.
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
    logFile: join(folder, 'containerd.log'),
    prepare: () => mkdirSync(root, { recursive: true }),
    isUp: () => ctr('version').code === 0,
  });
  return { socket, root, ctr, ...service };
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
