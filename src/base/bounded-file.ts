import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Reads a small plain file whole. Throws for anything else, for a link at its end, and for a file that is larger than `limit` bytes. */
export function readBounded(path: string, limit: number): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(fd);
    if (!fstatSync(fd).isFile() || size > limit) throw new Error(`${path} is no file of at most ${limit} bytes`);
    const content = Buffer.alloc(size);
    for (let at = 0; at < size; ) {
      const read = readSync(fd, content, at, size - at, at);
      if (read === 0) throw new Error(`${path} became shorter while it was read`);
      at += read;
    }
    return content;
  } finally {
    closeSync(fd);
  }
}
