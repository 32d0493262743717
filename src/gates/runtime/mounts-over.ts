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
  const chains: (readonly [path: string, chain: Chain])[] = [];
  for (const path of new Set(bundle.flatMap(({ hostPaths }) => hostPaths))) {
    const chain = await chainOf(path);
    if (chain === 'unseen') throw new Unidentified('unseen-mount', { path });
    // What is not there yet, the runtime makes, or refuses.
    if (chain.length > 0) chains.push([path, chain]);
  }
  const all = chains.map(([, chain]) => chain);
  if (await meets(all, places.engineSockets)) throw new Unidentified('engine-socket');
  if (await meets(all, places.own)) throw new Unidentified('own-state');
  const stores = await storesOf(places);
  for (const [path, chain] of chains)
    if ((await meets([chain], stores)) || (await isLaidFrom(path, stores, mounts)))
      throw new Unidentified('image-mounted', { path });
}

/** Whether a path lies in an overlay of layers from a store, wherever that is mounted. */
async function isLaidFrom(path: string, stores: readonly string[], mounts: readonly MountEntry[]): Promise<boolean> {
  const real = realpathSync(path);
  const around = mounts
    .filter(({ point }) => real === point || real.startsWith(point === '/' ? '/' : `${point}/`))
    .toSorted((one, other) => other.point.length - one.point.length)[0];
  // A machine that is a container itself stands on the layers of another machine's engine.
  if (around?.type !== 'overlay' || around.point === '/') return false;
  const folders = around.options
    .filter((option) => option.startsWith('lowerdir'))
    .flatMap((option) => option.slice(option.indexOf('=') + 1).split(':'));
  // Engines leave out the part that all layers share where there are many.
  const full = folders.flatMap((folder) =>
    folder.startsWith('/')
      ? [folder]
      : stores.flatMap((store) => [join(store, folder), join(store, 'snapshots', folder)]),
  );
  const kept = await Promise.all(stores.map(chainOf));
  const ids = new Set(kept.flatMap((chain) => (chain === 'unseen' ? [] : chain.slice(0, 1).map(({ id }) => id))));
  const laid = await Promise.all(full.map(chainOf));
  return laid.some((chain) => chain !== 'unseen' && chain.some(({ id }) => ids.has(id)));
}

/** Where engines keep layers, and what they know of them, as far as that is there. */
async function storesOf({ dockerRoots, containerdRoots, storageRoots }: EnginePlaces): Promise<readonly string[]> {
  const below = (roots: readonly string[], names: readonly string[]) =>
    roots.flatMap((root) => names.map((name) => join(root, name)));
  const all = [
    ...below(dockerRoots, ['overlay2', 'fuse-overlayfs', 'vfs', 'rootfs', 'image']),
    ...below(containerdRoots, [
      'io.containerd.snapshotter.v1.overlayfs',
      'io.containerd.content.v1.content',
      'io.containerd.metadata.v1.bolt',
    ]),
    ...below(storageRoots, ['overlay', 'vfs', 'overlay-layers', 'overlay-images']),
  ];
  const chains = await Promise.all(all.map(chainOf));
  return all.filter((_, index) => chains[index]?.length !== 0);
}
