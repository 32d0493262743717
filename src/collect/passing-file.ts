import type { ReadInto } from '../formats/executable/elf-outline.ts';
import type { FileBytes } from '../formats/file-bytes.ts';
import type { TarEntry } from '../formats/tar/tar-entry.ts';
import type { HarvestedGap } from '../model/harvest.ts';
import { AwaitedFile, enoughFor } from './awaited-file.ts';
import type { Collector, FileDigest, LayerFile } from './collector.ts';
import { type Dispatch, dispatchOf } from './dispatch.ts';
import { FileRoom, KEPT, viewOf } from './file-room.ts';
import type { HarvestOptions } from './harvest-layer.ts';
import { LaidFile } from './laid-file.ts';
import type { LayerFinds, Wish } from './layer-finds.ts';
import { nameOf } from './layer-path.ts';
import {
  beginsAsProgram,
  beginsAsScript,
  isMarkedOrLarge,
  ProgramReader,
  type SeenProgram,
  takenFrom,
} from './program-reader.ts';
import { SparseContent } from './sparse-content.ts';

/** Bytes. Headers alone take more. */
const SMALLEST_PROGRAM = 256;
const nothing = Buffer.alloc(0);

/** Which files are looked at for being programs, and what is known of them. */
export interface ProgramsSought {
  /** Files worth a look at their first bytes; absent: all but small ones that are not marked as programs. */
  readonly mayBeProgram?: (file: LayerFile) => boolean;
  /** Digests of files, by which somebody may know them; absent: any. */
  readonly digests?: readonly FileDigest[] | undefined;
}

/**
 * Bytes of a layer that are read once more for each further name of their file, a link to it: what is understood of some bytes may depend on the name.
 * Programs are only searched, which is quick.
 */
const MOST_AGAIN = 256 << 20;
const PROGRAM_AGAIN = 16;

/** The file of a layer whose bytes go by: whoever wants it is handed it, and what wants programs looks at the others. */
export class PassingFile {
  readonly #options: HarvestOptions;
  readonly #finds: LayerFinds;
  readonly #mayBeProgram: (file: LayerFile) => boolean;
  #digests: readonly FileDigest[] | undefined;
  /** By directory, the digests for which it stands. */
  readonly #heralded: ReadonlyMap<string, readonly FileDigest[]>;
  readonly #programs: ProgramReader;
  readonly programCollectors: readonly Collector[];
  readonly #scriptCollectors: readonly Collector[];
  readonly wantedBy: Dispatch;
  /** The file that is looked at for being a program, and for nothing else. */
  #probed: LayerFile | null = null;
  #isProbedSparse = false;
  #read: ReadInto | null = null;
  #wishes: readonly Wish[] = [];
  readonly #room = new FileRoom();
  /** Of the file that is wanted; empty before any of it came. */
  #content: Buffer = nothing;
  #filled = 0;
  #size = 0;
  #sparse: SparseContent | null = null;
  /** The same, where it is too large to be held. */
  #laid: LaidFile | null = null;
  #bytes: FileBytes | null = null;
  #awaited: AwaitedFile | null = null;
  /** Whether no more of the file is to be shown than there is room for. */
  #isBeginning = false;
  /** Bytes that may still be read under further names of their files. */
  #again = MOST_AGAIN;

