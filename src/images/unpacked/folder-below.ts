import { closeSync, constants, openSync } from 'node:fs';
import { ArchiveAltered } from '../../formats/tar-split/archive-piece.ts';

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const SLASH = 0x2f;
/** Directories inside one another; paths are no longer than 4095 bytes, so that there are no more than half as many. */
const MAX_DEPTH = 2048;

/**
 * Opens files below a directory, and nothing outside of it: each directory on the way is opened by itself from within the one before
 * (`/proc/self/fd`, as Node.js has no `openat`), and a symbolic link in any place is refused. Directories stay open until another way is taken,
 * as the files of an archive come directory by directory.
 */
export class FolderBelow {
  readonly #root: number;
  readonly #way: { readonly name: Buffer; readonly fd: number }[] = [];

  /** Throws what the system says where the directory cannot be opened. */
  constructor(root: string) {
    this.#root = openSync(root, DIRECTORY);
  }

  /** A descriptor of a file by its path, any bytes. Throws {@link ArchiveAltered} for paths that lead up, and what the system says. */
  open(path: Buffer): number {
    const names = namesOf(path);
    const name = names.pop();
    if (name === undefined || names.length > MAX_DEPTH) throw new ArchiveAltered('a path without a name, or too deep');
    let kept = 0;
    while (kept < names.length && this.#way[kept]?.name.equals(names[kept] as Buffer) === true) kept += 1;
    this.#leave(kept);
    for (const directory of names.slice(kept)) {
      // A copy: what the name was cut from may be gone by the next file.
      this.#way.push({ name: Buffer.from(directory), fd: openSync(this.#here(directory), DIRECTORY) });
    }
    return openSync(this.#here(name), FILE);
  }

  close(): void {
    this.#leave(0);
    closeSync(this.#root);
  }

  #here(name: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`/proc/self/fd/${this.#way.at(-1)?.fd ?? this.#root}/`), name]);
  }

  #leave(kept: number): void {
    for (const { fd } of this.#way.splice(kept)) closeSync(fd);
  }
}

function namesOf(path: Buffer): Buffer[] {
  const names: Buffer[] = [];
  for (let at = 0; at <= path.length; ) {
    const slash = path.indexOf(SLASH, at);
    const end = slash < 0 ? path.length : slash;
    const name = path.subarray(at, end);
    at = end + 1;
    const text = name.toString('latin1');
    if (text === '..' || text.includes('\0')) throw new ArchiveAltered('a path that leads out of its layer');
    if (text !== '' && text !== '.') names.push(name);
  }
  return names;
}
