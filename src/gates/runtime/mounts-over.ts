import { realpathSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Chain, chainOf, meets } from '../host-places.ts';
import type { BundleMount } from './bundle.ts';
import type { EnginePlaces } from './engine-places.ts';
import type { MountEntry } from './mountinfo.ts';
import { Unidentified } from './unidentified.ts';

/**
 * Refuses mounts that would make something else of a container than its image: one that lies over all of it, one that brings files of
 * another image, and what leads past every lock: an engine's own socket, or what this lock decides by.
 */
export async function refuseMounts(
  bundle: readonly BundleMount[],
  mounts: readonly MountEntry[],
  places: EnginePlaces,
): Promise<void> {
  if (bundle.some(({ target }) => posix.normalize(`/${target}`) === '/')) throw new Unidentified('root-covered');
  const paths = [...new Set(bundle.flatMap(({ hostPaths }) => hostPaths))];
  const chains: Chain[] = [];
  for (const path of paths) {
    const chain = await chainOf(path);
    if (chain === 'unseen') throw new Unidentified('unseen-mount', { path });
    // What is not there yet, the runtime makes, or refuses.
    if (chain.length > 0) chains.push(chain);
    if (chain.length > 0 && (await isOfImage(path, chain, mounts, places)))
      throw new Unidentified('image-mounted', { path });
  }
  if (await meets(chains, places.engineSockets)) throw new Unidentified('engine-socket');
  if (await meets(chains, places.own)) throw new Unidentified('own-state');
}

/** Whether a path lies in an engine's store of layers, or in an overlay of such layers, wherever that is mounted. */
async function isOfImage(
  path: string,
  chain: Chain,
  mounts: readonly MountEntry[],
  places: EnginePlaces,
): Promise<boolean> {
  const real = realpathSync(path);
  const around = mounts
    .filter(({ point }) => real === point || real.startsWith(point === '/' ? '/' : `${point}/`))
    .toSorted((one, other) => other.point.length - one.point.length)[0];
  // A machine that is a container itself stands on the layers of another machine's engine.
  const folders = around?.type !== 'overlay' || around.point === '/' ? [] : lowerFolders(around);
  for (const store of layerStores(places)) {
    const kept = await chainOf(store);
    const id = kept === 'unseen' ? undefined : kept[0]?.id;
    if (id === undefined) continue;
    if (chain.some((place) => place.id === id)) return true;
    for (const folder of folders) if (await liesIn(store, id, folder)) return true;
  }
  return false;
}

function lowerFolders({ options }: MountEntry): readonly string[] {
  return options
    .filter((option) => option.startsWith('lowerdir'))
    .flatMap((option) => option.slice(option.indexOf('=') + 1).split(':'));
}

/** Engines leave out the part that all layers share where there are many. */
async function liesIn(store: string, id: string, folder: string): Promise<boolean> {
  const full = folder.startsWith('/') ? [folder] : [join(store, folder), join(store, 'snapshots', folder)];
  const chains = await Promise.all(full.map(chainOf));
  return chains.some((chain) => chain !== 'unseen' && chain.some((place) => place.id === id));
}

/** Where engines keep the layers of images. */
function layerStores({ dockerRoots, containerdRoots, storageRoots }: EnginePlaces): readonly string[] {
  return [
    ...dockerRoots.flatMap((root) => ['overlay2', 'fuse-overlayfs', 'vfs', 'rootfs'].map((name) => join(root, name))),
    ...containerdRoots.map((root) => join(root, 'io.containerd.snapshotter.v1.overlayfs')),
    ...storageRoots.flatMap((root) => ['overlay', 'vfs'].map((name) => join(root, name))),
  ];
}
