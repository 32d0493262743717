import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, failureFrom, systemCode } from '../base/errors.ts';
import type { StoredBytes } from '../base/stored-bytes.ts';
import { wordsOf } from '../base/system-words.ts';
import type { ArchiveContents, StoredLayer } from './archive-contents.ts';
import { endsEarly, fileBytes, openForReading, unreadable } from './archive-file.ts';
import { MAX_DOCUMENT } from './oci-manifest.ts';

/**
 * The files of an OCI layout, or of anything that keeps blobs as it does. Names come from manifests whose digests were checked for their form, so
 * that none leads out of the directory.
 * @param label how it is called in errors
 */
export function layoutContents(directory: string, label = directory): ArchiveContents {
  return {
    label,
    ambiguity: null,
    document: async (name) => {
      const path = join(directory, name);
      const found = await stat(path).catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') return null;
        throw failureFrom(error, 'file-unreadable', { file: path, reason: wordsOf(error) });
      });
      if (found?.isFile() !== true) return null;
      if (found.size > MAX_DOCUMENT)
        throw failure('archive-corrupt', {
          file: path,
          reason: { en: `it is larger than ${MAX_DOCUMENT >> 20} MiB`, 'zh-CN': `大于 ${MAX_DOCUMENT >> 20} MiB` },
        });
      const handle = await openForReading(path);
      try {
        const parts: Uint8Array[] = [];
        for await (const part of fileBytes(handle, 0, found.size, path)) parts.push(part);
        return Buffer.concat(parts);
      } finally {
        await handle.close();
      }
    },
    layer: (name): StoredLayer | null => {
      const path = join(directory, name);
      const found = factsOf(path);
      // A device has no size to be held against, and a directory no content.
      if (found?.isFile() !== true) return null;
      const open = async () => {
        const handle = await openForReading(path);
        return closing(fileBytes(handle, 0, found.size, path, { isLent: true }), () => handle.close());
      };
      const stored: StoredBytes = {
        size: found.size,
        expected: null,
        open: async () => {
          const handle = await openForReading(path);
          const words = { endsEarly: endsEarly(path), unreadable: unreadable(path) };
          return { file: handle.fd, from: 0, ...words, close: () => handle.close() };
        },
      };
      return { size: found.size, content: { kind: 'tar', open, stored }, read: null };
    },
  };
}

function factsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw failureFrom(error, 'file-unreadable', { file: path, reason: wordsOf(error) });
  }
}

async function* closing(stream: AsyncIterable<Uint8Array>, close: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } finally {
    await close();
  }
}
