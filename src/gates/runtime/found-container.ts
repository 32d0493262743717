import type { ImageIdentity } from '../../model/ledger.ts';
import { containerdContainer } from './containerd-container.ts';
import { dockerAskedImage, dockerContainer } from './docker-container.ts';
import type { EnginePlaces } from './engine-places.ts';
import type { RootFileSystem } from './root-file-system.ts';
import { storageContainer } from './storage-container.ts';
import { Unidentified } from './unidentified.ts';

/** A container of an engine on this machine, told from what it stands on. */
export interface FoundContainer {
  readonly identity: ImageIdentity;
  /** What whoever made it called the image; null where nobody said. */
  readonly asked: string | null;
  /** Of the image's config; none where that is not known. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Traces a container to its image by the directories that its root file system is mounted from. Throws {@link Unidentified}. */
export function findContainer(id: string, rootFs: RootFileSystem, places: EnginePlaces): FoundContainer {
  const { dockerRoots, containerdRoots, storageRoots } = places;
  for (const root of containerdRoots) {
    const found = containerdContainer(root, id, rootFs);
    if (found !== null) return { ...found, asked: found.asked ?? askedOfDocker(dockerRoots, id) };
  }
  for (const root of storageRoots) {
    const found = storageContainer(root, rootFs);
    if (found !== null) return found;
  }
  for (const root of dockerRoots) {
    const found = dockerContainer(root, id, rootFs);
    if (found !== null) return found;
  }
  throw new Unidentified(rootFs.mount === null ? 'no-root-mount' : 'no-engine');
}

/** Docker with containerd's image store keeps what it calls an image to itself. */
function askedOfDocker(roots: readonly string[], id: string): string | null {
  for (const root of roots) {
    const asked = dockerAskedImage(root, id);
    if (asked !== null) return asked;
  }
  return null;
}
