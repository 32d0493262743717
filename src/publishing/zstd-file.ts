import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { type ByteStream, tapped } from '../base/byte-stream.ts';
import type { Digest } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import type { StoredLayer } from './artifact.ts';

/** Bytes that do not unpack to what they should. */
export class BadLayer extends Error {
  override readonly name = 'BadLayer';
}

const piece = 2 ** 18;

/** Compresses content into a file. Says what both are. */
export async function compress(
  content: Iterable<string> | ByteStream,
  file: string,
  signal: AbortSignal,
): Promise<{ readonly layer: StoredLayer; readonly unpacked: StoredLayer }> {
  const [before, after] = [tally(), tally()];
  const packing = {
    params: { [constants.ZSTD_c_compressionLevel]: 9, [constants.ZSTD_c_checksumFlag]: 1 },
    chunkSize: piece,
  };
  const source = async function* () {
    for await (const chunk of content) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      before.add(bytes);
      yield bytes;
    }
  };
  const seen = (stream: AsyncIterable<Uint8Array>) => tapped(stream, after.add);
  await finished(
    Readable.from(source(), { objectMode: false }),
    createZstdCompress(packing),
    seen,
    createWriteStream(file, { mode: 0o600, flush: true }),
    { signal },
  );
  return { layer: after.result(), unpacked: before.result() };
}

/** A file in pieces. */
export function fileStream(file: string): ByteStream {
  return createReadStream(file, { highWaterMark: piece });
}

/**
 * Unpacks a stream, no further than it should be long. Throws {@link BadLayer} for what does not unpack or is longer or shorter; errors of the
 * stream itself pass.
 */
export async function* unpacked(stream: ByteStream, size: number): ByteStream {
  let trouble: unknown = null;
  const source = Readable.from(stream, { objectMode: false });
  source.once('error', (error) => (trouble = error));
  const output: Readable = pipeline(source, createZstdDecompress({ chunkSize: piece }), () => {});
  let length = 0;
  try {
    for await (const chunk of output as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > size) throw new BadLayer(`it unpacks to more than ${size} bytes`);
      yield chunk;
    }
  } catch (error) {
    if (trouble !== null) throw trouble;
    if (error instanceof BadLayer || error instanceof PlimsollError) throw error;
    throw new BadLayer('it does not unpack', { cause: error });
  }
  if (length !== size) throw new BadLayer(`it unpacks to ${length} bytes, not ${size}`);
}

/** Unpacks a stream into a file, which has to come out as was said. Throws as {@link unpacked}. */
export async function unpackTo(
  file: string,
  stream: ByteStream,
  expected: StoredLayer,
  signal: AbortSignal,
): Promise<void> {
  const seen = tally();
  const content = tapped(unpacked(stream, expected.size), seen.add);
  await finished(Readable.from(content, { objectMode: false }), createWriteStream(file, { mode: 0o600, flush: true }), {
    signal,
  });
  if (seen.result().digest !== expected.digest)
    throw new BadLayer(`it unpacks to another file than ${expected.digest}`);
}

function tally() {
  const hash = createHash('sha256');
  let size = 0;
  return {
    add: (chunk: Uint8Array) => {
      hash.update(chunk);
      size += chunk.length;
    },
    result: (): StoredLayer => ({ digest: `sha256:${hash.digest('hex')}` as Digest, size }),
  };
}
