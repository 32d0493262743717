import { close, fstat, open, read } from 'node:fs';
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

const calls = { open: promisify(open), fstat: promisify(fstat), read: promisify(read), close: promisify(close) };

/**
 * Opens a file for reading, links followed. Not by `node:fs/promises`, which loads all of Node.js' streams for its handles. Throws errors of the
 * system.
 */
export async function openReadable(path: string): Promise<ReadableFile> {
  const fd = await calls.open(path, 'r');
  return {
    fd,
    stat: () => calls.fstat(fd),
    read: (buffer, offset, length, position) => calls.read(fd, buffer, offset, length, position),
    close: () => calls.close(fd),
  };
}
