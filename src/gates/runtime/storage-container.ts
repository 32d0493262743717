import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import { isDigest } from '../../base/digest.ts';
import {
  StorageError,
  type StorageLayer,
  storageConfigFile,
  storageList,
  storageStack,
} from '../../formats/engine-store/storage-layers.ts';
import { type JsonObject, parseObject, textMember, textsMember } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import type { FoundContainer } from './found-container.ts';
import { provenImage } from './proven-config.ts';
import type { RootFileSystem } from './root-file-system.ts';
import { foldersBelow, refuseCoveredLayers, refuseOtherFolders } from './root-mount.ts';
import { Unidentified } from './unidentified.ts';

const MAX_CONFIG = 16 << 20;
/**
 * Identifies a container of Podman or CRI-O by content (containers/storage, `layers.go`, `images.go`, `containers.go`; driver `overlay`): the
 * digests of the layers that its root file system is mounted from, which the storage itself worked out when it unpacked them, and the
 * image's config, whose bytes have to hash to the image's id. Null where the root file system does not stand in this storage.
 *
 * Throws where they do not fit, and for what is mounted from anything else than the layers of an image.
 */
export function storageContainer(root: string, { mount, mounts }: RootFileSystem): FoundContainer | null {
  const folders = mount === null ? null : foldersBelow(join(root, 'overlay'), mount);
  if (folders === null) return null;
  refuseCoveredLayers(mounts, folders);
  const base = join(realpathSync(root), 'overlay');
  const layerId = folders.upper.slice(base.length + 1).replace(/\/diff$/, '');
  const container = listed(root, 'overlay-containers', 'containers').find(({ layer }) => layer === layerId);
  if (container === undefined) throw new Unidentified('no-container');
  const below = layersBelow(root, layerId);
  const folderOf = (id: string) => join(base, id, 'diff');
  refuseOtherFolders(folders, { upper: folderOf(layerId), lower: below.map(({ id }) => folderOf(id)) });
  const { identity, labels } = imageOf(root, textMember(container, 'image') ?? '');
  if (identity.chainId === null || chainId(below.map(({ diffId }) => diffId).reverse()) !== identity.chainId)
    throw new Unidentified('other-layers');
  return { identity, asked: askedImage(root, container), labels };
}

/** The layers under one, uppermost first. */
function layersBelow(root: string, top: string) {
  return stackOf(root, top)
    .slice(1)
    .map(({ id, diffId }) => {
      if (!isDigest(diffId)) throw new Unidentified('no-digest');
      return { id, diffId };
    });
}

function stackOf(root: string, top: string): readonly StorageLayer[] {
  try {
    return storageStack(listed(root, 'overlay-layers', 'layers'), top);
  } catch (error) {
    throw error instanceof StorageError ? new Unidentified('other-layers') : error;
  }
}

/** An image's id is the digest of its config, which is kept under that name in base64. */
function imageOf(root: string, id: string) {
  const digest = `sha256:${id}`;
  if (!isDigest(digest)) throw new Unidentified('no-image');
  return provenImage(readBounded(storageConfigFile(root, id), MAX_CONFIG), digest);
}

/** What whoever made the container called its image. Kubernetes says its id to CRI-O: then its name, if it has but one. */
function askedImage(root: string, container: JsonObject): string | null {
  const metadata = textMember(container, 'metadata') ?? '';
  const asked = metadata === '' ? '' : (textMember(parseObject(Buffer.from(metadata)), 'image-name') ?? '');
  const id = textMember(container, 'image') ?? '';
  if (asked !== '' && asked !== id) return asked;
  const image = storageList(root, 'overlay-images', 'images')?.find((item) => item['id'] === id);
  const [name, ...more] = textsMember(image ?? {}, 'names');
  return more.length === 0 ? (name ?? null) : null;
}

function listed(root: string, folder: string, name: string): readonly JsonObject[] {
  const items = storageList(root, folder, name);
  if (items === null) throw new Unidentified('no-container');
  return items;
}
