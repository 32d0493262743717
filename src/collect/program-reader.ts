import { elfOutline, type ReadInto } from '../formats/executable/elf-outline.ts';
import type { Collector, LayerFile, Taken } from './collector.ts';
import { type FileRoom, givenBack, KEPT, viewOf } from './file-room.ts';
import { nameOf } from './layer-path.ts';

/** Programs up to this size are held in memory as a whole while they are looked at; the largest ones in daily use are a little smaller. */
const MOST_WHOLE = 64 << 20;
/** A file of which places are read has memory as large as it is, most of which is never touched. */
const MOST_OUTLINED = 1 << 30;
/** What is kept of a larger one behind each mark, and altogether. */
const PIECE = 1 << 20;
const MOST_OF_PIECES = 16 << 20;
/** Behind a mark that is looked for because of the file's name, where a version stands: such marks are short, and common in the largest programs. */
const NAMED_PIECE = 4 << 10;
/** Bytes of a program that nobody may execute as it is: what says more of itself than its headers takes more. */
const SMALLEST_UNMARKED = 4096;
const HEAD = 8;
const nothing = Buffer.alloc(0);
/** What is kept of a larger one in front of each mark. */
const LEAD = 64;
/** Bytes of every program that are handed to whoever wants no more of it: the headers that say what kind of program it is. */
const BEGINNING = 4096;

/** What was seen of a file: no program, all of one, or what follows the marks in one that is too large. */
export type SeenProgram =
  | { readonly kind: 'none' }
  /** Valid until the next file begins, as the beginning of the others is. */
  | { readonly kind: 'whole'; readonly content: Buffer; readonly beginning: Buffer }
  | {
      readonly kind: 'pieces';
      readonly pieces: readonly Buffer[];
      readonly leads: readonly Buffer[];
      readonly hasMore: boolean;
      readonly beginning: Buffer;
    }
  /** A program of which no more than its beginning was read. */
  | { readonly kind: 'beginning'; readonly beginning: Buffer }
  /** What {@link Wanted.scripts} speaks of; of one that is too large, its beginning. */
  | { readonly kind: 'script'; readonly content: Buffer; readonly isWhole: boolean };

interface Mark {
  readonly mark: Buffer;
  /** Bytes that are kept from it on. */
  readonly piece: number;
}

/**
 * Tells a program by its first bytes: ELF, PE (`MZ`), Mach-O of either width and byte order, and several of these in one file. The last has
 * its magic in common with Java's classes, which have there a version no lower than 45 where that has a number of programs.
 */
export function beginsAsProgram(head: Uint8Array): boolean {
  switch (head[0]) {
    case 0x7f:
      return head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
    case 0x4d:
      return head[1] === 0x5a;
    case 0xfe:
      return head[1] === 0xed && head[2] === 0xfa && (head[3] === 0xce || head[3] === 0xcf);
    case 0xce:
    case 0xcf:
      return head[1] === 0xfa && head[2] === 0xed && head[3] === 0xfe;
    case 0xca:
      if (head[1] !== 0xfe || head[2] !== 0xba || (head[3] !== 0xbe && head[3] !== 0xbf)) return false;
      return head[4] === 0 && head[5] === 0 && head[6] === 0 && (head[7] ?? 0) < 45;
    default:
      return false;
  }
}

/** Whether a file that may be executed is text that names what starts it, a module of WebAssembly, or an archive that something is told to start by its name. */
export function beginsAsScript(head: Uint8Array, path: string): boolean {
  if (head[0] === 0x23 && head[1] === 0x21) return true;
  if (head[0] === 0 && head[1] === 0x61 && head[2] === 0x73 && head[3] === 0x6d) return true;
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4 && !nameOf(path).includes('.');
}

/** Whether a file may be executed, or is named as a program that others load. */
export function isMarkedAsProgram({ path, mode }: LayerFile): boolean {
  return (mode & 0o111) !== 0 || programName.test(path);
}

/** The same, or a file of which a program would say more than its headers. Most files of an image are neither. */
export function isMarkedOrLarge(file: LayerFile): boolean {
  return file.size >= SMALLEST_UNMARKED || isMarkedAsProgram(file);
}

const programName = /\.(?:so(?:\.[0-9.]*)?|dylib|dll|exe)$/i;

/** Looks at the files of a layer as their bytes go by, one after the other: at a few bytes of each, and at all of those that are programs. */
export class ProgramReader {
  readonly #collectors: readonly Collector[];
  #marks: readonly Mark[] = [];
  #longest = 1;
  readonly #head = Buffer.alloc(HEAD);
  readonly #beginning = Buffer.alloc(BEGINNING);
  readonly #shared: FileRoom;
  #room: Buffer = nothing;
  #size = 0;
  #filled = 0;
  #state: 'head' | 'none' | 'whole' | 'pieces' | 'script' | 'long-script' = 'none';
  /** The path of a file that is looked at for being a script, too; null where it need not be. */
  #maybeScript: string | null = null;
  #pieces: Buffer[][] = [];
  #leads: Buffer[] = [];
  #held = 0;
  #hasMore = false;
  /** Up to where the last piece goes, in bytes of the file. */
  #until = 0;
  #tail: Buffer = Buffer.alloc(0);

