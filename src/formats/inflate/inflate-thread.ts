import type { inflateMemory, outcomes, storages } from './inflate-memory.ts';

export interface InflateFacts {
  readonly program: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: typeof inflateMemory;
  readonly outcomes: typeof outcomes;
  readonly storages: typeof storages;
}

/** What `assembly/inflate.ts` exports. */
export interface Program {
  reset(): void;
  setInput(start: number, end: number): void;
  setOutput(start: number, limit: number, known: number): void;
  inputAt(): number;
  outputAt(): number;
  inflate(isEnd: number): number;
}

/**
 * What a thread of its own does: it inflates one gzip stream after the other (RFC 1952), each of as many members as it has, and hashes what comes out.
 * Where a file has the stored bytes it reads and hashes them itself; what is not compressed then goes to the reader as it is. It waits by blocking, as
 * there is nothing else that it could do meanwhile.
 *
 * The thread is started with the text of this function: a file beside it would have to be found in the package, and stripped of its types once
 * more by each thread of a checkout. So all that it uses stands in it or comes as an argument.
 *
 * The checksum of a stream whose content is held against the digest that it has to have is not looked at: that says more.
 *
 * @param readSync as of node:fs
 * @param crc32 as of node:zlib, which is not loaded before: most streams are a file's
 * @param createHash as of node:crypto, which is loaded when it is first called
 */
