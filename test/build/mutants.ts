import { runsOf, seedOf } from './campaign.ts';

/**
 * Damaged copies of a sample, the same ones for the same seed: bits flipped, bytes replaced, pieces cut, doubled and moved. In a campaign
 * they are others, and more.
 */
export function* mutants(sample: Buffer, { seed, count }: { seed: number; count: number }): Generator<Buffer> {
  const random = mulberry32(seedOf(seed));
  const below = (limit: number) => Math.floor(random() * limit);
  for (let i = 0; i < runsOf(count); i += 1) {
    let mutant = Buffer.from(sample);
    for (let steps = 1 + below(4); steps > 0 && mutant.length > 0; steps -= 1) {
      const at = below(mutant.length);
      switch (below(6)) {
        case 0:
          mutant[at] = (mutant[at] ?? 0) ^ (1 << below(8));
          break;
        case 1:
          mutant[at] = [0, 0xff, 0x20, 0x30, 0x7f, 0x80][below(6)] ?? 0;
          break;
        case 2:
          mutant = mutant.subarray(0, at);
          break;
        case 3:
          mutant = Buffer.concat([
            mutant.subarray(0, at),
            mutant.subarray(Math.min(mutant.length, at + 1 + below(600))),
          ]);
          break;
        case 4:
          mutant = Buffer.concat([mutant.subarray(0, at), sample.subarray(below(sample.length)), mutant.subarray(at)]);
          break;
        default:
          mutant.fill(below(256), at, Math.min(mutant.length, at + 1 + below(32)));
      }
    }
    yield mutant;
  }
}

/** A small generator of numbers in [0, 1) that depends on its seed alone. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
