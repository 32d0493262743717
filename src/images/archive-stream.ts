import { createHash } from 'node:crypto';
import { type ByteStream, drain, peeked, readWhole, TooLong, tapped } from '../base/byte-stream.ts';
import { type Digest, isDigest } from '../base/digest.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { CompressionError, compressionOf, decompressed } from '../formats/decompress.ts';
import { readTar } from '../formats/tar/read-tar.ts';
import { looksLikeTar } from '../formats/tar/tar-header.ts';
import type { ArchiveContents, StoredLayer } from './archive-contents.ts';
import { archiveFailure, archiveName, followed } from './archive-file.ts';
import type { LayerIntake } from './image-source.ts';
import { MAX_DOCUMENT } from './oci-manifest.ts';

/** All small files of an archive together: they are held until its manifest is known, which may come last. */
const MAX_DOCUMENTS = 64 << 20;
const MAX_FILES = 100_000;

/**
 * Reads an image archive that comes by once (standard input, an engine's `save`, a compressed file): layers go through the intake as
 * they pass, documents are kept, and which image it is comes out at the end.
 *
 * @param label how the archive is called in errors
 */
export async function readArchiveStream(
  stream: ByteStream,
  intake: LayerIntake,
  label: string,
): Promise<ArchiveContents> {
  const documents = new Map<string, Buffer>();
  const layers = new Map<string, StoredLayer>();
  const links = new Map<string, string>();
  let held = 0;
  try {
    const { content: archive } = await decompressed(stream);
    for await (const { entry, content } of readTar(archive)) {
      if (documents.size + layers.size + links.size >= MAX_FILES) {
        throw failure('archive-corrupt', { file: label, reason: 'it holds too many files' });
      }
      const name = archiveName(entry.name);
      if (entry.type === 'hardlink') links.set(name, archiveName(entry.linkName));
      else if (entry.type === 'symlink') links.set(name, archiveName(`${name}/../${entry.linkName}`));
      if (entry.type !== 'file' || entry.sparse !== null) continue;
      const { head, whole } = await peeked(content, 512);
      if (isLayer(head)) {
        layers.set(name, await takenLayer(name, entry.size, whole, intake));
        continue;
      }
      if (entry.size > MAX_DOCUMENT || held + entry.size > MAX_DOCUMENTS) {
        throw failure('archive-corrupt', {
          file: label,
          reason: `${name} is too large to be part of an image archive`,
        });
      }
      held += entry.size;
      documents.set(name, await readWhole(whole, MAX_DOCUMENT));
    }
  } catch (error) {
    throw streamFailure(error, label);
  }
  return {
    label,
    document: async (name) => documents.get(followed(archiveName(name), links)) ?? null,
    layer: (name) => layers.get(followed(archiveName(name), links)) ?? null,
  };
}

function isLayer(head: Uint8Array): boolean {
  return compressionOf(head) !== 'none' || looksLikeTar(head);
}

/** A layer that was harvested before is not harvested again, but its bytes must still be what its name says. */
async function takenLayer(name: string, size: number, blob: ByteStream, intake: LayerIntake): Promise<StoredLayer> {
  const known = digestOfBlob(name);
  if (known !== null && intake.knows(known)) {
    const hash = createHash('sha256');
    await drain(tapped(blob, (chunk) => hash.update(chunk)));
    const actual: Digest = `sha256:${hash.digest('hex')}`;
    if (actual !== known) throw failure('digest-mismatch', { what: `the layer ${name}`, expected: known, actual });
    return { size, content: { kind: 'taken' }, read: { diffId: known, blobDigest: known } };
  }
  return { size, content: { kind: 'taken' }, read: await intake.take(blob) };
}

function digestOfBlob(name: string): Digest | null {
  const digest = name.startsWith('blobs/') ? name.slice('blobs/'.length).replace('/', ':') : '';
  return isDigest(digest) && digest.startsWith('sha256:') ? digest : null;
}

function streamFailure(error: unknown, label: string): unknown {
  if (error instanceof CompressionError) {
    const what =
      error.kind === 'truncated'
        ? 'the compressed data ends too early'
        : `the compressed data is damaged: ${error.message}`;
    return failureFrom(error, 'archive-corrupt', { file: label, reason: what });
  }
  if (error instanceof TooLong) return failureFrom(error, 'archive-corrupt', { file: label, reason: error.message });
  return archiveFailure(error, label);
}
