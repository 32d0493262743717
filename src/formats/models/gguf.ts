/** What a model says of itself (ggml, "GGUF": general metadata). Empty where it does not say. */
export interface GgufFacts {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly architecture: string;
  /** Address of the repository that it came from. */
  readonly repository: string;
}

const MAGIC = 'GGUF';
/** Real models have some dozens of keys. */
const MAX_KEYS = 10_000;
const LONGEST_KEY = 65_535;
/** Characters of a text that is told. */
const LONGEST_TOLD = 1000;
/** Arrays in arrays. */
const MAX_DEPTH = 4;
/** Bytes of a value by its kind: u8, i8, u16, i16, u32, i32, f32, bool, text, array, u64, i64, f64. */
const widths = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8] as const;
const TEXT = 8;
const ARRAY = 9;

const wanted: Readonly<Record<string, keyof GgufFacts>> = {
  'general.name': 'name',
  'general.version': 'version',
  'general.license': 'license',
  'general.architecture': 'architecture',
  'general.repo_url': 'repository',
  'general.source.repo_url': 'repository',
};

/**
 * The facts in front of a model, of which the bytes are the beginning: what lies behind their end is not known, and no fault. Null where they are no GGUF, or what they
 * say cannot be.
 */
export function readGguf(bytes: Buffer): GgufFacts | null {
  if (bytes.length < 24 || bytes.toString('latin1', 0, 4) !== MAGIC) return null;
  const version = bytes.readUInt32LE(4);
  // The first counted in 32 bits and was soon given up; those for machines of the other byte order have the number turned round.
  if (version < 2 || version > 0xffff) return null;
  const facts: { -readonly [K in keyof GgufFacts]: string } = {
    name: '',
    version: '',
    license: '',
    architecture: '',
    repository: '',
  };
  const cursor = new Cursor(bytes, 16);
  const keys = cursor.count();
  if (keys > MAX_KEYS) return null;
  for (let i = 0; i < keys && !cursor.isOver; i += 1) {
    const length = cursor.count();
    if (length > LONGEST_KEY) return null;
    const key = cursor.text(length);
    const kind = cursor.u32();
    if (cursor.isOver) break;
    if (kind > 12) return null;
    const field = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
    if (field === undefined || kind !== TEXT) {
      if (!cursor.pass(kind)) return null;
      continue;
    }
    const value = cursor.text(cursor.count()).slice(0, LONGEST_TOLD).trim();
    if (!cursor.isOver && facts[field] === '') facts[field] = value;
  }
  return facts;
}

/** Reads on until the bytes are over; what would lie behind is nothing. */
class Cursor {
  readonly #bytes: Buffer;
  #at: number;
  isOver = false;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #takes(length: number): number | null {
    const at = this.#at;
    if (this.isOver || length > this.#bytes.length - at) {
      this.isOver = true;
      return null;
    }
    this.#at += length;
    return at;
  }

  u32(): number {
    const at = this.#takes(4);
    return at === null ? 0 : this.#bytes.readUInt32LE(at);
  }

  /** Of 64 bits; what is beyond exact numbers is beyond any file. */
  count(): number {
    const at = this.#takes(8);
    return at === null ? 0 : Number(this.#bytes.readBigUInt64LE(at));
  }

  text(length: number): string {
    const at = this.#takes(length);
    return at === null ? '' : this.#bytes.toString('utf8', at, at + Math.min(length, LONGEST_KEY));
  }

  /** Leaves a value out. False where it is none. */
  pass(kind: number, depth = 0): boolean {
    const width = widths[kind];
    if (width === undefined || depth > MAX_DEPTH) return false;
    if (width !== null) this.#takes(width);
    else if (kind === TEXT) this.#takes(this.count());
    else if (kind === ARRAY) return this.#passArray(depth);
    return true;
  }

  #passArray(depth: number): boolean {
    const kind = this.u32();
    const count = this.count();
    const width = widths[kind];
    if (this.isOver) return true;
    if (width !== undefined && width !== null) {
      this.#takes(count * width);
      return true;
    }
    for (let i = 0; i < count && !this.isOver; i += 1) if (!this.pass(kind, depth + 1)) return false;
    return true;
  }
}
