import { realpathSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { systemCode } from '../../base/errors.ts';
import type { BundleMount } from './bundle.ts';
import type { EnginePlaces } from './engine-places.ts';
import type { MountEntry } from './mountinfo.ts';
import { Unidentified } from './unidentified.ts';

/**
 * Throws where a container's own mounts would make something else of it than its image: one that lies over all of it, one that brings
 * files of another image, or an engine's own socket, with which everything else is possible.
 */
export function refuseMounts(
  bundle: readonly BundleMount[],
  mounts: readonly MountEntry[],
  places: EnginePlaces,
): void {
  if (bundle.some(({ target }) => posix.normalize(`/${target}`) === '/')) throw new Unidentified('root-covered');
  const sockets = places.engineSockets.flatMap((socket) => [identityOf(socket), identityOf(dirname(socket))]);
  const stores = layerStores(places);
  for (const path of bundle.flatMap(({ hostPaths }) => hostPaths)) {
    const identity = identityOf(path);
    // What is not there yet, the runtime makes, or refuses.
    if (identity === null) continue;
    if (sockets.includes(identity)) throw new Unidentified('engine-socket');
    const real = realpathSync(path);
    if (stores.some((store) => real === store || real.startsWith(`${store}/`) || isLaidFrom(real, store, mounts)))
      throw new Unidentified('image-mounted', { path });
  }
}

/** Where engines keep the layers of images. */
function layerStores({ dockerRoots, containerdRoots, storageRoots }: EnginePlaces): readonly string[] {
  const folders = [
    ...dockerRoots.flatMap((root) => ['overlay2', 'fuse-overlayfs', 'vfs', 'rootfs'].map((name) => join(root, name))),
    ...containerdRoots.map((root) => join(root, 'io.containerd.snapshotter.v1.overlayfs')),
    ...storageRoots.flatMap((root) => ['overlay', 'vfs'].map((name) => join(root, name))),
  ];
  return folders.flatMap((folder) => (identityOf(folder) === null ? [] : [realpathSync(folder)]));
}

/** Whether a path lies in an overlay of layers from this store, wherever that is mounted. */
function isLaidFrom(path: string, store: string, mounts: readonly MountEntry[]): boolean {
  const around = mounts
    .filter(({ point }) => path === point || path.startsWith(point === '/' ? '/' : `${point}/`))
    .toSorted((one, other) => other.point.length - one.point.length)[0];
  // A machine that is a container itself stands on the layers of another machine's engine.
  if (around?.type !== 'overlay' || around.point === '/') return false;
  return around.options
    .filter((option) => option.startsWith('lowerdir'))
    .flatMap((option) => option.slice(option.indexOf('=') + 1).split(':'))
    .some((folder) => (folder.startsWith('/') ? folder.startsWith(`${store}/`) : liesIn(store, folder)));
}

/** Engines leave out the part that all layers share where there are many. */
function liesIn(store: string, folder: string): boolean {
  return [join(store, folder), join(store, 'snapshots', folder)].some((place) => identityOf(place) !== null);
}

/** What a path leads to; null where that is nothing. A path that may not be looked at could lead to anything: it throws. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw error;
  }
}
