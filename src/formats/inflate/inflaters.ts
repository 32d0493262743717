import type { ByteStream, HashedStream } from '../../base/byte-stream.ts';
import type { OpenedBytes, StoredBytes } from '../../base/stored-bytes.ts';
import { compared } from '../../base/verified-stream.ts';
import { Inflater } from './inflater.ts';

/** How many wait for the next stream, and for how long (milliseconds): starting one takes as long as inflating ten megabytes. */
const WAITING = 2;
const PATIENCE = 20_000;

export interface StoredOptions {
  /** Whether a second thread takes the digest of what comes out: quicker, where nothing else is to be done meanwhile. */
  readonly isHashedBeside: boolean;
  /** Told how many of the stored bytes have been read since it was told last. */
  readonly see: (bytes: number) => void;
}

const waiting: { readonly one: Inflater; readonly timer: NodeJS.Timeout }[] = [];

/** How a stream is read. */
export interface StreamOptions {
  /** Whether a chunk is done with when the next one is asked for: then it is no copy. */
  readonly isPassing: boolean;
  /** Whether whoever reads holds what came out against the digest that it has to have: then the stream's own checksum is not looked at. */
  readonly isExpected?: boolean;
}

/** A gzip stream's content (RFC 1952), inflated and hashed on threads beside this one. Throws {@link CompressionError} on the way for damage. */
export function inflatedBeside(source: ByteStream, { isPassing, isExpected = false }: StreamOptions): HashedStream {
  return beside(async function* (one) {
    for await (const chunk of one.inflated(source, isExpected)) yield isPassing ? chunk : chunk.slice();
  });
}

/**
 * What bytes in a file hold where they are gzip, else what they are, read and hashed on threads beside this one; a chunk is overwritten when the
 * next one is asked for. Throws {@link CompressionError} on the way for damage, and `digest-mismatch` at the end. The file is closed in any case.
 */
export function readBeside(
  { size, expected }: StoredBytes,
  opened: OpenedBytes,
  compression: 'gzip' | 'none',
  { isHashedBeside, see }: StoredOptions,
): HashedStream {
  let seen = 0;
  const show = (read: number) => {
    see(read - seen);
    seen = read;
  };
  return beside(
    async function* (one) {
      if (isHashedBeside) one.hashBeside();
      yield* one.ofFile(opened, size, compression, show);
      if (expected !== null) compared(expected, size, one.storedDigest());
    },
    () => opened.close(),
  );
}

function beside(read: (one: Inflater) => ByteStream, close = async () => {}): HashedStream {
  let sum: string | null = null;
  const chunks = async function* () {
    const one = taken();
    let isOver = false;
    try {
      yield* read(one);
      sum = one.digest();
      isOver = true;
    } catch (error) {
      sum = one.digest();
      throw error;
    } finally {
      if (isOver) givenBack(one);
      else await one.end();
      await close();
    }
  };
  const stream = chunks();
  return { [Symbol.asyncIterator]: () => stream, sha256: () => sum };
}

/** Starts a thread, or two, for a stream that is to come, while other things are got ready. */
export function expectStream({ isHashedBeside }: Pick<StoredOptions, 'isHashedBeside'>): void {
  if (waiting.length > 0) return;
  const one = new Inflater();
  if (isHashedBeside) one.hashBeside();
  givenBack(one);
}

/** Ends the threads that wait for another stream: there will be none for a while, and their memory is wanted. */
export function expectNoStream(): void {
  for (const { one, timer } of waiting.splice(0)) {
    clearTimeout(timer);
    void one.end();
  }
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