  readonly #seesScripts: boolean;

  /** @param seesScripts whether somebody wants what {@link Wanted.scripts} speaks of */
  constructor(collectors: readonly Collector[], room: FileRoom, seesScripts = false) {
    this.#collectors = collectors;
    this.#seesScripts = seesScripts;
    this.#shared = room;
  }

  begin({ path, size, mode = 0 }: { readonly path: string; readonly size: number; readonly mode?: number }): void {
    this.#shared.release(KEPT);
    this.#room = nothing;
    if (size > MOST_WHOLE) this.#prepareSearch(nameOf(path));
    this.#size = size;
    this.#maybeScript = this.#seesScripts && (mode & 0o111) !== 0 ? path : null;
    this.#filled = 0;
    this.#state = 'head';
    this.#pieces = [];
    this.#leads = [];
    this.#held = 0;
    this.#hasMore = false;
    this.#until = 0;
    this.#tail = Buffer.alloc(0);
  }

  /** Marks are searched one after the other: only those of which a file of this name may have something. */
  #prepareSearch(name: string): void {
    const marks: readonly Mark[] = this.#collectors.flatMap(({ wants: { programs } }) => [
      ...(programs?.marks ?? []).map((mark) => ({ mark, piece: PIECE })),
      ...(programs?.marksFor?.(name) ?? []).map((mark) => ({ mark, piece: NAMED_PIECE })),
    ]);
    // The longest piece behind a mark serves all who look for it.
    const sorted = [...marks].sort((one, other) => other.piece - one.piece);
    this.#marks = sorted.filter(({ mark }, at) => sorted.findIndex((other) => other.mark.equals(mark)) === at);
    this.#longest = Math.max(1, ...marks.map(({ mark }) => mark.length));
  }

  /** Whether no more of the file is looked at: it is known to be no program, or there is enough of a script. */
  get hasEnough(): boolean {
    return this.#state === 'none' || (this.#state === 'long-script' && this.#filled >= BEGINNING);
  }

  /** Whether it is known to be one. */
  get isProgram(): boolean {
    return this.#state === 'whole' || this.#state === 'pieces';
  }

  /**
   * Shows of an ELF file of which no more than the beginning came by what {@link elfOutline} tells: a whole in which only that is what it is in the file. False
   * where it cannot be told, or `see` says so.
   */
  outlined(read: ReadInto, see: (outline: Buffer) => boolean): boolean {
    const [size, filled] = [this.#size, this.#filled];
    if (!this.isProgram || filled === size || size > MOST_OUTLINED) return false;
    const sought = this.#collectors.flatMap(({ wants }) => wants.programs?.sections ?? []);
    if (this.#state === 'whole') {
      const room = this.#room.subarray(0, size);
      return elfOutline(room, filled, read, sought) && see(room);
    }
    const room = Buffer.allocUnsafeSlow(size);
    const isThere = filled <= BEGINNING;
    this.#beginning.copy(room, 0, 0, filled);
    const isEnough = isThere && elfOutline(room, filled, read, sought) && see(room);
    givenBack(room);
    return isEnough;
  }

  data(chunk: Uint8Array): void {
    if (this.#state === 'head') {
      if (this.#filled === 0 && chunk.length >= HEAD) {
        // Of most files this is all that is looked at.
        const state = this.#decided(chunk);
        if (state === 'none') {
          this.#state = 'none';
          return;
        }
        if (chunk.length === this.#size && (state === 'whole' || state === 'script')) {
          this.#room = viewOf(chunk);
          this.#filled = this.#size;
          this.#state = state;
          return;
        }
      }
      const taken = chunk.subarray(0, HEAD - this.#filled);
      this.#head.set(taken, this.#filled);
      this.#filled += taken.length;
      if (this.#filled < HEAD) return;
      this.#state = this.#decided(this.#head);
      this.#prepare();
      if (this.#size > MOST_WHOLE && this.isProgram) this.#search(this.#head, 0);
      if (taken.length < chunk.length) this.data(chunk.subarray(taken.length));
      return;
    }
    if (this.#state === 'whole' || this.#state === 'script') this.#room.set(chunk, this.#filled);
    else if (this.#filled < BEGINNING && this.#state !== 'none')
      this.#beginning.set(chunk.subarray(0, BEGINNING - this.#filled), this.#filled);
    if (this.#state === 'pieces') this.#search(viewOf(chunk), this.#filled);
    this.#filled += chunk.length;
  }

  /** What there is of a program that is not read any further. */
  stop(): SeenProgram {
    const seen = this.finish();
    return seen.kind === 'none' || seen.kind === 'script' ? seen : { kind: 'beginning', beginning: seen.beginning };
  }

  finish(): SeenProgram {
    const state = this.#state;
    this.#state = 'none';
    const content = this.#room.subarray(0, this.#filled);
    if (state === 'whole') return { kind: 'whole', content, beginning: content.subarray(0, BEGINNING) };
    if (state === 'script') return { kind: 'script', content, isWhole: true };
    const beginning = this.#beginning.subarray(0, Math.min(this.#filled, BEGINNING));
    if (state === 'long-script') return { kind: 'script', content: beginning, isWhole: false };
    if (state !== 'pieces') return { kind: 'none' };
    const pieces = this.#pieces.map((parts) => Buffer.concat(parts));
    return { kind: 'pieces', pieces, leads: this.#leads, hasMore: this.#hasMore, beginning };
  }

  #decided(head: Uint8Array): 'none' | 'whole' | 'pieces' | 'script' | 'long-script' {
    const isLong = this.#size > MOST_WHOLE;
    if (beginsAsProgram(head)) return isLong ? 'pieces' : 'whole';
    if (this.#maybeScript === null || !beginsAsScript(head, this.#maybeScript)) return 'none';
    return isLong ? 'long-script' : 'script';
  }

  /** Gets a place ready for what comes behind the head. */
  #prepare(): void {
    if (this.#state === 'none') return;
    if (this.#size > MOST_WHOLE) this.#beginning.set(this.#head);
    else {
      this.#room = this.#shared.taken(this.#size);
      this.#room.set(this.#head);
    }
  }

  /** Keeps what follows a mark, also one that begins in the chunk before. A mark within a piece makes that piece longer. */
  #search(chunk: Buffer, offset: number): void {
    const edge = this.#tail.subarray(Math.max(0, this.#tail.length + 1 - this.#longest));
    const border = Buffer.concat([edge, chunk.subarray(0, this.#longest - 1)]);
    const starts = new Map<number, number>();
    for (const { mark, piece } of this.#marks) {
      const found = (start: number) => starts.set(start, Math.max(piece, starts.get(start) ?? 0));
      for (let at = border.indexOf(mark); at !== -1; at = border.indexOf(mark, at + 1)) {
        if (at < edge.length) found(at - edge.length);
      }
      for (let at = chunk.indexOf(mark); at !== -1 && starts.size < 10_000; at = chunk.indexOf(mark, at + 1)) found(at);
    }
    let kept = 0;
    for (const [start, piece] of [...starts].sort(([a], [b]) => a - b)) {
      if (offset + start >= this.#until) {
        kept = this.#keep(chunk, kept, offset);
        const before = start < 0 ? [Buffer.from(this.#tail.subarray(start))] : [];
        this.#pieces.push(before);
        this.#leads.push(leadOf(this.#tail, chunk, start));
        this.#held += before[0]?.length ?? 0;
        kept = Math.max(0, start);
      }
      this.#until = Math.max(this.#until, offset + start + piece);
    }
    this.#keep(chunk, kept, offset);
    const room = this.#longest - 1 + LEAD;
    this.#tail = Buffer.from(Buffer.concat([this.#tail, chunk.subarray(-room)]).subarray(-room));
  }

  /** Adds to the last piece what of the chunk belongs to it, from `from` on; returns where that ends. */
  #keep(chunk: Buffer, from: number, offset: number): number {
    const end = Math.min(chunk.length, this.#until - offset);
    if (end <= from) return from;
    const fitting = Math.min(end - from, MOST_OF_PIECES - this.#held);
    if (fitting < end - from) this.#hasMore = true;
    if (fitting > 0) this.#pieces.at(-1)?.push(Buffer.from(chunk.subarray(from, from + fitting)));
    this.#held += Math.max(0, fitting);
    return end;
  }
}

/** What stands in front of a place of a chunk, or of the end of the one before where that is negative. */
function leadOf(tail: Buffer, chunk: Buffer, start: number): Buffer {
  const before =
    start >= LEAD ? [] : [tail.subarray(Math.max(0, tail.length + start - LEAD), tail.length + Math.min(start, 0))];
  return Buffer.concat([...before, chunk.subarray(Math.max(0, start - LEAD), Math.max(0, start))]);
}

/** What a collector takes of a program. */
export function takenFrom(collector: Collector, file: LayerFile, seen: Exclude<SeenProgram, { kind: 'none' }>): Taken {
  if (seen.kind === 'script')
    return seen.isWhole
      ? collector.take(file, seen.content)
      : (collector.takeBeginning?.(file, seen.content) ?? { items: [] });
  if (collector.takeBeginning !== undefined) return collector.takeBeginning(file, seen.beginning);
  if (seen.kind === 'whole') return collector.take(file, seen.content);
  return seen.kind === 'pieces'
    ? (collector.takePieces?.(file, seen.pieces, seen.leads) ?? { items: [] })
    : { items: [] };
}
