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
  const hash = createHash(digest.slice(0, digest.indexOf(':')));
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (size !== null && length > size) {
      throw failure('digest-mismatch', { what, expected: bytesOf(size), actual: texts.more });
    }
    hash.update(chunk);
    yield chunk;
  }
  if (size !== null && length < size) {
    throw failure('digest-mismatch', { what, expected: bytesOf(size), actual: bytesOf(length) });
  }
  const actual = `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
  if (actual !== digest) throw failure('digest-mismatch', { what, expected: digest, actual });
}

function bytesOf(count: number): Text {
  return { en: `${count} bytes`, 'zh-CN': `${count} 字节` };
}

const texts = {
  more: { en: 'more', 'zh-CN': '超出' },
} as const satisfies Record<string, Text>;
