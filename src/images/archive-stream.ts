import { createHash } from 'node:crypto';
import { type ByteStream, drain, peeked, readWhole, TooLong, tapped } from '../base/byte-stream.ts';
import { type Digest, isDigest } from '../base/digest.ts';
import { failure, failureFrom } from '../base/errors.ts';
import { fill, type Text } from '../base/text.ts';
import { compressionOf } from '../formats/compression.ts';
import { CompressionError } from '../formats/compression-error.ts';
import { decompressed } from '../formats/decompress.ts';
import { readTar } from '../formats/tar/read-tar.ts';
import { looksLikeTar } from '../formats/tar/tar-header.ts';
import type { ArchiveContents, StoredLayer } from './archive-contents.ts';
import { archiveFailure } from './archive-file.ts';
import { ArchiveNames } from './archive-names.ts';
import type { LayerContent, LayerIntake } from './image-source.ts';
import { MAX_DOCUMENT } from './oci-manifest.ts';

/** All small files of an archive together: they are held until its manifest is known, which may come last. */
const MAX_DOCUMENTS = 64 << 20;
const MAX_FILES = 100_000;

/** An archive that comes by as a stream. */
export interface PassingArchive {
  /** How it is called in errors. */
  readonly label: string;
  /** Lets it come by, compressed or not. */
  readonly open: () => Promise<ByteStream>;
  /** Whether it comes by once only, as standard input does. Else a layer can be had again by opening the archive anew. */
  readonly isOnce: boolean;
  /** Bytes, uncompressed, beyond which it is not read on. */
  readonly maxSize: number;
}

/**
 * Reads an image archive that comes by (standard input, an engine's `save`, a compressed file): layers go through the intake as they pass,
 * documents are kept, and which image it is comes out at the end.
 *
 * @param seen hears of the bytes of this first reading as they come
 */
export async function readArchiveStream(
  archive: PassingArchive,
  intake: LayerIntake,
  seen: (chunk: Uint8Array) => void,
): Promise<ArchiveContents> {
  const { label } = archive;
  const documents = new Map<string, Buffer>();
  const layers = new Map<string, StoredLayer>();
  const names = new ArchiveNames();
  let held = 0;
  let bytes = 0;
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length;
    seen(chunk);
  };
  try {
    for await (const { entry, content } of entriesOf(tapped(await archive.open(), count), archive)) {
      if (names.count >= MAX_FILES)
        throw failure('archive-corrupt', {
          file: label,
          reason: { en: 'it holds too many files', 'zh-CN': '其中文件过多' },
        });
      const name = names.add(entry);
      if (name === null || entry.type !== 'file' || entry.sparse !== null) continue;
      const { head, whole } = await peeked(content, 512);
      if (compressionOf(head) !== 'none' || looksLikeTar(head)) {
        const read = await taken(name, whole, intake, archive);
        const again: LayerContent = { kind: 'tar', open: async () => fileOf(archive, name) };
        layers.set(name, {
          size: entry.size,
          content: archive.isOnce ? { kind: 'taken', as: read.blobDigest } : again,
          read,
        });
        continue;
      }
      if (entry.size > MAX_DOCUMENT || held + entry.size > MAX_DOCUMENTS) {
        throw failure('archive-corrupt', {
          file: label,
          reason: {
            en: `${name} is too large to be part of an image archive`,
            'zh-CN': `${name} 过大，不可能是镜像归档的一部分`,
          },
        });
      }
      held += entry.size;
      documents.set(name, await readWhole(whole, MAX_DOCUMENT));
    }
  } catch (error) {
    throw streamFailure(error, label, bytes);
  }
  return {
    label,
    ambiguity: names.ambiguity(),
    document: async (name) => documents.get(names.resolved(name)) ?? null,
    layer: (name) => {
      const resolved = names.resolved(name);
      const document = documents.get(resolved);
      return layers.get(resolved) ?? (document === undefined ? null : asLayer(document));
    },
  };
}

