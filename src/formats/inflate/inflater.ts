import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ByteStream } from '../../base/byte-stream.ts';
import { systemCode } from '../../base/errors.ts';
import type { OpenedBytes } from '../../base/stored-bytes.ts';
import { CompressionError } from '../compression-error.ts';
import { type HashFacts, hashThread } from './hash-thread.ts';
import { inflateMemory, inflatePages, outcomes, storages } from './inflate-memory.ts';
import { inflateProgram } from './inflate-program.ts';
import { type InflateFacts, inflateThread } from './inflate-thread.ts';

const { words, numbers, pieces, chunks, digest, storedDigest } = inflateMemory;
const text = `(${String(inflateThread)})(require('node:worker_threads').workerData, require('node:fs').readSync, (...of) => require('node:zlib').crc32(...of), (...of) => require('node:crypto').createHash(...of))`;
const hashText = `(${String(hashThread)})(require('node:worker_threads').workerData, require('node:crypto').createHash)`;
const perStream = [
  ...[words.laid, words.taken, words.isLaid, words.made, words.freed, words.hashed, words.wantedFree],
  ...[words.outcome, words.isSummed, words.isCutShort, words.isExpected],
];

/** Compiled once, for all threads. */
let program: WebAssembly.Module | null = null;

/** A thread that inflates and hashes streams beside this one, one stream after the other; or two. */
export class Inflater {
  readonly #workers: Worker[] = [];
  readonly #memory = new WebAssembly.Memory({ initial: inflatePages, maximum: inflatePages, shared: true });
  readonly #word: Int32Array<SharedArrayBuffer>;
  readonly #number: Float64Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  #failed: { readonly error: unknown } | null = null;

