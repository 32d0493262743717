import type { inflateMemory, outcomes, storages } from './inflate-memory.ts';

export interface HashFacts {
  /** The number of the first stream that it will see. */
  readonly first: number;
  readonly memory: WebAssembly.Memory;
  readonly layout: typeof inflateMemory;
  readonly outcomes: typeof outcomes;
  readonly storages: typeof storages;
}

/**
 * What a thread of its own does beside the one that inflates where a file has the stored bytes: it reads them, and takes the SHA-256 of them and of what
 * comes out. What is not compressed it hands to the reader itself.
 *
 * Like the other one it is started with the text of this function, and waits by blocking.
 */
export function hashThread(
  { first, memory, layout, outcomes, storages }: HashFacts,
  readSync: typeof import('node:fs').readSync,
  createHash: typeof import('node:crypto').createHash,
): never {
  const { words, numbers, pieces, chunks } = layout;
  const word = new Int32Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const number = new Float64Array(memory.buffer, numbers.start, 3);

  const at = (what: number) => Atomics.load(word, what);
  const wake = (whom: number) => {
    Atomics.add(word, whom, 1);
    Atomics.notify(word, whom);
  };
  const sum = (hash: import('node:crypto').Hash, place: { readonly start: number }) =>
    bytes.set(hash.digest(), place.start);

  /** Fills a place from the file; what came, none where the file ends there. */
  const filled = (start: number, most: number): Uint8Array => {
    const read = number[numbers.read] as number;
    const size = Math.min(most, (number[numbers.length] as number) - read);
    const place = bytes.subarray(start, start + size);
    const count = readSync(at(words.file), place, 0, size, (number[numbers.from] as number) + read);
    number[numbers.read] = read + count;
    if (count === 0) Atomics.store(word, words.isCutShort, 1);
    return place.subarray(0, count);
  };
  const isRead = () =>
    (number[numbers.read] as number) >= (number[numbers.length] as number) || at(words.isCutShort) === 1;

  /** Puts the next bytes of the file before the one who inflates; false where nothing is to be done now. */
  const isPieceLaid = (hash: import('node:crypto').Hash): boolean => {
    if (at(words.isLaid) === 1) return false;
    const piece = at(words.laid);
    const isOver = at(words.outcome) !== outcomes.running;
    if (!isOver && piece - at(words.taken) >= pieces.count) return false;
    if (isRead() || at(words.outcome) < 0) {
      Atomics.store(word, words.isLaid, 1);
    } else {
      const place = piece % pieces.count;
      // What stands behind the stream is hashed, and inflated by nobody.
      const made = filled(pieces.start + place * (pieces.before + pieces.size) + pieces.before, pieces.size);
      hash.update(made);
      if (isOver || made.length === 0) return true;
      Atomics.store(word, words.pieceSizes + place, made.length);
      Atomics.store(word, words.laid, piece + 1);
    }
    wake(words.forInflater);
    return true;
  };

  const chunkStart = (chunk: number) =>
    chunks.start + (chunk % chunks.count) * (chunks.before + chunks.size + chunks.behind) + chunks.before;

  const isChunkHashed = (hash: import('node:crypto').Hash): boolean => {
    const chunk = at(words.hashed);
    if (chunk === at(words.made)) return false;
    const start = chunkStart(chunk);
    hash.update(bytes.subarray(start, start + at(words.chunkSizes + (chunk % chunks.count))));
    Atomics.store(word, words.hashed, chunk + 1);
    const wanted = at(words.wantedFree);
    if (wanted > 0 && chunk + 1 >= wanted) wake(words.forInflater);
    return true;
  };

  const inflated = (stored: import('node:crypto').Hash, content: import('node:crypto').Hash) => {
    for (;;) {
      const seen = at(words.forHasher);
      const isOver = at(words.outcome) !== outcomes.running;
      const isLaid = isPieceLaid(stored);
      if (isChunkHashed(content) || isLaid) continue;
      if (isOver && at(words.isLaid) === 1) return;
      Atomics.wait(word, words.forHasher, seen);
    }
  };

  const plain = (content: import('node:crypto').Hash) => {
    for (let chunk = 0; !isRead(); ) {
      const seen = at(words.forHasher);
      if (chunk - at(words.freed) === chunks.count) {
        Atomics.wait(word, words.forHasher, seen);
        continue;
      }
      const made = filled(chunkStart(chunk), chunks.size);
      if (made.length === 0) break;
      content.update(made);
      Atomics.store(word, words.chunkSizes + (chunk % chunks.count), made.length);
      chunk += 1;
      Atomics.store(word, words.made, chunk);
      wake(words.forReader);
    }
    Atomics.store(word, words.outcome, outcomes.whole);
  };

  for (let stream = first; ; stream += 1) {
    for (let seen = at(words.forHasher); at(words.stream) !== stream; seen = at(words.forHasher))
      Atomics.wait(word, words.forHasher, seen);
    if (at(words.storage) === storages.laidDown) continue;
    const stored = createHash('sha256');
    const content = createHash('sha256');
    if (at(words.storage) === storages.plainFile) plain(content);
    else inflated(stored, content);
    sum(stored, layout.storedDigest);
    sum(content, layout.digest);
    Atomics.store(word, words.isSummed, 1);
    wake(words.forReader);
  }
}
