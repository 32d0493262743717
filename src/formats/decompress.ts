import { constants, createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { type ByteStream, type HashedStream, peeked } from '../base/byte-stream.ts';
import { type Compression, compressionOf } from './compression.ts';
import { CompressionError } from './compression-error.ts';
import { inflatedBeside, type StreamOptions } from './inflate/inflaters.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Bytes. Measured: with the default of 16 KiB a layer takes 1.9 times as long, with 256 KiB 1.15 times: each chunk wakes two threads. */
const CHUNK = 1 << 20;
/** Chunks that are made before their reader asks for them: inflating runs on a thread of its own while there is room. */
const AHEAD = 4;
const sizes = { chunkSize: CHUNK };
/** A zstd frame may ask for a window this large (2^27, what `zstd --long` makes); the decoder's memory is bounded by it. */
const ZSTD_WINDOW_LOG = 27;

/**
 * The stream as it was before compression; a plain one as it is. Throws {@link CompressionError} on the way for damaged data,
 * and at once for bzip2 and xz, which no layer media type allows.
 * @param isPassing whether a chunk is done with when the next one is asked for: its memory is then given back at once, of which a collector
 * of garbage would know late, after much work
 * @param isExpected whether whoever reads holds what came out against a digest, which says more than the checksum of a gzip stream
 * @param isBeside whether a gzip stream of some size is worth a thread of its own. Not where its reader spends its time on waiting for something
 * else, as for the files of a directory: starting one takes 33 ms
 */
export async function decompressed(
  stream: ByteStream,
  { isPassing = false, isExpected = false, isBeside = true }: Partial<StreamOptions> & { isBeside?: boolean } = {},
): Promise<{ compression: Compression; content: ByteStream | HashedStream }> {
  const { head, whole } = await peeked(stream, 4);
  const compression = compressionOf(head);
  const through = (source: ByteStream, transform: Decompressor) => {
    const chunks = transformed(source, transform);
    return isPassing ? passing(chunks) : chunks;
  };
  switch (compression) {
    case 'none':
      return { compression, content: whole };
    case 'gzip':
      return {
        compression,
        content: isBeside
          ? await gunzipped(whole, { isPassing, isExpected }, through)
          : through(whole, createGunzip(sizes)),
      };
    case 'zstd':
      return {
        compression,
        content: through(
          zstdFrames(whole),
          createZstdDecompress({ ...sizes, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
        ),
      };
    default:
      throw new CompressionError('corrupt', `compressed with ${compression}, which no layer format allows`);
  }
}

type Decompressor = Gunzip | ZstdDecompress;

/** What is small is not worth waking threads for. */
export const SMALL = 128 << 10;

async function gunzipped(
  stream: ByteStream,
  options: StreamOptions,
  through: (source: ByteStream, transform: Gunzip) => ByteStream,
): Promise<ByteStream | HashedStream> {
  const { head, whole } = await peeked(stream, SMALL);
  if (head.length < SMALL) return through(whole, createGunzip(sizes));
  return inflatedBeside(whole, options);
}

/** Gives the memory of chunks back. What makes them fills a buffer from its start to its end, and then takes another. */
async function* passing(chunks: ByteStream): ByteStream {
  for await (const chunk of chunks) {
    yield chunk;
    const { buffer, byteOffset, byteLength } = chunk;
    if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength) buffer.transfer(0);
  }
}

/** A Readable that is asked for chunks puts together what it has into new memory; one that flows does not. */
async function* transformed(source: ByteStream, transform: Decompressor): ByteStream {
  const ready: Uint8Array[] = [];
  let end: { readonly error: unknown } | null = null;
  let wake = () => {};
  const ends = (error: unknown) => {
    end ??= { error };
    wake();
  };
  transform.on('error', (error) => ends(compressionError(error)));
  transform.on('end', () => ends(null));
  transform.on('data', (chunk: Uint8Array) => {
    ready.push(chunk);
    if (ready.length >= AHEAD) transform.pause();
    wake();
  });
  pumped(source, transform).catch((error: unknown) => {
    ends(error);
    transform.destroy();
  });
  try {
    for (;;) {
      const chunk = ready.shift();
      if (chunk !== undefined) {
        if (transform.isPaused()) transform.resume();
        yield chunk;
        continue;
      }
      const ended = end as { readonly error: unknown } | null;
      if (ended === null) await new Promise<void>((resolve) => (wake = resolve));
      else if (ended.error === null) return;
      else throw ended.error;
    }
  } finally {
    transform.destroy();
  }
}

/** Writes a stream into a decompressor: while it works on one chunk, the next is asked for, and no other. */
async function pumped(source: ByteStream, transform: Decompressor): Promise<void> {
  let written = Promise.resolve();
  for await (const chunk of source) {
    if (!(await settled(written, transform))) return;
    written = new Promise((resolve, reject) => {
      transform.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    written.catch(() => {});
  }
  if (await settled(written, transform)) transform.end();
}

/** False where the decompressor has ended by itself, and has said why to its reader. */
async function settled(written: Promise<void>, transform: Decompressor): Promise<boolean> {
  try {
    await written;
  } catch (error) {
    if (!transform.destroyed) throw error;
  }
  return !transform.destroyed;
}

function compressionError(error: Error & { readonly code?: string }): CompressionError {
  const isTruncated = error.code === 'Z_BUF_ERROR' || error.code === 'ZSTD_error_srcSize_wrong';
  return new CompressionError(isTruncated ? 'truncated' : 'corrupt', error.message, error);
}
