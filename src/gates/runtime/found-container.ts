import type { ImageIdentity } from '../../model/ledger.ts';
import { containerdContainer } from './containerd-container.ts';
import { dockerClaim, dockerContainer } from './docker-container.ts';
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

/** What is said of a container's image, and proves nothing: where to look. Empty where nothing is said. */
export interface ImageClaim {
  /** What whoever made the container called its image. */
  readonly asked: string;
  /** The digest of the manifest or index that was meant. */
  readonly target: string;
}

/** Traces a container to its image by the directories that its root file system is mounted from. Throws {@link Unidentified}. */
export function findContainer(id: string, rootFs: RootFileSystem, places: EnginePlaces): FoundContainer {
  const { dockerRoots, containerdRoots, storageRoots } = places;
  for (const root of containerdRoots) {
    const found = containerdContainer(root, id, rootFs, () => claimOfDocker(dockerRoots, id));
    if (found !== null) return found;
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

/** Docker with containerd's image store keeps to itself which image it made a container of. */
function claimOfDocker(roots: readonly string[], id: string): ImageClaim {
  for (const root of roots) {
    const claim = dockerClaim(root, id);
    if (claim !== null) return claim;
  }
  return { asked: '', target: '' };
}
