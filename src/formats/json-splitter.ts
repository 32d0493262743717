import { isUtf8 } from 'node:buffer';

/** Hears of a JSON object what its members are, in the order in which they stand. */
export interface JsonListener {
  /** A member of the document itself that is no list. */
  member(name: string, value: unknown): void;
  /** A list that is a member of the document itself begins. */
  list(name: string): void;
  /** A value in a list that is a member of the document itself. */
  item(list: string, value: unknown): void;
}

/** What one piece (a member, or an item of a list) and all of them together may be. */
export interface SplitBounds {
  readonly depth: number;
  /** Lists and objects altogether, and in one piece. */
  readonly containers: number;
  readonly containersOfPiece: number;
  /** Bytes of one piece. */
  readonly piece: number;
}

export type JsonSplitFaultKind = 'no-json' | 'no-object' | 'no-text' | 'deep' | 'many' | 'large' | 'repeated';

/** A text that is no JSON object, or one that is out of proportion. */
export class JsonSplitFault extends Error {
  override readonly name = 'JsonSplitFault';
  readonly kind: JsonSplitFaultKind;

  constructor(kind: JsonSplitFaultKind) {
    super(kind);
    this.kind = kind;
  }
}

type State =
  | 'start'
  | 'first-key'
  | 'key'
  | 'colon'
  | 'value'
  | 'after-value'
  | 'first-item'
  | 'item'
  | 'after-item'
  | 'end';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Reads a JSON object as it comes, and holds no more of it than one member that is no list, or one item of a list. Strict (RFC 8259) but for
 * a byte order mark; a member that the document has twice is a fault, since readers disagree about such. Throws {@link JsonSplitFault}.
 */
export class JsonSplitter {
  readonly #listener: JsonListener;
  readonly #bounds: SplitBounds;
  readonly #names = new Set<string>();
  #state: State = 'start';
  #name = '';
  #containers = 0;

  /** What is there of the piece that was begun. */
  #parts: Buffer[] = [];
  #length = 0;
  #piece: 'none' | 'container' | 'text' | 'scalar' = 'none';
  #depth = 0;
  #ofPiece = 0;
  #isInText = false;
  #isEscaped = false;

  constructor(listener: JsonListener, bounds: SplitBounds) {
    this.#listener = listener;
    this.#bounds = bounds;
  }

  /** The chunk may be overwritten afterwards. */
  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let at = 0; at < bytes.length; ) {
      if (this.#piece === 'none') at = this.#between(bytes, at);
      else at = this.#within(bytes, at);
    }
  }

  end(): void {
    if (this.#state !== 'end') throw new JsonSplitFault('no-json');
  }

  /** A byte that is none of a piece, or begins one. Returns where to go on. */
  #between(bytes: Buffer, at: number): number {
    const byte = bytes[at] ?? 0;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    switch (this.#state) {
      case 'start':
        // The three bytes of a byte order mark.
        if (byte === 0xef || byte === 0xbb || byte === 0xbf) return at + 1;
        if (byte !== OPEN_OBJECT) throw new JsonSplitFault('no-object');
        return this.#next('first-key', at);
      case 'first-key':
      case 'key':
        if (byte === CLOSE_OBJECT && this.#state === 'first-key') return this.#next('end', at);
        if (byte !== QUOTE) throw new JsonSplitFault(byte < 0x80 ? 'no-json' : 'no-text');
        return this.#begin(byte, at);
      case 'colon':
        if (byte !== 0x3a) throw new JsonSplitFault('no-json');
        return this.#next('value', at);
      case 'value':
        if (byte !== OPEN_LIST) return this.#begin(byte, at);
        this.#count();
        this.#listener.list(this.#name);
        return this.#next('first-item', at);
      case 'after-value':
        if (byte === COMMA) return this.#next('key', at);
        if (byte === CLOSE_OBJECT) return this.#next('end', at);
        throw new JsonSplitFault('no-json');
      case 'first-item':
      case 'item':
        if (byte === CLOSE_LIST && this.#state === 'first-item') return this.#next('after-value', at);
        return this.#begin(byte, at);
      case 'after-item':
        if (byte === COMMA) return this.#next('item', at);
        if (byte === CLOSE_LIST) return this.#next('after-value', at);
        throw new JsonSplitFault('no-json');
      case 'end':
        throw new JsonSplitFault('no-json');
    }
  }

  #next(state: State, at: number): number {
    this.#state = state;
    return at + 1;
  }

  #begin(byte: number, at: number): number {
    this.#piece = byte === QUOTE ? 'text' : byte === OPEN_LIST || byte === OPEN_OBJECT ? 'container' : 'scalar';
    this.#depth = 0;
    this.#ofPiece = 0;
    this.#isInText = false;
    this.#isEscaped = false;
    return at;
  }

  #within(bytes: Buffer, start: number): number {
    const end = this.#piece === 'scalar' ? endOfScalar(bytes, start) : this.#endOfPiece(bytes, start);
    const stop = end === -1 ? bytes.length : end;
    this.#length += stop - start;
    if (this.#length > this.#bounds.piece) throw new JsonSplitFault('large');
    if (end === -1) {
      this.#parts.push(Buffer.from(bytes.subarray(start, stop)));
      return stop;
    }
    const last = bytes.subarray(start, end);
    const whole = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last], this.#length);
    this.#parts = [];
    this.#length = 0;
    this.#piece = 'none';
    this.#take(whole);
    return end;
  }

  /** Behind the bracket or quotation mark that closes the piece; -1 where that is not there yet. */
  #endOfPiece(bytes: Buffer, start: number): number {
    let isInText = this.#isInText;
    let isEscaped = this.#isEscaped;
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInText = false;
          if (this.#depth === 0) return at + 1;
        }
      } else if (byte === QUOTE) {
        isInText = true;
      } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        this.#depth += 1;
        this.#ofPiece += 1;
        this.#count();
        if (this.#depth > this.#bounds.depth) throw new JsonSplitFault('deep');
        if (this.#ofPiece > this.#bounds.containersOfPiece) throw new JsonSplitFault('many');
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        this.#depth -= 1;
        if (this.#depth <= 0) return at + 1;
      }
    }
    this.#isInText = isInText;
    this.#isEscaped = isEscaped;
    return -1;
  }

  #count(): void {
    this.#containers += 1;
    if (this.#containers > this.#bounds.containers) throw new JsonSplitFault('many');
  }

  #take(bytes: Buffer): void {
    const value = parsedPiece(bytes);
    switch (this.#state) {
      case 'first-key':
      case 'key':
        this.#name = String(value);
        if (this.#names.has(this.#name)) throw new JsonSplitFault('repeated');
        this.#names.add(this.#name);
        this.#state = 'colon';
        return;
      case 'value':
        this.#state = 'after-value';
        this.#listener.member(this.#name, value);
        return;
      default:
        this.#state = 'after-item';
        this.#listener.item(this.#name, value);
    }
  }
}

function endOfScalar(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT) return at;
  }
  return -1;
}

function parsedPiece(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new JsonSplitFault('no-text');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new JsonSplitFault('no-json');
    throw error;
  }
}
