import { Worker } from 'node:worker_threads';
import { ArchiveAltered } from '../../../formats/tar-split/archive-piece.ts';
import { crc64Kind } from '../../../formats/tar-split/crc64.ts';
import { type ZipPlaces, zipNamesKind } from '../../../formats/zip/zip-names.ts';
import {
  type DigestKind,
  digestBytes,
  digestKinds,
  digestMemory,
  digestOutcomes,
  nameOutcomes,
} from './digest-memory.ts';
import { digestThread } from './digest-thread.ts';

export type { DigestKind } from './digest-memory.ts';

const { words, places, question, answer } = digestMemory;
const means = `{ readSync: require('node:fs').readSync, createHash: require('node:crypto').createHash, Crc64: (${String(crc64Kind)})(), ZipNames: (${String(zipNamesKind)})() }`;
const text = `(${String(digestThread)})(require('node:worker_threads').workerData, ${means})`;
/** As the thread writes them. */
const ordered = ['crc64', 'md5', 'sha1', 'sha256'] as const;
const sizes = { crc64: 8, md5: 16, sha1: 20, sha256: 32 } as const;

const PATIENCE = 30_000;
const LOOKS = 30;

/** Bytes of an open file. */
export interface FileRange {
  readonly descriptor: number;
  readonly from: number;
  readonly to: number;
}

/** Digests that are being taken. */
export interface BegunDigests {
  /** Waits for one that was asked for. Throws {@link ArchiveAltered} where the file could not be read so far. */
  value(kind: DigestKind): Buffer;
  /** Waits for all of it, and throws that. */
  check(): void;
  /** Waits as well: whether all entries stand in the file under the names that its directory gives them. Asked only where places were given. */
  isNamed(): boolean;
  /** The same, whatever comes of it. */
  wait(): void;
}

interface Question {
  readonly number: number;
  readonly kinds: readonly DigestKind[];
  answer: { readonly digests: ReadonlyMap<DigestKind, Buffer>; readonly isNamed: boolean } | 'unreadable' | null;
}

/** A thread that takes digests of files which are open in this process: reading and hashing them is half of the work on a large one. */
export class Digester {
  readonly #worker: Worker;
  readonly #shared = new SharedArrayBuffer(digestBytes);
  readonly #word = new Int32Array(this.#shared);
  /** Of each place the last question. */
  readonly #last: Question[] = [];
  readonly #patience: number;
  #asked = 0;

  /** @param patience milliseconds without a sign of life after which the thread is given up */
  constructor(patience = PATIENCE) {
    this.#patience = patience;
    this.#worker = new Worker(text, {
      eval: true,
      workerData: {
        shared: this.#shared,
        layout: digestMemory,
        kinds: digestKinds,
        outcomes: digestOutcomes,
        named: nameOutcomes,
      },
      name: 'hashing',
      execArgv: [],
      env: {},
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32, stackSizeMb: 1 },
    });
    // That it is no more is told to whoever waits for it.
    this.#worker.on('error', () => {});
    this.#worker.unref();
  }

  /**
   * The file has to stay open until all digests are there, or nobody asks for them any more.
   * @param asked of all of these bytes, which are read once
   * @param zip where a zip file that these bytes are says that its entries stand
   */
  begin({ descriptor, from, to }: FileRange, asked: readonly DigestKind[], zip: ZipPlaces | null = null): BegunDigests {
    const kinds = ordered.filter((kind) => asked.includes(kind));
    const number = this.#asked;
    const place = number % places.count;
    const before = this.#last[place];
    if (before !== undefined) this.#collect(before);
    const one: Question = { number, kinds, answer: null };
    this.#last[place] = one;
    const start = (places.start + place * places.size) / 4;
    const wide = (what: number, value: number) => {
      this.#word[start + what] = value | 0;
      this.#word[start + what + 1] = Math.floor(value / 2 ** 32);
    };
    this.#word[start + question.descriptor] = descriptor;
    wide(question.from, from);
    wide(question.to, to);
    this.#word[start + question.digests] = kinds.reduce((bits, kind) => bits | digestKinds[kind], 0);
    this.#word[start + question.names] = zip === null ? nameOutcomes.unasked : nameOutcomes.asked;
    wide(question.directory, zip?.directory ?? 0);
    wide(question.directoryEnd, zip?.directoryEnd ?? 0);
    wide(question.before, zip?.before ?? 0);
    this.#asked += 1;
    Atomics.add(this.#word, words.asked, 1);
    Atomics.add(this.#word, words.forThread, 1);
    Atomics.notify(this.#word, words.forThread);
    const answered = () => {
      const found = this.#collect(one);
      if (found === 'unreadable') throw new ArchiveAltered('a file that cannot be read to its end');
      return found;
    };
    return {
      value: (kind) => {
        const digest = answered().digests.get(kind);
        if (digest === undefined) throw new Error(`${kind} was not asked for`);
        return digest;
      },
      isNamed: () => answered().isNamed,
      check: () => void answered(),
      wait: () => void this.#collect(one),
    };
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #collect(asked: Question): NonNullable<Question['answer']> {
    if (asked.answer !== null) return asked.answer;
    this.#until(asked.number);
    const start = places.start + (asked.number % places.count) * places.size;
    if (this.#word[start / 4 + question.outcome] !== digestOutcomes.whole) {
      asked.answer = 'unreadable';
      return asked.answer;
    }
    const digests = new Map<DigestKind, Buffer>();
    let at = start + answer;
    for (const kind of asked.kinds) {
      digests.set(kind, Buffer.from(new Uint8Array(this.#shared, at, sizes[kind])));
      at += sizes[kind];
    }
    asked.answer = { digests, isNamed: this.#word[start / 4 + question.names] === nameOutcomes.same };
    return asked.answer;
  }

  /** Blocks until a question was answered: what is hashed beside this thread is waited for when there is nothing else left to do. */
  #until(number: number): void {
    let pulse = -1;
    // A process that was stopped for a while has missed one look, not all of them.
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const seen = Atomics.load(this.#word, words.forAsker);
      // Numbers may go round; there are never so many that are open.
      if (((Atomics.load(this.#word, words.answered) - number - 1) | 0) >= 0) return;
      Atomics.wait(this.#word, words.forAsker, seen, this.#patience / LOOKS);
      const now = Atomics.load(this.#word, words.pulse) + Atomics.load(this.#word, words.answered);
      if (now !== pulse) looks = 0;
      pulse = now;
    }
    throw new Error('the thread that hashes has ended');
  }
}
