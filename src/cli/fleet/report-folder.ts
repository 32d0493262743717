import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotWrite } from '../report-file.ts';

/** A plain file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/** Writes files, all of them or none. Throws `cannot-write`. */
export type FolderWriter = (files: readonly FolderFile[]) => Promise<void>;

/**
 * Writes into a folder: each file is whole and on disk beside its place before the first one is put there, and the names are on disk when it is
 * done. Others get on meanwhile, as a disk takes its time; those whose names are to be put on disk at the same time share that.
 */
export function folderWriter(folder: string): FolderWriter {
  const syncNames = sharedSync(async () => synced(await open(folder)));
  return (files) => writeTogether(folder, files, syncNames);
}

async function writeTogether(
  folder: string,
  files: readonly FolderFile[],
  syncNames: () => Promise<void>,
): Promise<void> {
  const drafts = files.map(({ name, text }) => ({
    text,
    draft: join(folder, `.${name}.${randomBytes(6).toString('hex')}.part`),
    place: join(folder, name),
  }));
  try {
    const written = await Promise.allSettled(
      drafts.map(({ draft, place, text }) => within(place, () => write(draft, text))),
    );
    for (const one of written) if (one.status === 'rejected') throw one.reason;
    for (const { draft, place } of drafts) await within(place, () => rename(draft, place));
    await within(folder, syncNames);
  } catch (error) {
    for (const { draft } of drafts) await within(draft, () => rm(draft, { force: true }));
    throw error;
  }
}

/** What has begun may have missed what was written since: whoever comes then waits for the next one, with all others who do. */
function sharedSync(sync: () => Promise<void>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    next ??= last.then(() => {
      next = null;
      const mine = sync();
      last = mine.catch(() => null);
      return mine;
    });
    return next;
  };
}

async function write(file: string, text: string): Promise<void> {
  // Exclusive: fails where anything of that name is there, a planted link included.
  const handle = await open(file, 'wx', 0o666);
  await synced(handle, () => handle.writeFile(text));
}

async function synced(handle: FileHandle, work: () => Promise<void> = async () => {}): Promise<void> {
  try {
    await work();
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function within(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw cannotWrite(file, error);
  }
}
