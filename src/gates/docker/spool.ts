import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteStream } from '../../base/byte-stream.ts';
import { systemCode } from '../../base/errors.ts';

/** More than the spool may hold, over all that is in it at a time. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull';
}

/** A file of the spool, which has no name any more: it is gone when it is closed, and when this process ends, however it ends. */
export interface Spooled {
  readonly handle: FileHandle;
  /** A path by which this process can open it again. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  bytes(): ByteStream;
  /** Gives its room back. May be called more than once. */
  close(): Promise<void>;
}

export interface Spool {
  /** Writes a stream to the end. Throws {@link SpoolFull}, the stream's errors, and those of the disk; nothing is left then. */
  take(stream: ByteStream, signal: AbortSignal): Promise<Spooled>;
}

const CHUNK = 1 << 20;

/** @param limit bytes over all files at a time */
export function openSpool(folder: string, limit: number): Spool {
  let used = 0;
  let swept: Promise<void> | null = null;
  return {
    take: async (stream, signal) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      swept ??= sweep(folder);
      await swept;
      const name = join(folder, randomBytes(16).toString('hex'));
      const handle = await open(name, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
      let size = 0;
      let isOpen = true;
      const close = async () => {
        if (!isOpen) return;
        isOpen = false;
        used -= size;
        await handle.close();
      };
      try {
        // Another gate on this directory may have swept it away already.
        await missingIsFine(unlink(name));
        for await (const chunk of stream) {
          signal.throwIfAborted();
          if (used + chunk.length > limit) throw new SpoolFull(`more than ${limit} bytes`);
          used += chunk.length;
          size += chunk.length;
          await writeAll(handle, chunk);
        }
      } catch (error) {
        await close();
        throw error;
      }
      return { handle, path: `/proc/self/fd/${handle.fd}`, size, bytes: () => bytesOf(handle, size), close };
    },
  };
}

/** Takes away what a process left that was killed between opening a file and taking its name away. */
async function sweep(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => /^[0-9a-f]{32}$/.test(name));
  await Promise.all(left.map((name) => missingIsFine(unlink(join(folder, name)))));
}

async function missingIsFine(gone: Promise<void>): Promise<void> {
  try {
    await gone;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let from = 0; from < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, from, chunk.length - from);
    from += bytesWritten;
  }
}

async function* bytesOf(handle: FileHandle, size: number): ByteStream {
  for (let position = 0; position < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) throw new Error('the spool was cut off');
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
