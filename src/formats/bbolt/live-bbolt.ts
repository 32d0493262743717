import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type BboltBucket, rootBucket } from './bbolt-bucket.ts';
import { type BboltBytes, BboltError, openBbolt } from './bbolt-file.ts';

/** Each transaction of a busy engine takes some milliseconds, and so does a look. */
const MAX_TRIES = 100;

/** A database that was written to whenever it was looked at. */
export class BboltBusy extends Error {
  override readonly name = 'BboltBusy';
}

/**
 * Reads a bbolt database that an engine holds open and goes on writing to, without its lock. A page that the newest transaction uses is not
 * written to before the next but one, so what was read is whole where no transaction has ended since. Otherwise it is read again.
 *
 * Throws {@link BboltError}, {@link BboltBusy}, and what the system says.
 */
export function readLiveBbolt<T>(path: string, read: (root: BboltBucket) => T): T {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const seen = look(fd, read);
      if (openBbolt(bytesOf(fd)).transaction !== seen.transaction) continue;
      if ('error' in seen) throw seen.error;
      return seen.value;
    }
  } finally {
    closeSync(fd);
  }
  throw new BboltBusy(`${path} does not stand still`);
}

type Seen<T> = { readonly transaction: bigint } & ({ readonly value: T } | { readonly error: BboltError });

function look<T>(fd: number, read: (root: BboltBucket) => T): Seen<T> {
  const file = openBbolt(bytesOf(fd));
  try {
    return { transaction: file.transaction, value: read(rootBucket(file)) };
  } catch (error) {
    // Half of a page that was being written; or it is damaged, which the next look tells.
    if (error instanceof BboltError) return { transaction: file.transaction, error };
    throw error;
  }
}

function bytesOf(fd: number): BboltBytes {
  const facts = fstatSync(fd);
  if (!facts.isFile()) throw new BboltError('it is no file');
  return {
    size: facts.size,
    read(at, length) {
      const bytes = Buffer.alloc(length);
      if (readSync(fd, bytes, 0, length, at) !== length) throw new BboltError('it ends too early');
      return bytes;
    },
  };
}
