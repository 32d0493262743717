import { closeSync, constants, fchownSync, fstatSync, lstatSync, openSync, readdirSync, type Stats } from 'node:fs';
import { systemCode } from './errors.ts';

export interface Giving {
  readonly uid: number;
  readonly gid: number;
  /** Whose files are given; null for everybody's. */
  readonly from: number | null;
  /** Names in the folder itself that are left alone. */
  readonly except: readonly string[];
  /** How many folders deep; what lies deeper stays as it is. */
  readonly depth: number;
}

/**
 * Gives a folder and what lies in it to an account. Each thing is opened first and never by way of a link, so that whoever may write there
 * meanwhile cannot have somebody else's file given away: only folders, and files that have one name.
 */
export function giveTree(folder: string, giving: Giving): void {
  const isMeant = ({ uid, gid }: Stats) =>
    (giving.from === null || uid === giving.from) && (uid !== giving.uid || gid !== giving.gid);
  const seen = lstatSync(folder, { throwIfNoEntry: false });
  // A file that is not given away is not opened: closing it would let go of what SQLite has locked in this process.
  if (seen === undefined || !(seen.isDirectory() || (seen.isFile() && isMeant(seen)))) return;
  const descriptor = opened(folder);
  if (descriptor === null) return;
  try {
    const facts = fstatSync(descriptor);
    if (isMeant(facts) && isOwn(facts)) fchownSync(descriptor, giving.uid, giving.gid);
    if (!facts.isDirectory() || giving.depth === 0) return;
    const inside = `/proc/self/fd/${descriptor}`;
    for (const name of readdirSync(inside))
      if (!giving.except.includes(name))
        giveTree(`${inside}/${name}`, { ...giving, except: [], depth: giving.depth - 1 });
  } finally {
    closeSync(descriptor);
  }
}

function isOwn(facts: Stats): boolean {
  return facts.isDirectory() || (facts.isFile() && facts.nlink === 1);
}

function opened(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    // A link, a socket, or gone by now.
    if (['ELOOP', 'ENXIO', 'ENOENT'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}