  constructor(options: HarvestOptions, finds: LayerFinds, { mayBeProgram = isMarkedOrLarge, digests }: ProgramsSought) {
    this.#options = options;
    this.#finds = finds;
    this.#mayBeProgram = mayBeProgram;
    this.#digests = digests;
    this.#heralded = new Map(
      digests !== undefined
        ? []
        : options.collectors.flatMap(({ knowsFiles: { by = [], heralds = [] } = {} }) =>
            heralds.map((directory) => [directory, by] as const),
          ),
    );
    this.programCollectors = options.collectors.filter(({ wants }) => wants.programs !== undefined);
    this.#scriptCollectors = options.collectors.filter(({ wants }) => wants.scripts === true);
    this.#programs = new ProgramReader(this.programCollectors, this.#room, this.#scriptCollectors.length > 0);
    this.wantedBy = dispatchOf(options.collectors);
  }

  /** Whether a collector takes files by what they begin with, whatever they are called. */
  takesByContent(collector: string): boolean {
    return [...this.programCollectors, ...this.#scriptCollectors].some(({ name }) => name === collector);
  }

  /** Whether it takes much memory. */
  get isLarge(): boolean {
    return this.#room.isLarge;
  }

  /** A directory of the layer has gone by. */
  passes(directory: string): void {
    const by = this.#heralded.get(directory);
    if (by !== undefined) this.#digests = [...new Set([...(this.#digests ?? []), ...by])];
  }

  /** Whether its bytes are wanted. */
  begin(path: string, entry: TarEntry): boolean {
    const wanting = this.wantedBy(path, null);
    const besides = this.#options.also?.get(path);
    if (wanting.length === 0 && besides === undefined) return this.#probe(path, entry);
    const enough = enoughFor(
      besides === undefined ? wanting : [...wanting, ...besides.map(({ collector }) => collector)],
    );
    // What is stored in pieces has no beginning that could be had alone.
    if (enough === null || entry.size <= enough || entry.sparse !== null) return this.#open(path, entry, wanting);
    this.#awaited = new AwaitedFile(path, entry, enough);
    return true;
  }

  /** It is known how a file begins of which the beginning is enough. */
  #openAwaited({ path, entry, enough, isProgram }: AwaitedFile): void {
    this.#awaited = null;
    const shown = isProgram ? entry : { ...entry, size: enough };
    const isWanted = this.#open(path, shown, this.wantedBy(path, null));
    this.#isBeginning = !isWanted || !isProgram;
  }

  #open(path: string, entry: TarEntry, wanting: readonly Collector[]): boolean {
    const besides = this.#options.also?.get(path);
    const file = this.describe(entry, path);
    const accepted = this.wantedBy(path, file);
    for (const collector of wanting) if (!accepted.includes(collector)) this.#finds.passOver(path, collector);
    const wishes: Wish[] = accepted.map((collector) => ({ at: path, file, collector, isHeld: false }));
    const { size, sparse } = entry;
    for (const { as, collector } of besides ?? []) {
      // What one name of a program says of it holds for all of its names.
      const isProgram = collector.wants.programs !== undefined;
      const wish = { at: path, file: { ...file, path: as }, collector, isHeld: !isProgram };
      this.#again -= isProgram ? size / PROGRAM_AGAIN : size;
      if (this.#again >= 0) wishes.push(wish);
      else this.#finds.keepGap(wish, 'too-many');
    }
    const fits = ({ collector }: Wish) => size <= Math.min(this.#options.maxFileSize, collector.wants.maxSize ?? size);
    for (const wish of wishes) if (!fits(wish)) this.#finds.keepGap(wish, 'too-large');
    this.#wishes = wishes.filter(fits);
    if (this.#wishes.length === 0) return this.#probe(path, entry);
    this.#filled = 0;
    this.#size = size;
    if (sparse !== null) {
      this.#content = this.#room.taken(size).fill(0);
      this.#sparse = new SparseContent(this.#content, sparse);
    }
    return true;
  }

  describe({ size, mode, uid, gid }: TarEntry, path: string): LayerFile {
    const file = { path, size, mode, uid, gid };
    return this.#digests === undefined ? file : { ...file, digests: this.#digests };
  }

  #probe(path: string, entry: TarEntry): boolean {
    if (this.programCollectors.length + this.#scriptCollectors.length === 0 || entry.size < SMALLEST_PROGRAM)
      return false;
    const file = this.describe(entry, path);
    if (!this.#mayBeProgram(file)) return false;
    // What begins with a hole is no program.
    if (entry.sparse !== null && entry.sparse[0]?.offset !== 0) return false;
    this.#probed = file;
    this.#isProbedSparse = entry.sparse !== null;
    this.#programs.begin(file);
    return true;
  }

  data(chunk: Uint8Array): void {
    const awaited = this.#awaited;
    if (awaited !== null) {
      const rest = awaited.take(chunk);
      if (rest === null) return;
      this.#openAwaited(awaited);
      this.data(awaited.head);
      this.data(rest);
      return;
    }
    if (this.#probed !== null) {
      this.#programs.data(chunk);
      return;
    }
    if (this.#sparse !== null) {
      this.#sparse.take(chunk);
      return;
    }
    if (this.#filled === 0 && chunk.length >= this.#size) {
      this.#content = viewOf(chunk.subarray(0, this.#size));
      this.#filled = this.#size;
      return;
    }
    if (this.#filled === 0) this.#prepare();
    const taken = this.#isBeginning ? chunk.subarray(0, this.#size - this.#filled) : chunk;
    if (this.#laid?.take(taken) === false) this.#hold(this.#laid);
    if (this.#laid === null) this.#content.set(taken, this.#filled);
    this.#filled += taken.length;
  }

  /** Gets a place ready for all of the file. */
  #prepare(): void {
    const { scratch } = this.#options;
    const isLarge = this.#size > KEPT && this.#wishes.every(({ collector }) => collector.takeFrom !== undefined);
    this.#laid = scratch !== undefined && isLarge ? LaidFile.begin(scratch, this.#size) : null;
    if (this.#laid === null) this.#content = this.#room.taken(this.#size);
  }

  /** The disk is full: what was laid down is held in memory after all. */
  #hold(laid: LaidFile): void {
    this.#laid = null;
    try {
      this.#content = this.#room.taken(this.#size);
      laid.copyTo(this.#content);
    } finally {
      laid.close();
    }
  }

  /** Whether the file that begins is wanted, and so many bytes that are to come are all of it. */
  #isToCome(size: number): boolean {
    return this.#wishes.length > 0 && this.#sparse === null && this.#filled === 0 && this.#size === size;
  }

  /** Room for the content of the file that begins, which then need not come by; null where it has to. */
  roomFor(size: number): Buffer | null {
    if (!this.#isToCome(size)) return null;
    this.#content = this.#room.taken(size);
    this.#filled = size;
    return this.#content;
  }

  /** Whether the file that begins may be looked at where it lies. */
  takesFrom(size: number): boolean {
    return this.#isToCome(size) && this.#wishes.every(({ collector }) => collector.takeFrom !== undefined);
  }

  /** The bytes of that file: they are looked at when it ends. */
  takeFrom(bytes: FileBytes): void {
    this.#bytes = bytes;
  }

  /** Lets places of the file that begins be read before its bytes come by. */
  lend(read: ReadInto): void {
    this.#read = read;
  }

  /** Whether what came of the file is enough: all of its beginning, or it is no program, or known to say nothing that is not said already. */
  hasEnough(): boolean {
    const file = this.#probed;
    if (file === null) {
      if (!this.#isBeginning || this.#filled < this.#size) return false;
      this.end();
      return true;
    }
    if (!this.#programs.hasEnough && !this.#saysNothing(file)) return false;
    this.#takeProgram(file, this.#programs.stop());
    this.#forget();
    return true;
  }

  /** Whether nobody takes anything of a program that is not told by its first bytes. */
  #saysNothing(file: LayerFile): boolean {
    const read = this.#read;
    this.#read = null;
    if (read === null || this.#isProbedSparse) return false;
    const name = nameOf(file.path);
    if (this.programCollectors.some(({ wants }) => (wants.programs?.marksFor?.(name).length ?? 0) > 0)) return false;
    return this.#programs.outlined(read, (outline) =>
      this.programCollectors.every(({ take, takeBeginning }) => {
        if (takeBeginning !== undefined) return true;
        try {
          const { items, gaps = [] } = take(file, outline);
          return items.length + gaps.length === 0;
        } catch {
          // What is wrong with it is told of the whole.
          return false;
        }
      }),
    );
  }

  end(): void {
    const bytes = this.#laid?.bytes ?? this.#bytes;
    for (const wish of this.#wishes) this.#take(wish, bytes ?? this.#content);
    const [wish] = this.#wishes;
    if (bytes !== null && beginsAsProgram(bytes.read(0, Math.min(bytes.length, 8))))
      this.#content = bytes.read(0, bytes.length);
    if (wish !== undefined && beginsAsProgram(this.#content)) {
      this.#takeProgram(
        { ...wish.file, path: wish.at },
        {
          kind: 'whole',
          content: this.#content,
          beginning: this.#content.subarray(0, 4096),
        },
      );
    }
    if (wish !== undefined && bytes === null) this.#takeScript(wish);
    if (this.#probed !== null) this.#takeProgram(this.#probed, this.#programs.finish());
    this.#forget();
  }

  /** Of a file that is wanted for another name of it alone. */
  #takeScript({ at, file }: Wish): void {
    if (this.#wishes.some((wish) => wish.file.path === wish.at)) return;
    if ((file.mode & 0o111) === 0 || !beginsAsScript(this.#content, at)) return;
    this.#takeProgram({ ...file, path: at }, { kind: 'script', content: this.#content, isWhole: true });
  }

  /** Its content cannot be had. */
  lost(reason: HarvestedGap['reason']): void {
    if (this.#awaited !== null) this.#openAwaited(this.#awaited);
    for (const wish of this.#wishes) this.#finds.keepGap(wish, reason);
    if (this.#probed !== null && (reason === 'unreadable' || this.#programs.isProgram))
      this.#programGap(this.#probed, reason);
    this.#forget();
  }

  /** No further file follows, and the last one, if it has not ended, is given up. */
  release(): void {
    this.#forget();
    this.#room.release();
  }

  #forget(): void {
    this.#probed = null;
    this.#isProbedSparse = false;
    this.#read = null;
    this.#wishes = [];
    this.#content = nothing;
    this.#room.release(KEPT);
    this.#sparse = null;
    this.#laid?.close();
    this.#laid = null;
    this.#bytes = null;
    this.#isBeginning = false;
    this.#filled = 0;
    this.#size = 0;
  }

  #take(wish: Wish, content: Buffer | FileBytes): void {
    const { at, file, collector } = wish;
    // Looked at for another name that it has, a program is kept under its own: from there it comes to all of them.
    const kept = collector.wants.programs === undefined ? wish : { ...wish, file: { ...file, path: at } };
    if (Buffer.isBuffer(content)) this.#finds.keepTaken(kept, () => collector.take(file, content));
    else {
      const begin = () => collector.takeFrom?.(file, content) ?? (() => ({ items: [] }));
      // What was laid down is gone with the file.
      if (this.#laid !== null) this.#finds.keepTaken(kept, () => begin()());
      else this.#finds.keepBegun(kept, begin);
    }
  }

  #takeProgram(file: LayerFile, seen: SeenProgram): void {
    if (seen.kind === 'none') return;
    const collectors = seen.kind === 'script' ? this.#scriptCollectors : this.programCollectors;
    // Sparse files come without their holes; no engine stores a program so.
    if (this.#isProbedSparse) {
      this.#programGap(file, 'unsupported-format', collectors);
      return;
    }
    for (const collector of collectors) {
      const wish = { at: file.path, file, collector, isHeld: false };
      this.#finds.keepTaken(wish, () => takenFrom(collector, file, seen), true);
    }
    if (seen.kind === 'pieces' && seen.hasMore) this.#programGap(file, 'too-many');
  }

  #programGap(file: LayerFile, reason: HarvestedGap['reason'], collectors = this.programCollectors): void {
    for (const collector of collectors) this.#finds.keepGap({ at: file.path, file, collector, isHeld: false }, reason);
  }
}
