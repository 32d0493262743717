import { realpathSync } from 'node:fs';
import { type MountEntry, readMounts } from './mountinfo.ts';
import { type RootMount, rootMount } from './root-mount.ts';

/** A container's root file system as this machine has it. */
export interface RootFileSystem {
  /** Without symbolic links. */
  readonly path: string;
  /** Null where it is no overlay. */
  readonly mount: RootMount | null;
  /** All mounts that the runtime will see. */
  readonly mounts: readonly MountEntry[];
}

/** @param mountinfo `/proc/self/mountinfo` */
export function rootFileSystem(path: string, mountinfo: string): RootFileSystem {
  const mounts = readMounts(mountinfo);
  const resolved = realpathSync(path);
  return { path: resolved, mount: rootMount(mounts, resolved), mounts };
}