  constructor() {
    const buffer = this.#memory.buffer as SharedArrayBuffer;
    this.#word = new Int32Array(buffer);
    this.#number = new Float64Array(buffer, numbers.start, 3);
    this.#bytes = new Uint8Array(buffer);
    program ??= new WebAssembly.Module(Buffer.from(inflateProgram, 'base64'));
    const facts: InflateFacts = { program, memory: this.#memory, layout: inflateMemory, outcomes, storages };
    this.#workers.push(this.#started('inflating', text, facts));
  }

  #started(name: string, program: string, workerData: InflateFacts | HashFacts): Worker {
    const worker = new Worker(program, {
      eval: true,
      workerData,
      name,
      execArgv: [],
      env: {},
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32, stackSizeMb: 1 },
    });
    worker.on('error', (error) => this.#fails(error));
    worker.on('exit', () => this.#fails(new Error(`the thread for ${name} has ended`)));
    worker.unref();
    return worker;
  }

  /** Starts a second thread, which takes digests of what {@link ofFile} reads: where nothing else keeps the cores at work that is quicker. */
  hashBeside(): void {
    if (this.#workers.length > 1) return;
    const facts: HashFacts = { memory: this.#memory, layout: inflateMemory, outcomes };
    this.#workers.push(this.#started('hashing', hashText, facts));
  }

  /**
   * What a gzip stream holds (RFC 1952), as views of memory that is used anew as soon as the next one is asked for. Throws
   * {@link CompressionError} for damage, and what `source` throws as it is. Who stops before the end has to call {@link end}.
   * @param isExpected whether what it holds is held against a digest: then its own checksum is not looked at
   */
  async *inflated(source: ByteStream, isExpected = false): ByteStream {
    const reading = { isOver: false };
    this.#begin(storages.laidDown, isExpected);
    const fed = this.#feed(source, reading).catch((error: unknown) => this.#fails(error));
    try {
      yield* this.#chunks();
      // The source may have something to say at its end, which may come after the stream's.
      await fed;
      if (this.#failed !== null) throw this.#failed.error;
    } finally {
      reading.isOver = true;
      for (const worker of this.#workers) worker.unref();
    }
    this.#check();
  }

  /**
   * The same of bytes that a file has: what they hold, or what they are. Throws, too, where the file ends before they do.
   * @param size of the stored bytes
   * @param see told how many of them have been read, again and again
   */
  async *ofFile(
    { file, from, endsEarly, unreadable }: OpenedBytes,
    size: number,
    compression: 'gzip' | 'none',
    see: (read: number) => void,
  ): ByteStream {
    const storage = compression === 'gzip' ? storages.gzipFile : storages.plainFile;
    this.#word[words.file] = file;
    this.#number.set([from, size, 0]);
    this.#begin(storage, true);
    const read = () => this.#number[numbers.read] ?? 0;
    try {
      for await (const chunk of this.#chunks()) {
        see(read());
        yield chunk;
      }
    } catch (error) {
      // A disk that fails in the middle, as the thread met it. That the thread itself cannot go on (`ERR_…`) says nothing about the file.
      if (!/^E[A-Z]+$/.test(systemCode(error) ?? '')) throw error;
      throw unreadable?.(error) ?? error;
    } finally {
      for (const worker of this.#workers) worker.unref();
    }
    see(read());
    if (this.#at(words.isCutShort) === 1) throw endsEarly(from + read());
    this.#check();
  }

  /** The SHA-256, in hexadecimal digits, of what the last stream held, up to where it was damaged; null where it was not read so far. */
  digest(): string | null {
    return this.#at(words.isSummed) === 1 ? this.#hexadecimal(digest.start) : null;
  }

  /** That of the stored bytes, where a file had them. */
  storedDigest(): string | null {
    if (this.#at(words.storage) === storages.plainFile) return this.digest();
    return this.#at(words.isSummed) === 1 ? this.#hexadecimal(storedDigest.start) : null;
  }

  /** Ends the threads, whatever they are at. */
  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #hexadecimal(start: number): string {
    return Buffer.from(this.#bytes.slice(start, start + digest.size)).toString('hex');
  }

  #begin(storage: number, isExpected: boolean): void {
    for (const worker of this.#workers) worker.ref();
    for (const at of perStream) Atomics.store(this.#word, at, 0);
    Atomics.store(this.#word, words.storage, storage);
    Atomics.store(this.#word, words.isExpected, isExpected ? 1 : 0);
    const stream = this.#at(words.stream) + 1;
    if (storage !== storages.laidDown && this.#workers.length > 1)
      Atomics.store(this.#word, words.hashedStream, stream);
    Atomics.store(this.#word, words.stream, stream);
    this.#wake(words.forInflater);
  }

  /** Chunks as they are made, until all is hashed. */
  async *#chunks(): ByteStream {
    for (let chunk = 0; ; chunk += 1) {
      await this.#until(() => this.#at(words.outcome) !== outcomes.running || this.#at(words.made) > chunk);
      if (this.#at(words.made) === chunk) break;
      const place = this.#at(words.chunkPlaces + (chunk % chunks.count));
      const start = chunks.start + place * (chunks.before + chunks.size + chunks.behind) + chunks.before;
      yield this.#bytes.subarray(start, start + this.#at(words.chunkSizes + (chunk % chunks.count)));
      Atomics.store(this.#word, words.freed, chunk + 1);
      const wanted = this.#at(words.wantedFree);
      if (wanted > 0 && chunk + 1 >= wanted) this.#wake(words.forInflater);
      // A reader that always finds the next chunk ready would let nothing else happen: neither a time limit nor the source's next bytes.
      await setImmediate();
    }
    await this.#until(() => this.#at(words.isSummed) === 1);
  }

  #check(): void {
    const outcome = this.#at(words.outcome);
    if (outcome !== outcomes.whole) throw errorOf(outcome);
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
        Atomics.store(this.#word, words.laid, piece);
        this.#wake(words.forInflater);
      }
    }
    Atomics.store(this.#word, words.isLaid, 1);
    this.#wake(words.forInflater);
  }

  #at(what: number): number {
    return Atomics.load(this.#word, what);
  }

  #wake(whom: number): void {
    Atomics.add(this.#word, whom, 1);
    Atomics.notify(this.#word, whom);
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
    this.#wake(words.forReader);
  }
}

function errorOf(outcome: number): CompressionError {
  const [message = ''] = Object.entries(outcomes).find(([, number]) => number === outcome) ?? [];
  return outcome === outcomes.truncated
    ? new CompressionError('truncated', 'unexpected end of file')
    : new CompressionError('corrupt', message);
}
