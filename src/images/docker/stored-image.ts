import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { type Digest, isDigest } from '../../base/digest.ts';
import { dockerLayer } from '../../formats/engine-store/docker-layers.ts';
import { storageConfigFile, storageList, storageStack } from '../../formats/engine-store/storage-layers.ts';
import { textMember } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import { FolderBelow } from '../unpacked/folder-below.ts';
import type { UnpackedLayer } from '../unpacked/unpacked-layer.ts';
import { type EngineStore, provenDocument } from './engine-store.ts';

/** An image in a store that keeps layers unpacked, by its config, whose bytes hash to its id. */
export interface StoredImage {
  readonly digest: Digest;
  readonly bytes: Buffer;
  /** Where its layers lie, bottom first; null where any of them is not there, is not kept as one of these digests, or may not be read. */
  layers(diffIds: readonly Digest[]): readonly StoredLayer[] | null;
}

export interface StoredLayer extends UnpackedLayer {
  /** Bytes of its files, where known. */
  readonly size: number | null;
}

/**
 * What a store on this machine has of an image. Null where it has not its config: then the image is exported.
 *
 * What `docker inspect` says about user, labels and layers is the engine's retelling; a fingerprint is only given to bytes that hash to it.
 */
export function storedImage(store: EngineStore, id: string): StoredImage | null {
  if (!isDigest(id) || !id.startsWith('sha256:') || store.kind === 'containerd') return null;
  const hex = id.slice('sha256:'.length);
  const isStorage = store.kind === 'storage';
  const ofDocker = join(store.root, 'image', store.driver);
  const file = isStorage ? storageConfigFile(store.root, hex) : join(ofDocker, 'imagedb', 'content', 'sha256', hex);
  const found = provenDocument(file, id);
  if (found === null) return null;
  const places = (diffIds: readonly Digest[]) => {
    if (isStorage) return storagePlaces(store.root, hex, diffIds);
    return store.kind === 'overlay2' ? dockerPlaces(store.root, ofDocker, diffIds) : null;
  };
  return { ...found, layers: (diffIds) => readable(() => places(diffIds)) };
}

function dockerPlaces(root: string, store: string, diffIds: readonly Digest[]): readonly StoredLayer[] | null {
  const places: StoredLayer[] = [];
  let below: string | null = null;
  for (const [at, diffId] of diffIds.entries()) {
    const chain = chainId(diffIds.slice(0, at + 1)) ?? '';
    const layer = dockerLayer(store, chain);
    if (layer.diffId !== diffId || layer.parent !== below || layer.cacheId === '') return null;
    places.push({ folder: join(root, 'overlay2', layer.cacheId, 'diff'), list: layer.list, size: layer.size });
    below = chain;
  }
  return places;
}

function storagePlaces(root: string, id: string, diffIds: readonly Digest[]): readonly StoredLayer[] | null {
  const image = storageList(root, 'overlay-images', 'images')?.find((one) => one['id'] === id);
  const top = image === undefined ? '' : (textMember(image, 'layer') ?? '');
  const stack = storageStack(storageList(root, 'overlay-layers', 'layers') ?? [], top).toReversed();
  if (stack.length !== diffIds.length || stack.some(({ diffId }, at) => diffId !== diffIds[at])) return null;
  return stack.map((layer) => ({
    folder: join(root, 'overlay', layer.id, 'diff'),
    list: join(root, 'overlay-layers', `${layer.id}.tar-split.gz`),
    size: null,
  }));
}

/** Tries the doors beforehand: an image is better exported once than found half closed. */
function readable(places: () => readonly StoredLayer[] | null): readonly StoredLayer[] | null {
  try {
    const found = places();
    for (const { folder, list } of found ?? []) {
      new FolderBelow(folder).close();
      accessSync(list, constants.R_OK);
    }
    return found;
  } catch {
    // Not ours to read, or not as this version of the engine keeps it: exporting the image tells the same.
    return null;
  }
}
