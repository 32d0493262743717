import { hash } from 'node:crypto';

/**
 * What a layer has at a path: a directory of its own, anything else, or a directory only because something lies in it. Engines that find a
 * link of a lower layer there do not agree: some put a directory over it, some write through it.
 */
export const pathKinds = ['directory', 'other', 'implied'] as const;
export type PathKind = (typeof pathKinds)[number];

/** Which half of 64 bits is which on this machine. */
const lowHalf = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const highHalf = 1 - lowHalf;

/**
 * Which paths a layer contains, small enough to keep for every layer: eight bytes a path, sorted.
 *
 * An entry is the first 62 bits of the path's SHA-256, then two bits for the kind. An attacker who wants to hide a file of a lower layer
 * needs a second preimage of 62 bits for a path that has to mean something.
 */
export class PathIndexBuilder {
  #hashes = new BigUint64Array(1024);
  /** The same memory by halves: to put them together would make three numbers a path. */
  #halves = new Uint32Array(this.#hashes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(path: string, kind: PathKind): void {
    this.addKey(pathKey(path), kind);
  }

  /** The same for a path of which the key is known. */
  addKey({ high, low }: PathKey, kind: PathKind): void {
    if (this.#length === this.#hashes.length) {
      const larger = new BigUint64Array(this.#hashes.length * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
      this.#halves = new Uint32Array(larger.buffer);
    }
    this.#halves[this.#length * 2 + highHalf] = high;
    this.#halves[this.#length * 2 + lowHalf] = low + kindBits[kind];
    this.#length += 1;
  }

  /** The sorted index; the builder is not used afterwards. */
  build(): BigUint64Array {
    return this.#hashes.slice(0, this.#length).sort();
  }
}

const kindBits: Readonly<Record<PathKind, number>> = { directory: 0, other: 1, implied: 2 };
const kindOf: readonly (PathKind | undefined)[] = ['directory', 'other', 'implied'];
const highestBits = 2;

/** What a path is looked up by: worked out once for a path that is looked up in many layers. The last two bits of `low` are 0. */
export interface PathKey {
  readonly high: number;
  readonly low: number;
}

export function pathKey(path: string): PathKey {
  // As a text with a character a byte: a buffer for each of some hundred thousand paths would take three times as long.
  const digest = hash('sha256', path, 'binary');
  return { high: wordOf(digest, 0), low: (wordOf(digest, 4) & ~3) >>> 0 };
}

/** Four bytes from `at` on, the highest first. */
function wordOf(bytes: string, at: number): number {
  const [a, b, c, d] = [
    bytes.charCodeAt(at),
    bytes.charCodeAt(at + 1),
    bytes.charCodeAt(at + 2),
    bytes.charCodeAt(at + 3),
  ];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Looks paths up in one layer's index. */
export type PathLookup = (key: PathKey, kind: PathKind) => boolean;

export function pathLookup(index: BigUint64Array): PathLookup {
  const kindsAt = kindsLookup(index);
  return (key, kind) => (kindsAt(key) & kindMasks[kind]) !== 0;
}

/** What each kind is in the answer of a {@link kindsLookup}. */
export const kindMasks: Readonly<Record<PathKind, number>> = { directory: 1, other: 2, implied: 4 };

/**
 * Looks up all that a layer has at a path, a bit for each kind. Compares halves as numbers: reading 64 bits at a time makes a BigInt each
 * time, which is ten times slower.
 */
export function kindsLookup(index: BigUint64Array): (key: PathKey) => number {
  const halves = new Uint32Array(index.buffer, index.byteOffset, index.length * 2);
  const count = index.length;
  /** The place of the first entry that is not below this one. */
  const placeOf = (high: number, low: number): number => {
    let from = 0;
    let to = count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const there = halves[middle * 2 + highHalf] as number;
      if (there < high || (there === high && (halves[middle * 2 + lowHalf] as number) < low)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  return (key) => {
    let kinds = 0;
    // Entries of one path may be any number: what lies between the kinds is passed over.
    for (let bits = 0; bits <= highestBits; ) {
      const at = placeOf(key.high, key.low + bits);
      if (at === count || halves[at * 2 + highHalf] !== key.high) break;
      const found = (halves[at * 2 + lowHalf] as number) - key.low;
      if (found > highestBits) break;
      kinds |= 1 << found;
      bits = found + 1;
    }
    return kinds;
  };
}

/** All that an index holds, each path as often as it has kinds. */
export function* pathsIn(index: BigUint64Array): Generator<{ readonly key: PathKey; readonly kind: PathKind }> {
  const halves = new Uint32Array(index.buffer, index.byteOffset, index.length * 2);
  for (let at = 0; at < halves.length; at += 2) {
    const low = halves[at + lowHalf] as number;
    const kind = kindOf[low & 3];
    if (kind !== undefined) yield { key: { high: halves[at + highHalf] as number, low: (low & ~3) >>> 0 }, kind };
  }
}

/** Whether a layer has a path both as a directory and as something else: the one entry replaced the other. */
export function hasBothKinds(index: BigUint64Array): boolean {
  const halves = new Uint32Array(index.buffer, index.byteOffset, index.length * 2);
  for (let at = 2; at < halves.length; at += 2) {
    const low = halves[at + lowHalf] as number;
    const before = halves[at - 2 + lowHalf] as number;
    if (halves[at + highHalf] === halves[at - 2 + highHalf] && (low & 3) === 1 && before === low - 1) return true;
  }
  return false;
}
