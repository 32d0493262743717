import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isDigest } from '../../base/digest.ts';
import { containerdImage } from './containerd-images.ts';
import { snapshotStack } from './containerd-snapshots.ts';
import type { FoundContainer, ImageClaim } from './found-container.ts';
import { refuseAddedFiles } from './init-layer.ts';
import type { RootFileSystem } from './root-file-system.ts';
import { foldersBelow, refuseCoveredLayers, refuseOtherFolders } from './root-mount.ts';
import { Unidentified } from './unidentified.ts';

const snapshotter = 'overlayfs';

/**
 * Identifies a container of containerd by content: of CRI (Kubernetes), nerdctl, `ctr`, and of Docker with containerd's image store. The
 * directories that its root file system is mounted from have to be those of snapshots whose names are ChainIDs, in the order that the
 * snapshotter keeps; the config of its image, where it is there and the only one, has to make exactly these ChainIDs. Null where the
 * root file system does not stand in this store.
 *
 * Throws for what is mounted from anything else than the layers of an image.
 *
 * @param id the container's own, which only says where its image's name stands
 * @param otherwise what is said of the image where containerd itself says nothing
 */
export function containerdContainer(
  root: string,
  id: string,
  { mount, mounts }: RootFileSystem,
  otherwise: () => ImageClaim,
): FoundContainer | null {
  const store = join(root, `io.containerd.snapshotter.v1.${snapshotter}`);
  const folders = mount === null ? null : foldersBelow(join(store, 'snapshots'), mount);
  if (folders === null) return null;
  refuseCoveredLayers(mounts, folders);
  const base = join(realpathSync(store), 'snapshots');
  const folderOf = (snapshot: { readonly id: number }) => join(base, String(snapshot.id), 'fs');
  const numberOf = (path: string) => {
    const number = path.startsWith(`${base}/`)
      ? /^([1-9][0-9]{0,14})\/fs$/.exec(path.slice(base.length + 1))?.[1]
      : undefined;
    if (number === undefined) throw new Unidentified('foreign-layer', { path });
    return Number(number);
  };
  const [top, ...below] = snapshotStack(store, numberOf(folders.upper), numberOf(folders.lower[0] ?? ''));
  refuseOtherFolders(folders, { upper: folderOf(top), lower: below.map(folderOf) });
  // Docker lays a layer of its own between an image and its container.
  const [first] = below;
  const init = first !== undefined && /^[0-9a-f]{64}-init$/.test(first.name) ? first : null;
  const layers = init === null ? below : below.slice(1);
  const stranger = layers.find(({ name }) => !isDigest(name));
  if (stranger !== undefined) throw new Unidentified('foreign-layer', { path: folderOf(stranger) });
  if (init !== null) refuseAddedFiles(folderOf(init));
  const chains = layers.map(({ name }) => name).reverse();
  const chain = chains.at(-1);
  if (!isDigest(chain)) throw new Unidentified('no-image');
  const { image, asked } = containerdImage(
    root,
    { namespace: top.namespace, snapshotter, container: id, chains },
    otherwise,
  );
  return {
    identity: image?.identity ?? {
      configDigest: null,
      manifestDigest: null,
      indexDigest: null,
      diffIds: null,
      chainId: chain,
    },
    asked,
    labels: image?.labels ?? {},
  };
}
