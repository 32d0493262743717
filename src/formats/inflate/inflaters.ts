import type { ByteStream, HashedStream } from '../../base/byte-stream.ts';
import { Inflater } from './inflater.ts';

/** How many wait for the next stream, and for how long (milliseconds): starting one takes as long as inflating ten megabytes. */
const WAITING = 2;
const PATIENCE = 20_000;

const waiting: { readonly one: Inflater; readonly timer: NodeJS.Timeout }[] = [];

/**
 * A gzip stream's content (RFC 1952), inflated and hashed on threads beside this one. Throws {@link CompressionError} on the way for damage.
 * @param isPassing whether a chunk is done with when the next one is asked for: then it is no copy
 */
export function inflatedBeside(source: ByteStream, { isPassing }: { readonly isPassing: boolean }): HashedStream {
  let sum: string | null = null;
  const inflated = async function* () {
    const one = taken();
    let isOver = false;
    try {
      for await (const chunk of one.inflated(source)) yield isPassing ? chunk : chunk.slice();
      sum = one.digest();
      isOver = true;
    } catch (error) {
      sum = one.digest();
      throw error;
    } finally {
      if (isOver) givenBack(one);
      else await one.end();
    }
  };
  const stream = inflated();
  return { [Symbol.asyncIterator]: () => stream, sha256: () => sum };
}

/** Starts a thread for a stream that is to come, while other things are got ready. */
export function expectStream(): void {
  if (waiting.length === 0) givenBack(new Inflater());
}

function taken(): Inflater {
  const found = waiting.pop();
  clearTimeout(found?.timer);
  return found?.one ?? new Inflater();
}

function givenBack(one: Inflater): void {
  if (waiting.length === WAITING) return void one.end();
  const timer = setTimeout(() => {
    waiting.splice(
      waiting.findIndex((entry) => entry.one === one),
      1,
    );
    void one.end();
  }, PATIENCE);
  waiting.push({ one, timer: timer.unref() });
}
