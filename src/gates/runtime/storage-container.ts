import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, isDigest } from '../../base/digest.ts';
import { systemCode } from '../../base/errors.ts';
import { isObject, type JsonObject, parseList, parseObject, textMember } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import { readBounded } from './bounded-file.ts';
import type { FoundContainer } from './found-container.ts';
import { provenImage } from './proven-config.ts';
import type { RootFileSystem } from './root-file-system.ts';
import { foldersBelow, refuseCoveredLayers, refuseOtherFolders } from './root-mount.ts';
import { Unidentified } from './unidentified.ts';

/** A few hundred bytes for each layer, image and container of a machine. */
const MAX_LIST = 64 << 20;
const MAX_CONFIG = 16 << 20;
/** More layers than the kernel lays on one another. */
const MAX_LAYERS = 600;

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
  const container = objects(root, 'overlay-containers', 'containers').find(({ layer }) => layer === layerId);
  if (container === undefined) throw new Unidentified('no-container');
  const layers = new Map(objects(root, 'overlay-layers', 'layers').map((layer) => [layer['id'], layer]));
  const below = layersBelow(layers, layerId);
  const folderOf = (id: string) => join(base, id, 'diff');
  refuseOtherFolders(folders, { upper: folderOf(layerId), lower: below.map(({ id }) => folderOf(id)) });
  const { identity, labels } = imageOf(root, textMember(container, 'image') ?? '');
  if (identity.chainId === null || chainId(below.map(({ diffId }) => diffId).reverse()) !== identity.chainId)
    throw new Unidentified('other-layers');
  return { identity, asked: askedImage(container) ?? identity.configDigest, labels };
}

interface StoredLayer {
  readonly id: string;
  readonly diffId: Digest;
}

/** The layers under one, uppermost first. */
function layersBelow(layers: ReadonlyMap<unknown, JsonObject>, top: string): readonly StoredLayer[] {
  const below: StoredLayer[] = [];
  for (let id = parentOf(layers, top); id !== ''; id = parentOf(layers, id)) {
    const diffId = layers.get(id)?.['diff-digest'];
    if (!isDigest(diffId)) throw new Unidentified('no-digest');
    below.push({ id, diffId });
    if (below.length > MAX_LAYERS) throw new Unidentified('other-layers');
  }
  return below;
}

function parentOf(layers: ReadonlyMap<unknown, JsonObject>, id: string): string {
  const layer = layers.get(id);
  if (layer === undefined || !/^[0-9a-f]{64}$/.test(id)) throw new Unidentified('other-layers');
  return textMember(layer, 'parent') ?? '';
}

/** An image's id is the digest of its config, which is kept under that name in base64. */
function imageOf(root: string, id: string) {
  const digest = `sha256:${id}`;
  if (!isDigest(digest)) throw new Unidentified('no-image');
  const file = join(root, 'overlay-images', id, `=${Buffer.from(digest).toString('base64')}`);
  return provenImage(readBounded(file, MAX_CONFIG), digest);
}

/** What whoever made the container called its image; for people. */
function askedImage(container: JsonObject): string | null {
  const metadata = textMember(container, 'metadata') ?? '';
  if (metadata === '') return null;
  return textMember(parseObject(Buffer.from(metadata)), 'image-name') ?? null;
}

/** The items of a list that the storage keeps, those that do not outlive the machine's next start included. */
function objects(root: string, folder: string, name: string): readonly JsonObject[] {
  const lists = [`${name}.json`, `volatile-${name}.json`].map((file) => list(join(root, folder, file)));
  if (lists.every((items) => items === null)) throw new Unidentified('no-container');
  return lists.flatMap((items) => items ?? []).filter(isObject);
}

function list(path: string): readonly unknown[] | null {
  try {
    return parseList(readBounded(path, MAX_LIST));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
