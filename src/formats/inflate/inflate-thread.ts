import type { inflateMemory, outcomes, storages } from './inflate-memory.ts';

export interface InflateFacts {
  readonly program: WebAssembly.Module;
  /** The number of the first stream that it will see. */
  readonly first: number;
  readonly memory: WebAssembly.Memory;
  readonly layout: typeof inflateMemory;
  readonly outcomes: typeof outcomes;
  readonly storages: typeof storages;
}

/** What `assembly/inflate.ts` exports. */
interface Program {
  reset(): void;
  setInput(start: number, end: number): void;
  setOutput(start: number, limit: number, known: number): void;
  inputAt(): number;
  outputAt(): number;
  inflate(isEnd: number): number;
}

/**
 * What a thread of its own does: it inflates one gzip stream after the other (RFC 1952), each of as many members as it has. It waits by blocking,
 * as there is nothing else that it could do meanwhile.
 *
 * The thread is started with the text of this function: a file beside it would have to be found in the package, and stripped of its types once
 * more by each thread of a checkout. So all that it uses stands in it or comes as an argument.
 *
 * What comes out of a stream that is laid down is hashed here, while it is near. Where a file has it, another thread does that, and its checksum is not
 * looked at: its content is held against the digest that it has to have, which says more.
 *
 * @param crc32 as of node:zlib
 * @param createHash as of node:crypto
 */
export function inflateThread(
  { first, program, memory, layout, outcomes, storages }: InflateFacts,
  crc32: (bytes: Uint8Array, before: number) => number,
  createHash: typeof import('node:crypto').createHash,
): never {
  const { words, pieces, chunks } = layout;
  const needInput = 0;
  const needOutput = 1;
  const done = 2;
  const inflater = new WebAssembly.Instance(program, { env: { memory } }).exports as Program;
  const word = new Int32Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);

  /** What of the compressed bytes can be read now. */
  let at = 0;
  let end = 0;
  let isEnd = false;
  /** Which piece that is, counted from 0, and which chunk is being filled. */
  let piece = -1;
  let chunk = 0;
  let isFile = false;
  let hash = createHash('sha256');

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

  /** Goes on to the next piece, with what is left of this one put before it; at the stream's end there is none. */
  const nextPiece = () => {
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
    wake(isFile ? words.forHasher : words.forReader);
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

  /** A chunk's place, with the bytes before it, up to where `from` is, to which matches may reach back. */
  const nextPlace = (known: number, from: number): number => {
    const freed = () => Math.min(Atomics.load(word, words.freed), Atomics.load(word, words.hashed));
    if (chunk - freed() === chunks.count) {
      // Once it had to wait, it is not woken for a single place.
      const wanted = chunk - chunks.count / 2;
      Atomics.store(word, words.wantedFree, wanted);
      until(() => freed() >= wanted);
      Atomics.store(word, words.wantedFree, 0);
    }
    const step = chunks.before + chunks.size + chunks.behind;
    const start = chunks.start + (chunk % chunks.count) * step + chunks.before;
    bytes.copyWithin(start - known, from - known, from);
    inflater.setOutput(start, start + chunks.size, known);
    return start;
  };

  const data = (): number => {
    let crc = 0;
    let length = 0;
    let known = 0;
    inflater.reset();
    inflater.setInput(at, end);
    let start = nextPlace(0, 0);
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
        if (!isFile) {
          const made = bytes.subarray(start, to);
          crc = crc32(made, crc);
          hash.update(made);
        }
        length += to - start;
        known = Math.min(chunks.before, known + to - start);
        Atomics.store(word, words.chunkSizes + (chunk % chunks.count), to - start);
        chunk += 1;
        if (!isFile) Atomics.store(word, words.hashed, chunk);
        Atomics.store(word, words.made, chunk);
        if (isFile) wake(words.forHasher);
        wake(words.forReader);
      }
      if (result === done) break;
      if (result !== needOutput) return result;
      start = nextPlace(known, to);
    }
    const summed = trailer(isFile ? null : crc, outcomes['incorrect data check']);
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

  for (let number = first; ; number += 1) {
    until(() => Atomics.load(word, words.stream) === number);
    if (Atomics.load(word, words.storage) === storages.plainFile) continue;
    isFile = Atomics.load(word, words.storage) === storages.gzipFile;
    at = 0;
    end = 0;
    isEnd = false;
    piece = -1;
    chunk = 0;
    hash = createHash('sha256');
    const outcome = stream();
    if (!isFile) {
      bytes.set(hash.digest(), layout.digest.start);
      Atomics.store(word, words.isSummed, 1);
    }
    Atomics.store(word, words.outcome, outcome);
    if (isFile) wake(words.forHasher);
    wake(words.forReader);
  }
}
