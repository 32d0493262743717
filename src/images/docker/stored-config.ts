import { constants, type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, isDigest, sha256 } from '../../base/digest.ts';
import { isObject } from '../../formats/go-json.ts';
import { MAX_DOCUMENT } from '../oci-manifest.ts';
import type { Engine } from './engine.ts';

/**
 * The config of an image as an engine of this machine keeps it on disk, where its id is the config's digest and its directory may be
 * read (Docker's own store: `image/DRIVER/imagedb/content/sha256/ID`). Null in every other case: then the image is exported.
 *
 * What `docker inspect` says about user, labels and layers is the engine's retelling; a fingerprint is only given to bytes that hash to it.
 */
export async function storedConfig(engine: Engine, id: string): Promise<{ digest: Digest; bytes: Buffer } | null> {
  if (engine.endpoint.kind !== 'unix' || engine.version.name !== 'Docker') return null;
  if (!isDigest(id) || !id.startsWith('sha256:')) return null;
  const info = await engine.json('/info');
  const { DockerRootDir: root, Driver: driver } = isObject(info) ? info : {};
  if (typeof root !== 'string' || !root.startsWith('/') || root.includes('\0')) return null;
  if (typeof driver !== 'string' || !/^[a-z0-9-]{1,32}$/.test(driver)) return null;
  const bytes = await smallFile(
    join(root, 'image', driver, 'imagedb', 'content', 'sha256', id.slice('sha256:'.length)),
  );
  return bytes !== null && sha256(bytes) === id ? { digest: id, bytes } : null;
}

async function smallFile(path: string): Promise<Buffer | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    // Not ours to read, or another kind of store: exporting the image tells the same.
    return null;
  }
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size > MAX_DOCUMENT) return null;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(facts.size), 0, facts.size, 0);
    return bytesRead === facts.size ? buffer : null;
  } finally {
    await handle.close();
  }
}
