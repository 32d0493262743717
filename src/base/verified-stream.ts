import { createHash } from 'node:crypto';
import type { ByteStream } from './byte-stream.ts';
import type { Digest } from './digest.ts';
import { failure } from './errors.ts';
import type { Text } from './text.ts';

/** What a stream has to turn out to be. */
export interface Expected {
  readonly digest: Digest;
  /** Bytes; null where nobody said. */
  readonly size: number | null;
  /** How it is called in an error. */
  readonly what: Text;
}

/** Passes a stream on and throws `digest-mismatch` at its end, or as soon as it is longer than it should be. */
export async function* verified(stream: ByteStream, expected: Expected): ByteStream {
  const { digest, size, what } = expected;
  const hash = createHash(algorithmOf(digest));
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (size !== null && length > size) {
      throw failure('digest-mismatch', { what, expected: bytesOf(size), actual: texts.more });
    }
    hash.update(chunk);
    yield chunk;
  }
  compared(expected, length, hash.digest('hex'));
}

/**
 * Throws `digest-mismatch` where something is not what it should be.
 * @param length its bytes
 * @param sum its digest, by the algorithm of the expected one, in hexadecimal digits; null where it has none, which is never right
 */
export function compared({ digest, size, what }: Expected, length: number, sum: string | null): void {
  if (size !== null && length !== size)
    throw failure('digest-mismatch', { what, expected: bytesOf(size), actual: bytesOf(length) });
  const actual = `${algorithmOf(digest)}:${sum ?? ''}`;
  if (actual !== digest) throw failure('digest-mismatch', { what, expected: digest, actual });
}

function algorithmOf(digest: Digest): string {
  return digest.slice(0, digest.indexOf(':'));
}

function bytesOf(count: number): Text {
  return { en: `${count} bytes`, 'zh-CN': `${count} 字节` };
}

const texts = {
  more: { en: 'more', 'zh-CN': '超出' },
} as const satisfies Record<string, Text>;
