/** Bytes in order, each chunk read once. Node.js Readables are such streams. */
export type ByteStream = AsyncIterable<Uint8Array>;

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
