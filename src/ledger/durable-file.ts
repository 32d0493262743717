import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file's new content, which lies beside it and is on disk. */
export interface PreparedFile {
  place(): void;
  drop(): void;
}

/** Writes what a file is to hold beside it. Callers exclude each other. */
export function prepareFile(file: string, content: string | Uint8Array, mode: number): PreparedFile {
  const draft = `${file}.new`;
  const drop = () => rmSync(draft, { force: true });
  // Of a process that was killed here.
  drop();
  try {
    writeFileSync(draft, content, { flag: 'wx', mode, flush: true });
  } catch (error) {
    drop();
    throw error;
  }
  return { place: () => putInPlace(draft, file), drop };
}

/** Renames a file that is on disk, and waits until the new name is there, too. */
export function putInPlace(draft: string, file: string): void {
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
