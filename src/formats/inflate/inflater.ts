import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ByteStream } from '../../base/byte-stream.ts';
import { CompressionError } from '../compression-error.ts';
import { inflateMemory, inflatePages, outcomes } from './inflate-memory.ts';
import { inflateProgram } from './inflate-program.ts';
import { inflateThread } from './inflate-thread.ts';

const { words, pieces, chunks, digest } = inflateMemory;
const text = `(${String(inflateThread)})(require('node:worker_threads').workerData, require('node:zlib').crc32, require('node:crypto').createHash)`;
const perStream = [words.laid, words.taken, words.isLaid, words.made, words.freed, words.outcome];

/** Compiled once, for all threads. */
let compiled: WebAssembly.Module | null = null;

/** A thread that inflates gzip streams and hashes what comes out, one stream after the other. */
export class Inflater {
  readonly #worker: Worker;
  readonly #word: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  #failed: { readonly error: unknown } | null = null;

  constructor() {
    const memory = new WebAssembly.Memory({ initial: inflatePages, maximum: inflatePages, shared: true });
    this.#word = new Int32Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
    compiled ??= new WebAssembly.Module(Buffer.from(inflateProgram, 'base64'));
    const workerData = { program: compiled, memory, layout: inflateMemory, outcomes };
    this.#worker = new Worker(text, {
      eval: true,
      workerData,
      name: 'inflating',
      execArgv: [],
      env: {},
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32, stackSizeMb: 1 },
    });
    this.#worker.on('error', (error) => this.#fails(error));
    this.#worker.on('exit', () => this.#fails(new Error('the thread that inflates has ended')));
    this.#worker.unref();
  }

  /**
   * What a gzip stream holds (RFC 1952), as views of memory that is used anew as soon as the next one is asked for. Throws
   * {@link CompressionError} for damage, and what `source` throws as it is. Who stops before the end has to call {@link end}.
   */
  async *inflated(source: ByteStream): ByteStream {
    this.#worker.ref();
    for (const at of perStream) Atomics.store(this.#word, at, 0);
    this.#tell(words.stream, this.#at(words.stream) + 1);
    const reading = { isOver: false };
    const fed = this.#feed(source, reading).catch((error: unknown) => this.#fails(error));
    try {
      for (let chunk = 0; ; chunk += 1) {
        await this.#until(() => this.#at(words.outcome) !== outcomes.running || this.#at(words.made) > chunk);
        if (this.#at(words.made) === chunk) break;
        const place = chunk % chunks.count;
        const start = chunks.start + place * (chunks.before + chunks.size + chunks.behind) + chunks.before;
        yield this.#bytes.subarray(start, start + this.#at(words.chunkSizes + place));
        this.#tell(words.freed, chunk + 1);
        // A reader that always finds the next chunk ready would never let the next bytes be read from the source.
        if (this.#at(words.isLaid) === 0) await setImmediate();
      }
      // The source may have something to say at its end, which may come after the stream's.
      await fed;
      if (this.#failed !== null) throw this.#failed.error;
    } finally {
      reading.isOver = true;
      this.#worker.unref();
    }
    const outcome = this.#at(words.outcome);
    if (outcome !== outcomes.whole) throw errorOf(outcome);
  }

  /** The SHA-256, in hexadecimal digits, of what the last stream held, up to where it was damaged; null where it was not read so far. */
  digest(): string | null {
    if (this.#at(words.outcome) === outcomes.running) return null;
    return Buffer.from(this.#bytes.slice(digest.start, digest.start + digest.size)).toString('hex');
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** Lays down compressed bytes as places get free. What stands behind the stream is read, and left. */
  async #feed(source: ByteStream, reading: { readonly isOver: boolean }): Promise<void> {
    const isOver = () => reading.isOver || this.#at(words.outcome) !== outcomes.running;
    let piece = 0;
    for await (const bytes of source) {
      for (let at = 0; at < bytes.length; at += pieces.size) {
        const part = bytes.subarray(at, at + pieces.size);
        await this.#until(() => isOver() || piece - this.#at(words.taken) < pieces.count);
        if (reading.isOver || this.#at(words.outcome) < 0) return;
        if (isOver()) break;
        const place = piece % pieces.count;
        this.#bytes.set(part, pieces.start + place * (pieces.before + pieces.size) + pieces.before);
        Atomics.store(this.#word, words.pieceSizes + place, part.length);
        piece += 1;
        this.#tell(words.laid, piece);
      }
    }
    this.#tell(words.isLaid, 1);
  }

  #at(what: number): number {
    return Atomics.load(this.#word, what);
  }

  #tell(what: number, value: number): void {
    Atomics.store(this.#word, what, value);
    Atomics.add(this.#word, words.forThread, 1);
    Atomics.notify(this.#word, words.forThread);
  }

  async #until(isSo: () => boolean): Promise<void> {
    for (;;) {
      const seen = this.#at(words.forReader);
      if (this.#failed !== null) throw this.#failed.error;
      if (isSo()) return;
      const { async, value } = Atomics.waitAsync(this.#word, words.forReader, seen);
      if (async) await value;
    }
  }

  /** Whoever waits is woken, and throws. */
  #fails(error: unknown): void {
    this.#failed ??= { error };
    Atomics.add(this.#word, words.forReader, 1);
    Atomics.notify(this.#word, words.forReader);
  }
}

function errorOf(outcome: number): CompressionError {
  const [message = ''] = Object.entries(outcomes).find(([, number]) => number === outcome) ?? [];
  return outcome === outcomes.truncated
    ? new CompressionError('truncated', 'unexpected end of file')
    : new CompressionError('corrupt', message);
}
