import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotWrite } from '../report-file.ts';

/** A plain file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes files into a folder, all of them or none: each is whole and on disk beside its place before the first one is put there, and the names
 * are on disk when it is done. Others get on meanwhile: a disk takes its time. Throws `cannot-write`.
 */
export async function writeTogether(folder: string, files: readonly FolderFile[]): Promise<void> {
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
    await within(folder, async () => synced(await open(folder)));
  } catch (error) {
    for (const { draft } of drafts) await within(draft, () => rm(draft, { force: true }));
    throw error;
  }
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
