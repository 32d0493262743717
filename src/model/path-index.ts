import { hash } from 'node:crypto';

/**
 * Which paths a layer contains, small enough to keep for every layer: eight bytes a path, sorted.
 *
 * An entry is the first 63 bits of the path's SHA-256, then one bit: 0 a directory, 1 anything else. An attacker who
 * wants to hide a file of a lower layer needs a second preimage of 63 bits for a path that has to mean something.
 */
export class PathIndexBuilder {
  #hashes = new BigUint64Array(1024);
  #length = 0;

  add(path: string, isDirectory: boolean): void {
    if (this.#length === this.#hashes.length) {
      const larger = new BigUint64Array(this.#hashes.length * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    const { high, low } = pathKey(path);
    this.#hashes[this.#length] = (BigInt(high) << 32n) | BigInt(isDirectory ? low : low + 1);
    this.#length += 1;
  }

  /** The sorted index; the builder is not used afterwards. */
  build(): BigUint64Array {
    return this.#hashes.slice(0, this.#length).sort();
  }
}

/** What a path is looked up by: worked out once for a path that is looked up in many layers. The last bit of `low` is 0. */
export interface PathKey {
  readonly high: number;
  readonly low: number;
}

export function pathKey(path: string): PathKey {
  const digest = hash('sha256', path, 'buffer');
  return { high: digest.readUInt32BE(0), low: (digest.readUInt32BE(4) & ~1) >>> 0 };
}

/** Looks paths up in one layer's index. */
export type PathLookup = (key: PathKey, kind: 'directory' | 'other') => boolean;

/** A look-up that compares halves as numbers: reading 64 bits at a time makes a BigInt each time, which is ten times slower. */
export function pathLookup(index: BigUint64Array): PathLookup {
  const halves = new Uint32Array(index.buffer, index.byteOffset, index.length * 2);
  const count = index.length;
  return (key, kind) => {
    const wanted = kind === 'directory' ? key.low : key.low + 1;
    let from = 0;
    let to = count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const high = halves[middle * 2 + highHalf] as number;
      if (high < key.high || (high === key.high && (halves[middle * 2 + lowHalf] as number) < wanted))
        from = middle + 1;
      else to = middle;
    }
    return from < count && halves[from * 2 + highHalf] === key.high && halves[from * 2 + lowHalf] === wanted;
  };
}

const lowHalf = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const highHalf = 1 - lowHalf;