export function inflateThread(
  { program, memory, layout, outcomes, storages }: InflateFacts,
  readSync: typeof import('node:fs').readSync,
  crc32: (bytes: Uint8Array, before: number) => number,
  createHash: typeof import('node:crypto').createHash,
): never {
  const { words, numbers, pieces, chunks } = layout;
  const needInput = 0;
  const needOutput = 1;
  const done = 2;
  const inflater = new WebAssembly.Instance(program, { env: { memory } }).exports as Program;
  const word = new Int32Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const number = new Float64Array(memory.buffer, numbers.start, 3);

  /** What of the compressed bytes can be read now. */
  let at = 0;
  let end = 0;
  let isEnd = false;
  /** Which piece that is, counted from 0, and which chunk is being filled. */
  let piece = -1;
  let chunk = 0;
  /** Places where nothing lies, the place of that chunk, and how many chunks have left theirs. */
  let free: number[] = [];
  let place = 0;
  let returned = 0;
  let isFile = false;
  let isExpected = false;
  let isHashedBeside = false;
  /** Of what comes out, and of what a file has. Made once there is something for the reader to go on with: what makes them takes a while to load. */
  let hash: ReturnType<typeof createHash> | null = null;
  let stored: ReturnType<typeof createHash> | null = null;
  const nothing = bytes.subarray(0, 0);
  /** What a file has that is not hashed yet. */
  let unhashed = nothing;

  const wake = (whom: number) => {
    Atomics.add(word, whom, 1);
    Atomics.notify(word, whom);
  };
  const until = (isSo: () => boolean) => {
    for (;;) {
      const seen = Atomics.load(word, words.forInflater);
      if (isSo()) return;
      Atomics.wait(word, words.forInflater, seen);
    }
  };

  /** Fills a place of at most so many bytes from the file; how many came: none at the end. */
  const filled = (start: number, most: number): number => {
    const read = number[numbers.read] as number;
    const size = Math.min(most, (number[numbers.length] as number) - read);
    if (size === 0) return 0;
    const place = bytes.subarray(start, start + size);
    const count = readSync(Atomics.load(word, words.file), place, 0, size, (number[numbers.from] as number) + read);
    number[numbers.read] = read + count;
    if (count === 0) Atomics.store(word, words.isCutShort, 1);
    return count;
  };

  /** Before its place is used again. */
  const hashStored = () => {
    stored ??= createHash('sha256');
    stored.update(unhashed);
    unhashed = nothing;
  };

  /** Goes on to the next piece of a file, with what is left of this one put before it. All lie in one place, which stays near: nobody else looks at it. */
  const nextOfFile = () => {
    if (unhashed.length > 0) hashStored();
    const start = pieces.start + pieces.before;
    const left = end - at;
    bytes.copyWithin(start - left, at, end);
    at = start - left;
    end = start + filled(start, pieces.size);
    unhashed = bytes.subarray(start, end);
    isEnd = end === start;
  };

  /** Goes on to the next piece, with what is left of this one put before it; at the stream's end there is none. */
  const nextPiece = () => {
    if (isFile) {
      nextOfFile();
      return;
    }
    const hasNext = () => Atomics.load(word, words.laid) > piece + 1;
    // The last piece is laid down before the end is told.
    until(() => Atomics.load(word, words.isLaid) === 1 || hasNext());
    if (!hasNext()) {
      isEnd = true;
      return;
    }
    piece += 1;
    const place = piece % pieces.count;
    const start = pieces.start + place * (pieces.before + pieces.size) + pieces.before;
    const left = end - at;
    bytes.copyWithin(start - left, at, end);
    at = start - left;
    end = start + Atomics.load(word, words.pieceSizes + place);
    Atomics.store(word, words.taken, piece);
    wake(words.forReader);
  };

  /** One byte of what stands around the compressed data; null at the end. */
  const byte = (): number | null => {
    while (at === end && !isEnd) nextPiece();
    if (at === end) return null;
    at += 1;
    return bytes[at - 1] as number;
  };

  /** Section 2.3, with the checks that zlib makes. */
  const header = (first: number | null): number => {
    const seen = new Uint8Array(1 << 12);
    let held = 0;
    let crc = 0;
    const summed = () => {
      crc = crc32(seen.subarray(0, held), crc);
      held = 0;
      return crc;
    };
    const taken = (value: number | null) => {
      if (value === null) return null;
      if (held === seen.length) summed();
      seen[held] = value;
      held += 1;
      return value;
    };
    const next = () => taken(byte());
    /** Little-endian; null where the stream ends before. */
    const pair = () => {
      const low = next();
      const high = next();
      return low === null || high === null ? null : low + high * 256;
    };
    const isSkipped = (count: number) => {
      for (let number = 0; number < count; number += 1) if (next() === null) return false;
      return true;
    };
    const isTextSkipped = () => {
      for (;;) {
        const value = next();
        if (value === null || value === 0) return value === 0;
      }
    };
    if (taken(first) === null) return outcomes.truncated;
    const second = next();
    if (first !== 0x1f || (second !== null && second !== 0x8b)) return outcomes['incorrect header check'];
    const method = next();
    if (method !== null && method !== 8) return outcomes['unknown compression method'];
    const flags = next();
    if (flags === null) return outcomes.truncated;
    if ((flags & 0xe0) !== 0) return outcomes['unknown header flags set'];
    if (!isSkipped(6)) return outcomes.truncated;
    if ((flags & 4) !== 0) {
      const length = pair();
      if (length === null || !isSkipped(length)) return outcomes.truncated;
    }
    for (const text of [8, 16]) if ((flags & text) !== 0 && !isTextSkipped()) return outcomes.truncated;
    if ((flags & 2) === 0) return outcomes.whole;
    const wanted = summed() & 0xffff;
    const sum = pair();
    if (sum === null) return outcomes.truncated;
    return sum === wanted ? outcomes.whole : outcomes['header crc mismatch'];
  };

  /** Whether the next four bytes are `value`, little-endian, where that matters. */
  const trailer = (value: number | null, otherwise: number): number => {
    for (let shift = 0; shift < 32; shift += 8) {
      const read = byte();
      if (read === null) return outcomes.truncated;
      if (value !== null && read !== ((value >>> shift) & 0xff)) return otherwise;
    }
    return outcomes.whole;
  };

  /**
   * The next chunk's place, once everybody is done with what lies there: of several the one that was left last, which is the nearest. So a reader that
   * keeps up has all in the same few places, and one that has much to do now and then does not hold the thread up.
   */
  const nextPlace = (): number => {
    const freed = () => Math.min(Atomics.load(word, words.freed), Atomics.load(word, words.hashed));
    const most = isFile ? chunks.count : chunks.countLaidDown;
    if (chunk - freed() === most) {
      // Once it had to wait, it is not woken for a single place.
      const wanted = chunk - most / 2;
      Atomics.store(word, words.wantedFree, wanted);
      until(() => freed() >= wanted);
      Atomics.store(word, words.wantedFree, 0);
    }
    for (const done = freed(); returned < done; returned += 1)
      free.push(Atomics.load(word, words.chunkPlaces + (returned % chunks.count)));
    place = free.pop() as number;
    return chunks.start + place * (chunks.before + chunks.size + chunks.behind) + chunks.before;
  };

  /** The same for what is inflated, with the bytes before it, up to where `from` is, to which matches may reach back. */
  const nextOutput = (known: number, from: number): number => {
    const start = nextPlace();
    bytes.copyWithin(start - known, from - known, from);
    inflater.setOutput(start, start + chunks.size, known);
    return start;
  };

  /** The reader gets it before it is hashed: it only looks at it, and its place is filled again by nobody but this thread. */
  const publish = (start: number, size: number) => {
    Atomics.store(word, words.chunkPlaces + (chunk % chunks.count), place);
    Atomics.store(word, words.chunkSizes + (chunk % chunks.count), size);
    chunk += 1;
    Atomics.store(word, words.made, chunk);
    wake(words.forReader);
    if (isHashedBeside) wake(words.forHasher);
    else {
      hash ??= createHash('sha256');
      hash.update(bytes.subarray(start, start + size));
      Atomics.store(word, words.hashed, chunk);
    }
  };

  const data = (): number => {
    let crc = 0;
    let length = 0;
    let known = 0;
    inflater.reset();
    inflater.setInput(at, end);
    let start = nextOutput(0, 0);
    for (;;) {
      const result = inflater.inflate(isEnd ? 1 : 0);
      at = inflater.inputAt();
      if (result === needInput) {
        nextPiece();
        inflater.setInput(at, end);
        continue;
      }
      const to = inflater.outputAt();
      if (to > start) {
        publish(start, to - start);
        if (!isExpected) crc = crc32(bytes.subarray(start, to), crc);
        length += to - start;
        known = Math.min(chunks.before, known + to - start);
      }
      if (result === done) break;
      if (result !== needOutput) return result;
      start = nextOutput(known, to);
    }
    const summed = trailer(isExpected ? null : crc, outcomes['incorrect data check']);
    // The length counts modulo 2^32, as `>>>` does.
    return summed === outcomes.whole ? trailer(length, outcomes['incorrect length check']) : summed;
  };

  const stream = (): number => {
    for (let first = byte(); ; ) {
      const headed = header(first);
      if (headed !== outcomes.whole) return headed;
      const read = data();
      if (read !== outcomes.whole) return read;
      first = byte();
      // Zeros after a member are padding.
      if (first === null || first === 0) return outcomes.whole;
    }
  };

  /** What a file has is what comes out: it is hashed once. */
  const plain = (): number => {
    for (;;) {
      const start = nextPlace();
      const count = filled(start, chunks.size);
      if (count === 0) return outcomes.whole;
      publish(start, count);
    }
  };

  /** What stands behind a stream belongs to the file. */
  const rest = () => {
    for (;;) {
      hashStored();
      const count = filled(pieces.start, pieces.size);
      if (count === 0) return;
      unhashed = bytes.subarray(pieces.start, pieces.start + count);
    }
  };

  // Where no stream waits yet.
  if (Atomics.load(word, words.stream) === 0) createHash('sha256');
  for (let turn = 1; ; turn += 1) {
    until(() => Atomics.load(word, words.stream) === turn);
    const storage = Atomics.load(word, words.storage);
    isFile = storage !== storages.laidDown;
    isExpected = Atomics.load(word, words.isExpected) === 1;
    isHashedBeside = Atomics.load(word, words.hashedStream) === turn;
    at = 0;
    end = 0;
    isEnd = false;
    piece = -1;
    chunk = 0;
    free = Array.from({ length: chunks.count }, (_, at) => chunks.count - 1 - at);
    returned = 0;
    hash = null;
    stored = null;
    unhashed = nothing;
    const outcome = storage === storages.plainFile ? plain() : stream();
    if (storage === storages.gzipFile) {
      if (outcome === outcomes.whole) rest();
      bytes.set((stored ?? createHash('sha256')).digest(), layout.storedDigest.start);
    }
    if (!isHashedBeside) {
      bytes.set((hash ?? createHash('sha256')).digest(), layout.digest.start);
      Atomics.store(word, words.isSummed, 1);
    }
    Atomics.store(word, words.outcome, outcome);
    if (isHashedBeside) wake(words.forHasher);
    wake(words.forReader);
  }
}