async function* entriesOf(stream: ByteStream, { label, maxSize }: PassingArchive): ReturnType<typeof readTar> {
  const { content } = await decompressed(stream);
  let size = 0;
  yield* readTar(
    tapped(content, (chunk) => {
      size += chunk.length;
      // What is no layer is little, and bounded by itself.
      if (size <= maxSize + MAX_DOCUMENTS) return;
      throw failure('limit-crossed', { ref: label, reason: reasons.tooLarge, flag: '--max-image-size' });
    }),
  );
}

/** A layer that was harvested before, and can be had again, is not harvested now, but its bytes must still be what its name says. */
async function taken(
  name: string,
  blob: ByteStream,
  intake: LayerIntake,
  { isOnce }: PassingArchive,
): Promise<NonNullable<StoredLayer['read']>> {
  const known = digestOfBlob(name);
  if (isOnce || known === null || !(await intake.knows(known))) return intake.take(blob, { isOnce });
  const hash = createHash('sha256');
  await drain(tapped(blob, (chunk) => hash.update(chunk)));
  const actual: Digest = `sha256:${hash.digest('hex')}`;
  if (actual !== known)
    throw failure('digest-mismatch', {
      what: { en: `the layer ${name}`, 'zh-CN': `镜像层 ${name}` },
      expected: known,
      actual,
    });
  return { diffId: known, blobDigest: known };
}

function digestOfBlob(name: string): Digest | null {
  const digest = name.startsWith('blobs/') ? name.slice('blobs/'.length).replace('/', ':') : '';
  return isDigest(digest) && digest.startsWith('sha256:') ? digest : null;
}

/** What does not look like a layer may be one all the same: an empty file, or one that is damaged from its first block on. */
function asLayer(document: Buffer): StoredLayer {
  const open = async () => only(document);
  return { size: document.length, content: { kind: 'tar', open }, read: null };
}

async function* only(document: Buffer): ByteStream {
  yield document;
}

/** One file of an archive that is opened anew. */
async function* fileOf(archive: PassingArchive, wanted: string): ByteStream {
  const names = new ArchiveNames();
  let bytes = 0;
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length;
  };
  try {
    for await (const { entry, content } of entriesOf(tapped(await archive.open(), count), archive)) {
      if (names.add(entry) !== wanted || entry.type !== 'file') continue;
      yield* content;
      return;
    }
  } catch (error) {
    throw streamFailure(error, archive.label, bytes);
  }
  throw failure('archive-corrupt', {
    file: archive.label,
    reason: { en: 'it was changed while it was read', 'zh-CN': '读取期间内容发生变化' },
  });
}

/** @param bytes how far the stream had come */
function streamFailure(error: unknown, label: string, bytes: number): unknown {
  if (error instanceof CompressionError) {
    if (error.kind === 'truncated')
      return failureFrom(error, 'archive-truncated', { file: label, bytes, part: reasons.compressed });
    return failureFrom(error, 'archive-corrupt', {
      file: label,
      reason: fill(reasons.damaged, { reason: error.message }),
    });
  }
  if (error instanceof TooLong) return failureFrom(error, 'archive-corrupt', { file: label, reason: reasons.tooLong });
  return archiveFailure(error, label);
}

const reasons = {
  tooLarge: { en: 'it is larger than an image may be', 'zh-CN': '超过允许的镜像大小' },
  compressed: { en: 'its compressed data', 'zh-CN': '压缩数据' },
  tooLong: {
    en: `a document in it is larger than ${MAX_DOCUMENT >> 20} MiB`,
    'zh-CN': `其中有文档大于 ${MAX_DOCUMENT >> 20} MiB`,
  },
  damaged: { en: 'the compressed data is damaged ({reason})', 'zh-CN': '压缩数据已损坏（{reason}）' },
} as const satisfies Record<string, Text>;
