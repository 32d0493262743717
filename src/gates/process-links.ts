import { lstat, readlink, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The file system in which each process finds itself (statfs(2): PROC_SUPER_MAGIC). */
const PROC = 0x9fa0;
/** As many links as Linux follows in one path. */
const MAX_LINKS = 40;
/** What below a process leads to files of its own. */
const own = new Set(['root', 'cwd', 'exe', 'fd', 'map_files', 'task', 'ns']);

/**
 * Whether a path leads through what is another thing for each process that looks (`/proc/self/cwd`): what it means to this process says nothing
 * about what it will mean to the engine. Throws what the file system says, where that stops the way.
 */
export async function leadsThroughProcess(path: string): Promise<boolean> {
  let at = '/';
  let rest = partsOf(path);
  for (let links = 0; links <= MAX_LINKS; ) {
    const [part, ...further] = rest;
    if (part === undefined) return false;
    const next = join(at, part);
    const isSelf = part === 'self' || part === 'thread-self';
    const isOwn = further[0] === undefined || own.has(further[0]);
    if (isSelf && isOwn && (await statfs(at)).type === PROC) return true;
    if ((await lstat(next)).isSymbolicLink()) {
      links += 1;
      const target = await readlink(next);
      rest = [...partsOf(target), ...further];
      if (target.startsWith('/')) at = '/';
    } else {
      at = next;
      rest = further;
    }
  }
  return true;
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
