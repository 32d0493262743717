import { closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';

/** A file that is open for reading: what is used of a handle of `node:fs/promises`, which is one too. */
export interface ReadableFile {
  /** Its descriptor, by which another thread may read it, too. */
  readonly fd: number;
  stat(): Promise<{ readonly size: number }>;
  /** Bytes from `position` into the buffer; none at the end. */
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}

const readLater = promisify(read);

/** What is no longer is had sooner than Node.js' threads are told of it, and in a small archive they are not even begun. Bytes. */
const SHORT = 16 << 10;

/**
 * Opens a file for reading, links followed. Not by `node:fs/promises`, which loads all of Node.js' streams for its handles. Throws errors of the
 * system. A pipe that is there by now is not waited for.
 */
export async function openReadable(path: string): Promise<ReadableFile> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return {
    fd,
    stat: async () => fstatSync(fd),
    read: async (buffer, offset, length, position) =>
      length <= SHORT
        ? { bytesRead: readSync(fd, buffer, offset, length, position) }
        : readLater(fd, buffer, offset, length, position),
    close: async () => closeSync(fd),
  };
}
