import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { sizeWords } from './size.ts';
import { fill, type Text } from './text.ts';

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

/** A file that is not taken, for what it is or for its size. */
export class UnfitFile extends Error {
  override readonly name = 'UnfitFile';
  readonly reason: Text;

  constructor(reason: Text) {
    super(reason.en);
    this.reason = reason;
  }
}

/**
 * Reads what a path leads to, however it grows meanwhile. Throws {@link UnfitFile} for more than `limit` bytes, and where only plain files will do
 * for all else: nobody would end the wait for a pipe. Errors of the system pass.
 */
export function readLimited(path: string, limit: number, kind: 'plain' | 'any' = 'plain'): Buffer {
  const fd = openSync(path, kind === 'plain' ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY);
  try {
    const facts = fstatSync(fd);
    if (kind === 'plain' && !facts.isFile()) throw new UnfitFile(texts.notPlain);
    const pieces: Buffer[] = [];
    let left = limit + 1;
    for (let room = roomFor(facts.size, left); ; room = roomFor(0, left)) {
      const read = readSync(fd, room, 0, room.length, null);
      if (read === 0) return Buffer.concat(pieces);
      pieces.push(room.subarray(0, read));
      left -= read;
      if (left === 0) throw new UnfitFile(fill(texts.tooLarge, { size: sizeWords(limit) }));
    }
  } finally {
    closeSync(fd);
  }
}

/** As much as the file says that it has, and a byte to see whether it ends there. */
function roomFor(size: number, most: number): Buffer {
  return Buffer.allocUnsafe(Math.min(most, Math.max(size + 1, 4096)));
}

const texts = {
  notPlain: { en: 'it is not a plain file', 'zh-CN': '不是普通文件' },
  tooLarge: { en: 'it is larger than {size}', 'zh-CN': '大于 {size}' },
} as const satisfies Record<string, Text>;
