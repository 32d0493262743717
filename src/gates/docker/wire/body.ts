import { ConnectionLost, type SocketReader } from './socket-reader.ts';

/** A body that does not keep to its own framing. */
export class BadFraming extends Error {
  override readonly name = 'BadFraming';
}

/** How the end of a body is known (RFC 9112, section 6.3). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** A body of a known length. Ends with {@link ConnectionLost} where the connection ends before it does. */
export async function* fixedBody(reader: SocketReader, length: number): AsyncGenerator<Buffer> {
  let left = length;
  while (left > 0) {
    const chunk = await shown(reader);
    const part = chunk.length > left ? chunk.subarray(0, left) : chunk;
    reader.take(part.length);
    left -= part.length;
    yield part;
  }
}

/**
 * A chunked body, decoded (RFC 9112, section 7.1). Chunk extensions and trailers are refused with {@link BadFraming}: nobody who talks to
 * an engine needs them, and what two readers skip differently is a request inside a request.
 */
export async function* chunkedBody(reader: SocketReader): AsyncGenerator<Buffer> {
  for (;;) {
    const size = chunkSize(await line(reader, 18));
    if (size === 0) break;
    yield* fixedBody(reader, size);
    if ((await line(reader, 2)) !== '') throw new BadFraming('a chunk is longer than it says');
  }
  if ((await line(reader, 2)) !== '') throw new BadFraming('it has trailers');
}

function chunkSize(text: string): number {
  if (!/^[0-9a-fA-F]{1,12}$/.test(text)) throw new BadFraming('the size of a chunk is not a plain number');
  return Number.parseInt(text, 16);
}

/** The text up to CRLF, which is taken too; at most `limit` bytes with it. */
async function line(reader: SocketReader, limit: number): Promise<string> {
  let text = '';
  for (;;) {
    const chunk = await shown(reader);
    const end = chunk.indexOf(10);
    const part = chunk.subarray(0, end < 0 ? limit + 1 : end + 1);
    text += part.toString('latin1');
    reader.take(part.length);
    if (text.length > limit) throw new BadFraming('a line between chunks is too long');
    if (end < 0) continue;
    if (!text.endsWith('\r\n')) throw new BadFraming('a line between chunks does not end in CRLF');
    return text.slice(0, -2);
  }
}

async function shown(reader: SocketReader): Promise<Buffer> {
  const chunk = await reader.peek();
  if (chunk === null) throw new ConnectionLost('the connection ended in the middle of a body');
  return chunk;
}

/** One chunk as it goes over the wire. */
export function chunkPieces(chunk: Uint8Array): readonly (Uint8Array | string)[] {
  return [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n'];
}

export const lastChunk = '0\r\n\r\n';
