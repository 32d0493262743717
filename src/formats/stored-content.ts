import { readSync } from 'node:fs';
import type { HashedStream } from '../base/byte-stream.ts';
import { systemCode } from '../base/errors.ts';
import type { StoredBytes } from '../base/stored-bytes.ts';
import { compressionOf } from './compression.ts';
import { SMALL } from './decompress.ts';
import { readBeside, type StoredOptions } from './inflate/inflaters.ts';

export type { StoredOptions };

/**
 * What bytes in a file hold, before compression, read on threads beside this one: only what came of it passes here. A chunk is overwritten when
 * the next one is asked for. Null where it is better read as any stream, of which nothing has been read then.
 */
export async function storedContent(stored: StoredBytes, options: StoredOptions): Promise<HashedStream | null> {
  const { size, expected } = stored;
  if (size < SMALL) return null;
  if (expected !== null && (!expected.digest.startsWith('sha256:') || (expected.size ?? size) !== size)) return null;
  const opened = await stored.open();
  const head = Buffer.alloc(4);
  try {
    const compression = compressionOf(head.subarray(0, readSync(opened.file, head, 0, head.length, opened.from)));
    if (compression === 'gzip' || compression === 'none') return readBeside(stored, opened, compression, options);
  } catch (error) {
    await opened.close();
    throw systemCode(error) === undefined ? error : (opened.unreadable?.(error) ?? error);
  }
  await opened.close();
  return null;
}
