/** Bytes in order, each chunk read once. Node.js Readables are such streams. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** One whose content is hashed beside, by whoever brings it. */
export interface HashedStream extends ByteStream {
  /** The SHA-256 of all that came, in hexadecimal digits; null where it has not been read to its end, be that damage. */
  readonly sha256: () => string | null;
}

/** A stream that is longer than its reader was ready to take. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
  readonly limit: number;

  constructor(limit: number) {
    super(`more than ${limit} bytes`);
    this.limit = limit;
  }
}

/** Reads a stream into memory. Throws {@link TooLong} as soon as it passes `limit` bytes, without reading on. */
export async function readWhole(stream: ByteStream, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) throw new TooLong(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** Reads a stream to its end for what happens on the way, and forgets it. Returns its length in bytes. */
export async function drain(stream: ByteStream): Promise<number> {
  let length = 0;
  for await (const chunk of stream) length += chunk.length;
  return length;
}

/** Hands each chunk to `see` on its way. */
export async function* tapped(
  stream: ByteStream,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of stream) {
    see(chunk);
    yield chunk;
  }
}

/**
 * The same bytes in chunks of `size`, the last one aside, for a reader whose effort is more by the chunk than by the byte. Two buffers take
 * turns: a chunk is overwritten when the second one after it is asked for.
 */
export async function* gathered(stream: ByteStream, size: number): ByteStream {
  if (size < 1) throw new RangeError('chunks of nothing have no end');
  const lent = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] as const;
  let [buffer, other]: readonly [Buffer, Buffer] = lent;
  let filled = 0;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + size - filled);
      buffer.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < size) continue;
      yield buffer;
      [buffer, other] = [other, buffer];
      filled = 0;
    }
    release(chunk);
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** Gives the memory of a chunk back that has it to itself. A collector of garbage would know of it late, after much work. */
function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}

/** The first bytes of a stream (fewer than `count` only where it is shorter), and the stream whole again. */
export async function peeked(
  stream: ByteStream,
  count: number,
): Promise<{ readonly head: Buffer; readonly whole: ByteStream }> {
  const iterator = stream[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(seen).subarray(0, count), whole: rejoined(seen, iterator) };
}

async function* rejoined(seen: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): ByteStream {
  try {
    yield* seen;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
