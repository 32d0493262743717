import type { Crc64 } from '../../../formats/tar-split/crc64.ts';
import type { digestKinds, digestMemory, digestOutcomes } from './digest-memory.ts';

export interface DigestFacts {
  readonly shared: SharedArrayBuffer;
  readonly layout: typeof digestMemory;
  readonly kinds: typeof digestKinds;
  readonly outcomes: typeof digestOutcomes;
}

interface Means {
  readonly readSync: typeof import('node:fs').readSync;
  readonly createHash: typeof import('node:crypto').createHash;
  readonly Crc64: new () => Crc64;
}

/**
 * What a thread of its own does: it answers one question after the other, digests of what lies between two places of an open file. It waits by
 * blocking, as there is nothing else that it could do meanwhile. The thread is started with the text of this function: all that it uses stands in it or comes as an argument.
 */
export function digestThread(
  { shared, layout, kinds, outcomes }: DigestFacts,
  { readSync, createHash, Crc64 }: Means,
): never {
  const { words, places, question, answer } = layout;
  const word = new Int32Array(shared);
  const chunk = Buffer.alloc(256 << 10);

  const digested = (descriptor: number, from: number, to: number, asked: number): Buffer | null => {
    const sums: { update(bytes: Uint8Array): unknown; digest(): Buffer }[] = [];
    if ((asked & kinds.crc64) !== 0) sums.push(new Crc64());
    for (const name of ['md5', 'sha1', 'sha256'] as const) if ((asked & kinds[name]) !== 0) sums.push(createHash(name));
    for (let at = from; at < to; ) {
      let read: number;
      try {
        read = readSync(descriptor, chunk, 0, Math.min(chunk.length, to - at), at);
      } catch {
        // Whoever asked is told so, and reads it by another way.
        return null;
      }
      if (read === 0) return null;
      for (const sum of sums) sum.update(chunk.subarray(0, read));
      at += read;
      Atomics.add(word, words.pulse, 1);
    }
    return Buffer.concat(sums.map((sum) => sum.digest()));
  };

  for (let number = 0; ; number += 1) {
    for (;;) {
      const seen = Atomics.load(word, words.forThread);
      if (Atomics.load(word, words.asked) !== number) break;
      Atomics.wait(word, words.forThread, seen);
    }
    const start = places.start + ((number >>> 0) % places.count) * places.size;
    const at = (what: number) => word[start / 4 + what] as number;
    const wide = (what: number) => (at(what) >>> 0) + at(what + 1) * 2 ** 32;
    const sums = digested(at(question.descriptor), wide(question.from), wide(question.to), at(question.digests));
    new Uint8Array(shared).set(sums ?? [], start + answer);
    word[start / 4 + question.outcome] = sums === null ? outcomes.unreadable : outcomes.whole;
    Atomics.add(word, words.answered, 1);
    Atomics.add(word, words.forAsker, 1);
    Atomics.notify(word, words.forAsker);
  }
}
