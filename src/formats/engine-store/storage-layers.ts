import { join } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import { systemCode } from '../../base/errors.ts';
import { isObject, type JsonObject, parseList, textMember } from '../go-json.ts';

/** A few hundred bytes for each layer, image and container of a machine. */
const MAX_LIST = 64 << 20;
/** More layers than the kernel lays on one another. */
const MAX_LAYERS = 600;

/** The storage of Podman and CRI-O leads nowhere, or in circles (containers/storage, `layers.go`, `images.go`, `containers.go`; driver `overlay`). */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** A layer of that storage. */
export interface StorageLayer {
  readonly id: string;
  /** Digest of its archive, uncompressed, which the storage worked out when it unpacked that; empty where it never did. */
  readonly diffId: string;
}

/**
 * The items of a list that the storage keeps, those that do not outlive the machine's next start included; null where it keeps none.
 * @param folder `overlay-layers`, `overlay-images`, `overlay-containers`
 * @param name `layers`, `images`, `containers`
 */
export function storageList(root: string, folder: string, name: string): readonly JsonObject[] | null {
  const lists = [`${name}.json`, `volatile-${name}.json`].map((file) => list(join(root, folder, file)));
  if (lists.every((items) => items === null)) return null;
  return lists.flatMap((items) => items ?? []).filter(isObject);
}

/** The layer with this id and those under it, uppermost first. Throws {@link StorageError}. */
export function storageStack(layers: readonly JsonObject[], top: string): readonly StorageLayer[] {
  const byId = new Map(layers.map((layer) => [layer['id'], layer]));
  const stack: StorageLayer[] = [];
  for (let id = top; id !== ''; ) {
    const layer = byId.get(id);
    if (layer === undefined || !/^[0-9a-f]{64}$/.test(id)) throw new StorageError('a layer that is not there');
    stack.push({ id, diffId: textMember(layer, 'diff-digest') ?? '' });
    if (stack.length > MAX_LAYERS) throw new StorageError('more layers than can be laid on one another');
    id = textMember(layer, 'parent') ?? '';
  }
  return stack;
}

/** Where an image's config lies; its id is the digest of it. */
export function storageConfigFile(root: string, id: string): string {
  return join(root, 'overlay-images', id, `=${Buffer.from(`sha256:${id}`).toString('base64')}`);
}

function list(path: string): readonly unknown[] | null {
  try {
    return parseList(readBounded(path, MAX_LIST));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
