import { join } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import { systemCode } from '../../base/errors.ts';

const MAX_NAME = 1024;

/** A layer in Docker's own image store (moby, `layer/filestore.go`). */
export interface DockerLayer {
  /** The name of its directory with the storage driver. */
  readonly cacheId: string;
  readonly diffId: string;
  /** The ChainID of the layer below; null for the lowest one. */
  readonly parent: string | null;
  /** Bytes of its files; null where that is not a number. */
  readonly size: number | null;
  /** The file with the list of pieces that its archive consists of. */
  readonly list: string;
}

/** @param store `image/DRIVER` below the engine's directory. Throws where it has no such layer. */
export function dockerLayer(store: string, chain: string): DockerLayer {
  const folder = folderOf(store, chain);
  const size = Number(line(join(folder, 'size')));
  return {
    cacheId: dockerCacheId(store, chain),
    diffId: line(join(folder, 'diff')),
    parent: optionalLine(join(folder, 'parent')),
    size: Number.isSafeInteger(size) && size >= 0 ? size : null,
    list: join(folder, 'tar-split.json.gz'),
  };
}

/** The name of a layer's directory; empty for one that no driver makes. Throws where the store has no such layer. */
export function dockerCacheId(store: string, chain: string): string {
  const id = line(join(folderOf(store, chain), 'cache-id'));
  return /^[0-9a-z]{1,64}$/.test(id) ? id : '';
}

function folderOf(store: string, chain: string): string {
  return join(store, 'layerdb', 'sha256', chain.slice('sha256:'.length));
}

function optionalLine(path: string): string | null {
  try {
    return line(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function line(path: string): string {
  return readBounded(path, MAX_NAME).toString('utf8').trim();
}
