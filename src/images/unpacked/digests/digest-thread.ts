import type { Crc64 } from '../../../formats/tar-split/crc64.ts';
import type { ZipNames } from '../../../formats/zip/zip-names.ts';
import type { digestKinds, digestMemory, digestOutcomes, nameOutcomes } from './digest-memory.ts';

export interface DigestFacts {
  readonly shared: SharedArrayBuffer;
  readonly layout: typeof digestMemory;
  readonly kinds: typeof digestKinds;
  readonly outcomes: typeof digestOutcomes;
  readonly named: typeof nameOutcomes;
}

interface Means {
  readonly readSync: typeof import('node:fs').readSync;
  readonly createHash: typeof import('node:crypto').createHash;
  readonly Crc64: new () => Crc64;
  readonly ZipNames: new (...given: ConstructorParameters<typeof ZipNames>) => ZipNames;
}

/**
 * What a thread of its own does: it answers one question after the other, digests of what lies between two places of an open file. It waits by
 * blocking, as there is nothing else that it could do meanwhile. The thread is started with the text of this function: all that it uses stands in it or comes as an argument.
 */
export function digestThread(
  { shared, layout, kinds, outcomes, named }: DigestFacts,
  { readSync, createHash, Crc64, ZipNames }: Means,
): never {
  const { words, places, question, answer } = layout;
  const word = new Int32Array(shared);
  const chunk = Buffer.alloc(256 << 10);

  const filled = (descriptor: number, room: Buffer, from: number): boolean => {
    for (let at = 0; at < room.length; ) {
      const read = readSync(descriptor, room, at, room.length - at, from + at);
      if (read === 0) return false;
      at += read;
    }
    return true;
  };

  const digested = (
    descriptor: number,
    from: number,
    to: number,
    asked: number,
    names: ZipNames | null,
  ): Buffer | null => {
    const sums: { update(bytes: Uint8Array): unknown; digest(): Buffer }[] = [];
    if ((asked & kinds.crc64) !== 0) sums.push(new Crc64());
    for (const name of ['md5', 'sha1', 'sha256'] as const) if ((asked & kinds[name]) !== 0) sums.push(createHash(name));
    for (let at = from; at < to; ) {
      const read = readSync(descriptor, chunk, 0, Math.min(chunk.length, to - at), at);
      if (read === 0) return null;
      for (const sum of sums) sum.update(chunk.subarray(0, read));
      names?.see(chunk.subarray(0, read), at - from);
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
    const descriptor = at(question.descriptor);
    const [from, to] = [wide(question.from), wide(question.to)];
    let sums: Buffer | null = null;
    let names: ZipNames | null = null;
    try {
      if (at(question.names) === named.asked) {
        const directory = Buffer.alloc(wide(question.directoryEnd) - wide(question.directory));
        const isThere = filled(descriptor, directory, from + wide(question.directory));
        const place = (room: Buffer, start: number) => filled(descriptor, room, from + start);
        if (isThere) names = new ZipNames(directory, wide(question.before), to - from, place);
      }
      if (at(question.names) === named.unasked || names !== null)
        sums = digested(descriptor, from, to, at(question.digests), names);
    } catch {
      // Whoever asked is told so, and reads it by another way.
      sums = null;
    }
    if (names !== null) word[start / 4 + question.names] = names.isSame ? named.same : named.other;
    new Uint8Array(shared).set(sums ?? [], start + answer);
    word[start / 4 + question.outcome] = sums === null ? outcomes.unreadable : outcomes.whole;
    Atomics.add(word, words.answered, 1);
    Atomics.add(word, words.forAsker, 1);
    Atomics.notify(word, words.forAsker);
  }
}
