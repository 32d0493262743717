import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../../base/errors.ts';
import type { GuardOutcome } from '../guard.ts';
import { guardWords } from './guard-words.ts';
import type { Mounts } from './mounts.ts';
import { refuse } from './refusals.ts';

/**
 * Refuses to lay the engine's own socket, or a directory that it lies in or below, into a container: whoever has it speaks to the engine past the
 * gate. Looked at by what a path leads to, whatever it is called. A path that this process may not look at is refused as well.
 *
 * @param socket null where the engine does not listen at a file
 */
export async function engineSocketRefusal({ hostPaths }: Mounts, socket: string | null): Promise<GuardOutcome | null> {
  if (socket === null || hostPaths.length === 0) return null;
  const guarded = await Promise.all([socket, ...foldersAbove(socket)].map(placeOf));
  for (const path of new Set(hostPaths)) {
    const place = await placeOf(path);
    if (place === 'unseen') return refuse(403, 'unseen', guardWords.unseenBind, guardWords.unseenBindNext);
    if (place !== null && guarded.includes(place))
      return refuse(403, 'engine-socket', guardWords.engineSocket, guardWords.engineSocketNext);
  }
  return null;
}

/** All but the root of the file system: whoever has that is root on the host, whatever lies in it. */
function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) folders.push(folder);
  return folders;
}

/** What a path leads to; null where that is nothing. */
async function placeOf(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EACCES' || code === 'ELOOP') return 'unseen';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw error;
  }
}
