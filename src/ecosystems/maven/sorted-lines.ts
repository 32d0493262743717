import { fstatSync, readSync } from 'node:fs';

/** Lines that are not in order, or one that is none of those that were promised. */
export class UnsortedLines extends Error {
  override readonly name = 'UnsortedLines';
  /** Where the line begins that is none of them; null where the order is wrong. */
  readonly at: number | null;

  constructor(at: number | null) {
    super(at === null ? 'lines that are not in order' : `byte ${at}: not a line of this kind`);
    this.at = at;
  }
}

/** Bytes of the longest line. */
const LONGEST = 1000;
/** Files up to this size are looked through once, which takes less than a second; of larger ones every line that is passed is looked at. */
const MOST_CHECKED = 64 << 20;
const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

interface Line {
  readonly text: string;
  readonly start: number;
  /** Where the next one begins. */
  readonly next: number;
}

/**
 * A text file of lines in the order of their bytes, of which lines are found by their beginnings without holding it in memory. Empty lines and those that
 * begin with `#` are passed over: in that order they come first. Throws {@link UnsortedLines}.
 */
export class SortedLines {
  readonly #file: number;
  readonly #size: number;
  readonly #isLine: (text: string) => boolean;
  readonly #window = Buffer.alloc(2 * LONGEST);

  constructor(file: number, isLine: (text: string) => boolean) {
    this.#file = file;
    this.#size = fstatSync(file).size;
    this.#isLine = isLine;
    if (this.#size <= MOST_CHECKED) this.#check();
  }

  /** The lines that begin so, no more than `limit` of them. */
  startingWith(beginning: string, limit: number): readonly string[] {
    const found: string[] = [];
    for (let at = this.#firstNotBefore(beginning); at < this.#size && found.length < limit; ) {
      const line = this.#lineFrom(at);
      if (line === null || !line.text.startsWith(beginning)) break;
      found.push(line.text);
      at = line.next;
    }
    return found;
  }

  /** Where the first line begins that is not before a text in order. */
  #firstNotBefore(sought: string): number {
    let [low, high] = [0, this.#size];
    let [least, most] = ['', '\uffff'];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const line = this.#lineFrom(middle);
      if (line === null || line.start >= high) {
        high = middle;
        continue;
      }
      // Between those that were passed on the way, or nothing can be said of what was not.
      if (line.text < least || line.text > most) throw new UnsortedLines(null);
      if (line.text < sought) [low, least] = [line.next, line.text];
      else [high, most] = [middle, line.text];
    }
    return low;
  }

  /** The first line that begins at an offset or behind it; null for none. */
  #lineFrom(offset: number): Line | null {
    let start = offset;
    if (offset > 0) {
      const before = this.#read(offset - 1, LONGEST + 1);
      const end = before.indexOf(NEWLINE);
      if (end === -1 && offset - 1 + before.length < this.#size) throw new UnsortedLines(offset);
      if (end === -1) return null;
      start = offset + end;
    }
    if (start >= this.#size) return null;
    const bytes = this.#read(start, LONGEST + 1);
    const end = bytes.indexOf(NEWLINE);
    if (end === -1 && bytes.length > LONGEST) throw new UnsortedLines(start);
    const length = end === -1 ? bytes.length : end;
    const text = textOf(bytes.subarray(0, length));
    if (!isPassedOver(text) && !this.#isLine(text)) throw new UnsortedLines(start);
    return { text, start, next: start + length + 1 };
  }

  #read(offset: number, size: number): Buffer {
    const length = readSync(this.#file, this.#window, 0, Math.min(size, this.#window.length), offset);
    return this.#window.subarray(0, length);
  }

  #check(): void {
    const chunk = Buffer.alloc(CHUNK);
    let rest = Buffer.alloc(0);
    let last = '';
    const see = (text: string, at: number): void => {
      if (!isPassedOver(text) && !this.#isLine(text)) throw new UnsortedLines(at);
      if (text < last) throw new UnsortedLines(null);
      last = text;
    };
    for (let offset = 0; offset < this.#size; ) {
      const length = readSync(this.#file, chunk, 0, CHUNK, offset);
      if (length === 0) break;
      const begins = offset - rest.length;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      let at = 0;
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, at)) {
        see(textOf(bytes.subarray(at, end)), begins + at);
        at = end + 1;
      }
      rest = Buffer.from(bytes.subarray(at));
      if (rest.length > LONGEST) throw new UnsortedLines(begins + at);
      offset += length;
    }
    if (rest.length > 0) see(textOf(rest), this.#size - rest.length);
  }
}

/** By bytes, so that what is compared is what was sorted. */
function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/\r$/, '');
}

function isPassedOver(text: string): boolean {
  return text === '' || text.startsWith('#');
}
