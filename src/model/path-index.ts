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
    this.#hashes[this.#length] = keyOf(path, isDirectory);
    this.#length += 1;
  }

  /** The sorted index; the builder is not used afterwards. */
  build(): BigUint64Array {
    return this.#hashes.slice(0, this.#length).sort();
  }
}

/** Whether the layer has this path as a directory or as anything else. */
export function indexHas(index: BigUint64Array, path: string, kind: 'directory' | 'other'): boolean {
  const wanted = keyOf(path, kind === 'directory');
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index[middle] ?? 0n) < wanted) low = middle + 1;
    else high = middle;
  }
  return index[low] === wanted;
}

function keyOf(path: string, isDirectory: boolean): bigint {
  const digest = hash('sha256', path, 'buffer');
  const bits = digest.readBigUInt64BE(0) & ~1n;
  return isDirectory ? bits : bits | 1n;
}
