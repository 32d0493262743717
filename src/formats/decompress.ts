import { Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { type ByteStream, peeked } from '../base/byte-stream.ts';
import { CompressionError } from './compression-error.ts';
import { zstdFrames } from './zstd-frames.ts';

export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** Measured: with the default of 16 KiB, inflating takes 1.7 times as long. */
const CHUNK = 256 * 1024;
/**
 * Inflating runs beside this thread only while there is room for what comes out of it: with the default of 64 KiB, less than a chunk, the
 * next piece would not be begun before its reader is done with the last one.
 */
const AHEAD = { chunkSize: CHUNK, readableHighWaterMark: 4 * CHUNK, writableHighWaterMark: 4 * CHUNK };
/** A zstd frame may ask for a window this large (2^27, what `zstd --long` makes); the decoder's memory is bounded by it. */
const ZSTD_WINDOW_LOG = 27;

/** Which compression a stream has, told by its first bytes (RFC 1952 section 2.3.1, RFC 8878 section 3.1.1). */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  // A skippable frame may come first (zstd:chunked puts its table of contents into such frames).
  if (head[0] !== undefined && (head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18)
    return 'zstd';
  if (head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68) return 'bzip2';
  if (head[0] === 0xfd && head[1] === 0x37 && head[2] === 0x7a && head[3] === 0x58) return 'xz';
  return 'none';
}

/**
 * The stream as it was before compression; a plain one as it is. Throws {@link CompressionError} on the way for damaged data,
 * and at once for bzip2 and xz, which no layer media type allows.
 */
export async function decompressed(stream: ByteStream): Promise<{ compression: Compression; content: ByteStream }> {
  const { head, whole } = await peeked(stream, 4);
  const compression = compressionOf(head);
  switch (compression) {
    case 'none':
      return { compression, content: whole };
    case 'gzip':
      return { compression, content: through(whole, createGunzip(AHEAD)) };
    case 'zstd':
      return {
        compression,
        content: through(
          zstdFrames(whole),
          createZstdDecompress({ ...AHEAD, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
        ),
      };
    default:
      throw new CompressionError('corrupt', `compressed with ${compression}, which no layer format allows`);
  }
}

async function* through(
  source: ByteStream,
  transform: NodeJS.ReadWriteStream & { destroy(error?: Error): void },
): ByteStream {
  const input = Readable.from(source, { objectMode: false, highWaterMark: 1 << 20 });
  let sourceError: Error | null = null;
  input.on('error', (error) => {
    sourceError = error;
    transform.destroy(error);
  });
  input.pipe(transform);
  try {
    for await (const chunk of transform) yield chunk as unknown as Uint8Array;
  } catch (error) {
    if (sourceError !== null) throw sourceError;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const truncated = code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong';
    throw new CompressionError(
      truncated ? 'truncated' : 'corrupt',
      error instanceof Error ? error.message : String(error),
      error,
    );
  } finally {
    input.destroy();
    transform.destroy();
  }
}
