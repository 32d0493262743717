import { inflateRawSync } from 'node:zlib';

/** A file in an archive of PHP. */
export interface PharFile {
  readonly path: string;
  readonly content: Buffer;
}

/** An archive that contradicts itself, or is packed in a way that nobody uses. */
export class PharFault extends Error {
  override readonly name = 'PharFault';
  readonly kind: 'corrupt' | 'too-many' | 'too-large' | 'unsupported';

  constructor(kind: PharFault['kind']) {
    super(`phar: ${kind}`);
    this.kind = kind;
  }
}

const HALT = Buffer.from('__HALT_COMPILER();', 'latin1');
/** PHP itself reads no longer list. */
const MAX_MANIFEST = 100 << 20;
const MAX_FILES = 500_000;
/** Of the files that somebody wants an archive has a few. */
const MAX_FOUND = 1000;
const DEFLATED = 0x1000;
const BZIPPED = 0x2000;

/**
 * The files of an archive of PHP that somebody wants (php.net, "Phar file format"): a program that ends with `__HALT_COMPILER();`, a list of files, and the files one behind the other.
 * Together they may have `longest` bytes. Null for what has no such end; throws {@link PharFault} where the list cannot be read.
 */
export function pharFiles(
  bytes: Buffer,
  wanted: (path: string) => boolean,
  longest: number,
): readonly PharFile[] | null {
  const halt = bytes.indexOf(HALT);
  if (halt === -1) return null;
  const [end = ''] =
    /^(?: ?\?>)?(?:\r\n|\n)?/.exec(bytes.toString('latin1', halt + HALT.length, halt + HALT.length + 5)) ?? [];
  const start = halt + HALT.length + end.length;
  const reader = new Reader(bytes, start);
  const size = reader.u32();
  const count = reader.u32();
  if (size > MAX_MANIFEST || count > MAX_FILES) throw new PharFault('too-many');
  // Version of the format, and flags of the whole.
  reader.skip(6);
  reader.skip(reader.u32());
  reader.skip(reader.u32());
  const found: PharFile[] = [];
  let at = start + 4 + size;
  let left = longest;
  for (let i = 0; i < count; i += 1) {
    const path = reader.text(reader.u32());
    const full = reader.u32();
    reader.skip(4);
    const stored = reader.u32();
    reader.skip(4);
    const flags = reader.u32();
    reader.skip(reader.u32());
    if (wanted(path)) {
      if (at + stored > bytes.length) throw new PharFault('corrupt');
      if (full > left) throw new PharFault('too-large');
      const content = unpacked(bytes.subarray(at, at + stored), flags, left);
      left -= content.length;
      if (found.push({ path, content }) > MAX_FOUND) throw new PharFault('too-many');
    }
    at += stored;
  }
  return found;
}

function unpacked(stored: Buffer, flags: number, longest: number): Buffer {
  if ((flags & BZIPPED) !== 0) throw new PharFault('unsupported');
  if ((flags & DEFLATED) === 0) return stored;
  try {
    return inflateRawSync(stored, { maxOutputLength: longest });
  } catch (error) {
    throw new PharFault(error instanceof RangeError ? 'too-large' : 'corrupt');
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  u32(): number {
    return this.#next(4).readUInt32LE();
  }

  skip(size: number): void {
    this.#next(size);
  }

  text(size: number): string {
    return this.#next(size).toString('utf8');
  }

  #next(size: number): Buffer {
    if (this.#at + size > this.#bytes.length) throw new PharFault('corrupt');
    const part = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return part;
  }
}
