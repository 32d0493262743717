import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import { type Digest, isDigest } from '../../base/digest.ts';
import { systemCode } from '../../base/errors.ts';
import { dockerCacheId } from '../../formats/engine-store/docker-layers.ts';
import { type JsonObject, objectMember, parseObject, textMember } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import type { FoundContainer, ImageClaim } from './found-container.ts';
import { refuseAddedFiles } from './init-layer.ts';
import { provenImage } from './proven-config.ts';
import type { RootFileSystem } from './root-file-system.ts';
import { foldersBelow, refuseCoveredLayers, refuseOtherFolders } from './root-mount.ts';
import { Unidentified } from './unidentified.ts';

const MAX_FILE = 16 << 20;
const MAX_NAME = 1024;

/**
 * Identifies a container of a Docker engine with its own image store by content (moby, `container/container.go` and `layer/filestore.go`):
 * the image's config, whose bytes have to hash to the name they are kept under, and the chain of layers that the container's root file
 * system is mounted from. The engine itself waits for the runtime and cannot be asked. Null where it has no such container.
 *
 * Throws where the two do not fit: then it does not run what its image is.
 */
export function dockerContainer(root: string, id: string, rootFs: RootFileSystem): FoundContainer | null {
  const container = dockerSettings(root, id);
  if (container === null) return null;
  const image = textMember(container, 'Image') ?? '';
  if (!isDigest(image) || !image.startsWith('sha256:')) throw new Unidentified('no-image');
  const driver = textMember(container, 'Driver') ?? '';
  if (!/^[a-z0-9-]{1,32}$/.test(driver)) throw new Unidentified('no-driver');
  const store = join(root, 'image', driver);
  const config = join(store, 'imagedb', 'content', 'sha256', image.slice('sha256:'.length));
  const { identity, labels } = provenImage(readBounded(config, MAX_FILE), image);
  const own = join(store, 'layerdb', 'mounts', id);
  if (line(join(own, 'parent')) !== identity.chainId) throw new Unidentified('other-layers');
  refuseOtherRoot({ root, driver, own, store }, identity.diffIds, rootFs);
  return { identity, asked: askedImage(container) ?? image, labels };
}

/** What an engine says of a container's image, where containerd keeps it; null where the engine has no such container. */
export function dockerClaim(root: string, id: string): ImageClaim | null {
  const container = dockerSettings(root, id);
  if (container === null) return null;
  return { asked: askedImage(container) ?? '', target: textMember(container, 'Image') ?? '' };
}

function dockerSettings(root: string, id: string): JsonObject | null {
  if (!/^[0-9a-f]{64}$/.test(id)) return null;
  try {
    return parseObject(readBounded(join(root, 'containers', id, 'config.v2.json'), MAX_FILE));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function askedImage(container: JsonObject): string | null {
  return textMember(objectMember(container, 'Config') ?? {}, 'Image') ?? null;
}

/** Whoever may choose an id could take that of a container of another image: what is to be started has to be this one's own. */
function refuseOtherRoot(
  { root, driver, own, store }: Readonly<Record<'root' | 'driver' | 'own' | 'store', string>>,
  diffIds: readonly Digest[],
  { path, mounts, mount }: RootFileSystem,
): void {
  const layers = join(realpathSync(root), driver);
  const mountId = line(join(own, 'mount-id'));
  if (!/^[0-9a-f]{64}$/.test(mountId)) throw new Unidentified('other-layers');
  if (driver !== 'overlay2') {
    // Drivers that copy, or keep layers in snapshots of their own, leave nothing to see but the place.
    const places = [
      `${mountId}/merged`,
      `mnt/${mountId}/rootfs`,
      ...['dir', 'subvolumes', 'graph', 'mnt'].map((name) => `${name}/${mountId}`),
    ];
    if (!places.some((place) => join(layers, place) === path)) throw new Unidentified('foreign-layer', { path });
    return;
  }
  const folders = mount === null ? null : foldersBelow(layers, mount);
  if (folders === null) throw new Unidentified('foreign-layer', { path });
  refuseCoveredLayers(mounts, folders);
  const init = join(layers, `${mountId}-init`, 'diff');
  const below = diffIds.map((_, index) => join(layers, cacheId(store, diffIds.slice(0, index + 1)), 'diff'));
  refuseOtherFolders(folders, { upper: join(layers, mountId, 'diff'), lower: [init, ...below.reverse()] });
  refuseAddedFiles(init);
}

/** The directory of the uppermost of these layers. */
function cacheId(store: string, diffIds: readonly Digest[]): string {
  const id = dockerCacheId(store, chainId(diffIds) ?? '');
  if (id === '') throw new Unidentified('other-layers');
  return id;
}

function line(path: string): string {
  return readBounded(path, MAX_NAME).toString('utf8').trim();
}
