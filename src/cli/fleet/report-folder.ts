import { randomBytes } from 'node:crypto';
import { type FileHandle, lstat, open, opendir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../base/errors.ts';
import { cannotWrite } from '../report-file.ts';

/** A plain file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/** Writes into one folder. Both throw `cannot-write`. */
export interface FolderWriter {
  /** Writes files, all of them or none. */
  write(files: readonly FolderFile[]): Promise<void>;
  /** Deletes what such a writer left half written when its process was killed. Only for who knows that it runs no more. */
  tidy(): Promise<void>;
}

/**
 * Writes into a folder: each file is whole and on disk beside its place before the first one is put there, and the names are on disk when it is
 * done. Others get on meanwhile, as a disk takes its time; those whose names are to be put on disk at the same time share that.
 *
 * @param writer in letters and digits, which of those that may write into that folder: what another one has half written is left alone
 */
export function folderWriter(folder: string, writer: string): FolderWriter {
  const syncNames = sharedSync(async () => synced(await open(folder)));
  return {
    write: (files) => writeTogether(folder, writer, files, syncNames),
    tidy: () => within(folder, () => tidied(folder, writer)),
  };
}

async function tidied(folder: string, writer: string): Promise<void> {
  const draft = new RegExp(`^\\..+\\.${writer}-[0-9a-f]{12}\\.part$`);
  for await (const { name } of await opendir(folder)) {
    if (!draft.test(name)) continue;
    const file = join(folder, name);
    try {
      const facts = await lstat(file);
      // A link or a folder of that name is not of our making.
      if (facts.isFile() && facts.uid === process.geteuid?.()) await unlink(file);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}

async function writeTogether(
  folder: string,
  writer: string,
  files: readonly FolderFile[],
  syncNames: () => Promise<void>,
): Promise<void> {
  const drafts = files.map(({ name, text }) => ({
    text,
    draft: join(folder, `.${name}.${writer}-${randomBytes(6).toString('hex')}.part`),
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
