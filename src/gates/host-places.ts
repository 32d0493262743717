import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '../base/errors.ts';
import { leadsThroughProcess } from './process-links.ts';

/** A place and all directories that it lies in, the root last. */
export type Chain = readonly Place[];

interface Place {
  readonly id: string;
  /** The file system that it lies on. */
  readonly device: bigint;
  /** The file system that it is, where it is a disk. */
  readonly disk: bigint | null;
}

/**
 * Whether one of these is a guarded place, lies in one, or is a directory (or a disk) that one lies in: also one that it will lie in when it is
 * made, and one that only a link to it lies in, for whoever has that can put another in its place.
 *
 * @param spared a directory in each guarded place, by its name, that may be had with what is in it
 */
export async function meets(
  chains: readonly Chain[],
  guarded: readonly string[],
  spared: string | null = null,
): Promise<boolean> {
  for (const path of guarded) {
    const free = spared === null ? [] : await chainOf(join(path, spared));
    const freeId = free === 'unseen' ? undefined : free[0]?.id;
    const itself = await chainOf(path);
    // What this process cannot look at itself it cannot find in others either.
    if (itself === 'unseen') continue;
    const around = itself.length > 0 && !(await isLink(path)) ? itself : [...itself, ...(await chainAbove(path))];
    const ids = new Set(around.map(({ id }) => id));
    const devices = new Set(around.map(({ device }) => device));
    const [place] = itself;
    for (const chain of chains) {
      const [asked] = chain;
      if (asked === undefined) continue;
      const isAround = ids.has(asked.id);
      const isInside = chain.some(({ id }) => id === place?.id) && !chain.some(({ id }) => id === freeId);
      if (isAround || isInside || (asked.disk !== null && devices.has(asked.disk))) return true;
    }
  }
  return false;
}

/**
 * What a path leads to, whatever it is called, and where that lies; empty where it leads to nothing, `unseen` where this process may not look
 * at it, or where it leads each process elsewhere.
 */
export async function chainOf(path: string): Promise<Chain | 'unseen'> {
  try {
    if (await leadsThroughProcess(path)) return 'unseen';
    const chain: Place[] = [];
    let at = await realpath(path);
    for (;;) {
      const { dev, ino, rdev, mode } = await stat(at, { bigint: true });
      chain.push({ id: `${dev} ${ino}`, device: dev, disk: (mode & S_IFMT) === S_IFBLK ? rdev : null });
      const above = dirname(at);
      if (above === at) return chain;
      at = above;
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EACCES' || code === 'ELOOP') return 'unseen';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return [];
    throw error;
  }
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}

/** The directory that the name of a place stands in, or would, as far as that is there. */
async function chainAbove(path: string): Promise<Chain> {
  for (let at = dirname(path); ; at = dirname(at)) {
    const chain = await chainOf(at);
    if (chain === 'unseen') return [];
    if (chain.length > 0 || at === dirname(at)) return chain;
  }
}

const S_IFMT = 0o170000n;
const S_IFBLK = 0o060000n;
