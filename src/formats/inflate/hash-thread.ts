import type { inflateMemory, outcomes } from './inflate-memory.ts';

export interface HashFacts {
  readonly memory: WebAssembly.Memory;
  readonly layout: typeof inflateMemory;
  readonly outcomes: typeof outcomes;
}

/**
 * What a second thread does where nothing else keeps the cores at work: it takes the SHA-256 of what the other one makes.
 *
 * Like that one it is started with the text of this function, and waits by blocking.
 */
export function hashThread(
  { memory, layout, outcomes }: HashFacts,
  createHash: typeof import('node:crypto').createHash,
): never {
  const { words, chunks } = layout;
  const word = new Int32Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const at = (what: number) => Atomics.load(word, what);
  const wake = (whom: number) => {
    Atomics.add(word, whom, 1);
    Atomics.notify(word, whom);
  };
  const until = (isSo: () => boolean) => {
    for (;;) {
      const seen = at(words.forHasher);
      if (isSo()) return;
      Atomics.wait(word, words.forHasher, seen);
    }
  };

  for (let last = 0; ; ) {
    until(() => at(words.hashedStream) > last);
    last = at(words.hashedStream);
    const hash = createHash('sha256');
    for (let chunk = 0; ; chunk += 1) {
      until(() => at(words.made) > chunk || at(words.outcome) !== outcomes.running);
      if (at(words.made) === chunk) break;
      const place = at(words.chunkPlaces + (chunk % chunks.count));
      const start = chunks.start + place * (chunks.before + chunks.size + chunks.behind) + chunks.before;
      hash.update(bytes.subarray(start, start + at(words.chunkSizes + (chunk % chunks.count))));
      Atomics.store(word, words.hashed, chunk + 1);
      const wanted = at(words.wantedFree);
      if (wanted > 0 && chunk + 1 >= wanted) wake(words.forInflater);
    }
    bytes.set(hash.digest(), layout.digest.start);
    Atomics.store(word, words.isSummed, 1);
    wake(words.forReader);
  }
}
