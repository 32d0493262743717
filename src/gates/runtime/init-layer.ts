import { type Dirent, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Unidentified } from './unidentified.ts';

/** Many more than an engine makes. */
const MAX_ENTRIES = 64;

/**
 * Throws where the layer that Docker lays between an image and its container holds more than places to mount on: empty files, directories,
 * and `etc/mtab` (moby, `daemon/initlayer/setup_unix.go`). That layer belongs to no image, so nobody judged what is in it.
 */
export function refuseAddedFiles(folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  if (entries.length > MAX_ENTRIES) throw new Unidentified('added-files', { path: folder });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!isPlaceToMount(entry, path)) throw new Unidentified('added-files', { path });
  }
}

function isPlaceToMount(entry: Dirent, path: string): boolean {
  if (entry.isDirectory()) return true;
  if (entry.isFile()) return statSync(path).size === 0;
  return entry.isSymbolicLink() && path.endsWith('/etc/mtab') && readlinkSync(path) === '/proc/mounts';
}
