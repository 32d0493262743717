import { closeSync, constants, openSync } from 'node:fs';
import { systemCode } from '../../base/errors.ts';
import { ArchiveAltered } from '../../formats/tar-split/archive-piece.ts';

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Directories inside one another; paths are no longer than 4095 bytes, so that there are no more than half as many. */
const MAX_DEPTH = 2048;

/**
 * Opens files below a directory, and nothing outside of it: each directory on the way is opened by itself from within the one before
 * (`/proc/self/fd`, as Node.js has no `openat`), and a symbolic link in any place is refused. Directories stay open until another way is taken,
 * as the files of an archive come directory by directory.
 */
export class FolderBelow {
  readonly #root: number;
  readonly #way: { readonly name: string; readonly fd: number }[] = [];
  /** How the path to the directory that the way ends in was written. */
  #written: string | null = null;

  /** Throws what the system says where the directory cannot be opened. */
  constructor(root: string) {
    this.#root = openSync(root, DIRECTORY);
  }

  /**
   * A descriptor of a file by its path: any bytes, a character each (`latin1`). Throws {@link ArchiveAltered} for paths that lead up, and what the system says.
   */
  open(path: string): number {
    const nameAt = path.lastIndexOf('/') + 1;
    const directory = path.slice(0, nameAt);
    const [name] = namesOf(path.slice(nameAt));
    if (name === undefined) throw new ArchiveAltered('a path without a name');
    if (directory !== this.#written) {
      this.#written = null;
      this.#enter(namesOf(directory));
      this.#written = directory;
    }
    return openSync(this.#here(name), FILE);
  }

  close(): void {
    this.#leave(0);
    closeSync(this.#root);
  }

  #enter(names: readonly string[]): void {
    if (names.length > MAX_DEPTH) throw new ArchiveAltered('a path that is too deep');
    let kept = 0;
    while (kept < names.length && this.#way[kept]?.name === names[kept]) kept += 1;
    this.#leave(kept);
    for (const name of names.slice(kept)) this.#way.push({ name, fd: openSync(this.#here(name), DIRECTORY) });
  }

  #here(name: string): string | Buffer {
    const path = `/proc/self/fd/${this.#way.at(-1)?.fd ?? this.#root}/${name}`;
    return isAscii(name) ? path : Buffer.from(path, 'latin1');
  }

  #leave(kept: number): void {
    for (const { fd } of this.#way.splice(kept)) closeSync(fd);
  }
}

/** Whether something lies at a path below a directory, as far as that can be told without leaving it: what is there and cannot be opened does. */
export function liesIn(root: string, path: string): boolean {
  try {
    const folder = new FolderBelow(root);
    try {
      closeSync(folder.open(path));
      return true;
    } finally {
      folder.close();
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

function isAscii(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) > 0x7f) return false;
  return true;
}

function namesOf(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..') || path.includes('\0')) throw new ArchiveAltered('a path that leads out of its layer');
  return names;
}
