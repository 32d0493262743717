import { createHash, hash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { ZipPlaces } from './zip/zip-names.ts';

/** The bytes of a file, or of a part of one, which need not be in memory. What reads them throws as the place does in which they lie. */
export interface FileBytes {
  readonly length: number;
  /**
   * From one place to another, both within the length.
   * @param room where they may be put, if it is large enough
   */
  read(from: number, to: number, room?: Buffer): Buffer;
  part(from: number, to: number): FileBytes;
  /** Whether digests are taken beside whatever else goes on. */
  readonly isHashedBeside: boolean;
  /** Begins to take a digest of all of them; what is returned waits for it: hexadecimal digits. */
  digest(algorithm: 'md5' | 'sha1' | 'sha256'): () => string;
  /**
   * Begins to hold the names of a zip file's entries against its directory while the bytes are read beside, and to take a digest on the same way. Left
   * out where nothing is read beside.
   */
  readonly named?: (places: ZipPlaces, algorithm: 'sha1' | null) => BegunNames;
  /** They are done with: memory that is theirs alone is given back. */
  release(): void;
}

/** What is being found out about a zip file; asking waits for it. */
export interface BegunNames {
  /** Whether all names are the same. */
  isSame(): boolean;
  /** The digest that was asked for, as hexadecimal digits. */
  digest(): string;
}

/** What is larger is given back as soon as it is done with: a collector of garbage would know of it when there are several of these. */
const RELEASED = 1 << 20;

/** @param isOwn whether nobody else has the memory that they lie in */
export function bytesInMemory(content: Buffer, isOwn = false): FileBytes {
  return {
    length: content.length,
    read: (from, to) => content.subarray(from, to),
    part: (from, to) => bytesInMemory(content.subarray(from, to)),
    isHashedBeside: false,
    digest: (algorithm) => {
      const digits = hash(algorithm, content, 'hex');
      return () => digits;
    },
    release: () => {
      const { buffer, length } = content;
      // Small ones share their room with others.
      if (isOwn && length > RELEASED && buffer instanceof ArrayBuffer) buffer.transfer(0);
    },
  };
}

/** Bytes of a digest that are read at a time. */
const BATCH = 256 << 10;

/** So many bytes of an open file, from `start` on, which is not written to any more. Reading them throws what the system says, or where the file ends before. */
export function bytesInFile(descriptor: number, length: number, start = 0): FileBytes {
  const readTo = (target: Buffer, from: number): Buffer => {
    for (let at = 0; at < target.length; ) {
      const count = readSync(descriptor, target, at, target.length - at, start + from + at);
      if (count === 0) throw new RangeError('a file that ends early');
      at += count;
    }
    return target;
  };
  const read: FileBytes['read'] = (from, to, room) => {
    if (!(from >= 0 && to >= from && to <= length)) throw new RangeError('a place beyond the file');
    const fits = room !== undefined && room.length >= to - from;
    return readTo(fits ? room.subarray(0, to - from) : Buffer.allocUnsafe(to - from), from);
  };
  return {
    length,
    read,
    part: (from, to) => bytesInFile(descriptor, to - from, start + from),
    isHashedBeside: false,
    digest: (algorithm) => {
      const sum = createHash(algorithm);
      const room = Buffer.allocUnsafe(Math.min(BATCH, length));
      for (let at = 0; at < length; at += BATCH) sum.update(read(at, Math.min(at + BATCH, length), room));
      const digits = sum.digest('hex');
      return () => digits;
    },
    release: () => {},
  };
}
