import type { ReadInto } from '../formats/executable/elf-outline.ts';
import type { TarEntry } from '../formats/tar/tar-entry.ts';
import type { TarVisitor } from '../formats/tar/tar-parser.ts';
import type { Harvest, Harvested, HarvestedFile, HarvestedGap, PassedOver } from '../model/harvest.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import type { Collector, FileDigest, LayerFile, Taken } from './collector.ts';
import { type Dispatch, dispatchOf } from './dispatch.ts';
import type { HarvestOptions } from './harvest-layer.ts';
import { MOST_WEIGHT, weightOfItem, weightOfLink, weightOfPath } from './harvest-weight.ts';
import { KeptFiles } from './kept-files.ts';
import { LayerGaps } from './layer-gaps.ts';
import { LayerLinks } from './layer-links.ts';
import { directoryOf, nameOf, normalizedPath } from './layer-path.ts';
import { LayerWhiteouts } from './layer-whiteouts.ts';
import { beginsAsProgram, isMarkedOrLarge, ProgramReader, type SeenProgram } from './program-reader.ts';
import { SparseContent } from './sparse-content.ts';

/** A hard link at a path that a collector wants, to a file of the same layer that it had not asked for. */
export interface UnreadLink {
  readonly path: string;
  readonly target: string;
  readonly collectors: readonly Collector[];
}

interface Wish {
  /** Where its content lies in the layer; `file.path` may be another name for it. */
  readonly at: string;
  readonly file: LayerFile;
  readonly collector: Collector;
  readonly isHeld: boolean;
}

/** Bytes. Headers alone take more. */
const SMALLEST_PROGRAM = 256;
/** Links, files and gaps of one layer that are remembered; whoever makes more of them is not making an image. */
const MAX_REMEMBERED = 1_000_000;
const MAX_LISTED = 100_000;
/** Entries of a layer beyond which it is no longer read: an image of a whole operating system has some hundred thousand. */
const MAX_ENTRIES = 5_000_000;
/** The same for paths, directories that no entry names included. */
const MAX_PATHS = 10_000_000;
/** No engine can make a file with a longer path (Linux' PATH_MAX). */
const MAX_PATH = 4095;
/** Bytes of a file from which on its memory is given back at once: a collector of garbage would know of it late. */
const LARGE = 1 << 20;
/** Nothing that has a longer name or version is a package. */
const MAX_WORD = 1024;
/** Directories that need not be indexed again; which they are is forgotten when there are more. */
const MAX_IMPLIED = 100_000;

/** One pass over a layer's entries: hands wanted files to their collectors and keeps what squashing needs. */
export class LayerWalk implements TarVisitor {
  readonly #wantedBy: Dispatch;
  readonly #options: HarvestOptions;
  readonly #index = new PathIndexBuilder();
  readonly #gaps = new LayerGaps();
  readonly #files = new KeptFiles(MAX_REMEMBERED);
  readonly #links = new LayerLinks(MAX_REMEMBERED);
  readonly #whiteouts: LayerWhiteouts | null;
  readonly #passedOver: PassedOver[] = [];
  readonly #implied = new Set<string>();
  readonly unread: UnreadLink[] = [];
  entries = 0;
  readonly #programCollectors: readonly Collector[];
  readonly #programs: ProgramReader;
  readonly #mayBeProgram: (file: LayerFile) => boolean;
  readonly #digests: readonly FileDigest[] | undefined;
  /** The file that is looked at for being a program, and for nothing else. */
  #probed: LayerFile | null = null;
  #isProbedSparse = false;
  #read: ReadInto | null = null;
  #wishes: readonly Wish[] = [];
  #content: Buffer = Buffer.alloc(0);
  #filled = 0;
  #sparse: SparseContent | null = null;
  #weight = 0;

  /**
   * @param hasWhiteouts whether names beginning with `.wh.` delete from the layers below; in a directory they are just names
   * @param digests of files, by which somebody may know them; absent: any
   * @param mayBeProgram which files are worth a look at their first bytes; absent: all but small ones that are not marked as programs
   */
  constructor(
    options: HarvestOptions,
    {
      hasWhiteouts,
      mayBeProgram = isMarkedOrLarge,
      digests,
    }: {
      hasWhiteouts: boolean;
      mayBeProgram?: (file: LayerFile) => boolean;
      digests?: readonly FileDigest[] | undefined;
    },
  ) {
    this.#programCollectors = options.collectors.filter(({ wants }) => wants.programs !== undefined);
    this.#programs = new ProgramReader(this.#programCollectors);
    this.#mayBeProgram = mayBeProgram;
    this.#digests = digests;
    this.#wantedBy = dispatchOf(options.collectors);
    this.#options = options;
    this.#whiteouts = hasWhiteouts ? new LayerWhiteouts(this.#gaps, MAX_REMEMBERED) : null;
  }

  /** Whether there is more to remember, or to work out, than any image needs. */
  get isOverfull(): boolean {
    const room = this.#options.room?.() ?? MOST_WEIGHT;
    return (
      this.#weight > room || this.#links.isExhausted || this.entries > MAX_ENTRIES || this.#index.length > MAX_PATHS
    );
  }

  entry(entry: TarEntry): boolean {
    this.entries += 1;
    const { path, escapes } = normalizedPath(entry.name);
    if (path.length > MAX_PATH) {
      this.#gaps.add('engine-dependent', `${path.slice(0, 100)}…`);
      return false;
    }
    if (escapes) this.#gaps.addHarmless('path-escapes', path);
    if (this.#whiteouts?.takes(path, this.#links, this.#files) === true) {
      this.#weight += weightOfPath(path);
      this.#imply(this.#links.placed(path));
      return false;
    }
    const real = this.#links.placed(path);
    this.#imply(real);
    if (real === '') return false;
    this.#replace(real, entry.type === 'directory');
    switch (entry.type) {
      case 'file':
        return this.#wish(real, entry);
      case 'symlink':
        this.#symbolicLink(real, entry.linkName);
        return false;
      case 'hardlink':
        this.#hardLink(real, this.#links.placed(normalizedPath(entry.linkName).path));
        return false;
      case 'directory':
        return false;
      default:
        for (const collector of this.#wantedBy(real, this.#fileOf(entry, real))) {
          this.#keepGap({ at: real, file: this.#fileOf(entry, real), collector, isHeld: false }, 'not-a-file');
        }
        return false;
    }
  }

  data(chunk: Uint8Array): void {
    if (this.#probed !== null) {
      this.#programs.data(chunk);
      return;
    }
    if (this.#sparse !== null) {
      this.#sparse.take(chunk);
      return;
    }
    this.#content.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  /** Lets places of the file that begins be read before its bytes come by. */
  lend(read: ReadInto): void {
    this.#read = read;
  }

  /** Whether what came of the file that is being read is enough: it is no program, or known to say nothing that is not said already. */
  hasEnough(): boolean {
    const file = this.#probed;
    if (file === null) return false;
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
    if (this.#programCollectors.some(({ wants }) => (wants.programs?.marksFor?.(name).length ?? 0) > 0)) return false;
    return this.#programs.outlined(read, (outline) =>
      this.#programCollectors.every(({ take, takeBeginning }) => {
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
    for (const wish of this.#wishes) this.#take(wish, this.#content);
    const [wish] = this.#wishes;
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
    if (this.#probed !== null) this.#takeProgram(this.#probed, this.#programs.finish());
    this.#forget();
  }

  /** The content of a wanted file cannot be had. */
  lost(reason: HarvestedGap['reason']): void {
    for (const wish of this.#wishes) this.#keepGap(wish, reason);
    if (this.#probed !== null && (reason === 'unreadable' || this.#programs.isProgram))
      this.#programGap(this.#probed, reason);
    this.#forget();
  }

  #programGap(file: LayerFile, reason: HarvestedGap['reason']): void {
    for (const collector of this.#programCollectors)
      this.#keepGap({ at: file.path, file, collector, isHeld: false }, reason);
  }

  #forget(): void {
    this.#probed = null;
    this.#isProbedSparse = false;
    this.#read = null;
    this.#wishes = [];
    const { buffer, length } = this.#content;
    if (length >= LARGE && buffer instanceof ArrayBuffer) buffer.transfer(0);
    this.#content = Buffer.alloc(0);
    this.#sparse = null;
  }

  result(): Omit<Harvest, 'diffId' | 'size'> {
    // A file that was wanted and whose end never came.
    this.lost('truncated');
    this.#programs.release();
    const paths = this.#index.build();
    const { whiteouts = [], opaques = [] } = this.#whiteouts?.result(paths) ?? {};
    return {
      entries: this.entries,
      files: this.#files.list(),
      whiteouts,
      opaques,
      links: this.#links.toObject(),
      passedOver: this.#passedOver,
      paths,
      gaps: this.#gaps.list(),
    };
  }

  /** A later entry replaces an earlier one of the same path, and anything but a directory all that lay below it. */
  #replace(path: string, isDirectory: boolean): void {
    this.#index.add(path, isDirectory ? 'directory' : 'other');
    this.#files.delete(path);
    this.#links.delete(path);
    if (isDirectory) {
      this.#implied.add(path);
      return;
    }
    this.#files.deleteBelow(path);
    this.#links.deleteBelow(path);
  }

  /** Directories are made where an entry needs them. */
  #imply(path: string): void {
    for (let at = directoryOf(path); at !== '' && !this.#implied.has(at); at = directoryOf(at)) {
      this.#implied.add(at);
      this.#index.add(at, 'implied');
    }
    if (this.#implied.size > MAX_IMPLIED) this.#implied.clear();
  }

  #wish(path: string, entry: TarEntry): boolean {
    const wanting = this.#wantedBy(path, null);
    const besides = this.#options.also?.get(path);
    if (wanting.length === 0 && besides === undefined) return this.#probe(path, entry);
    const file = this.#fileOf(entry, path);
    const accepted = this.#wantedBy(path, file);
    for (const collector of wanting) if (!accepted.includes(collector)) this.#passOver(path, collector);
    const wishes: Wish[] = accepted.map((collector) => ({ at: path, file, collector, isHeld: false }));
    for (const { as, collector } of besides ?? []) {
      // What one name of a program says of it holds for all of its names.
      wishes.push({ at: path, file: { ...file, path: as }, collector, isHeld: collector.wants.programs === undefined });
    }
    const { size, sparse } = entry;
    const fits = ({ collector }: Wish) => size <= Math.min(this.#options.maxFileSize, collector.wants.maxSize ?? size);
    for (const wish of wishes) if (!fits(wish)) this.#keepGap(wish, 'too-large');
    this.#wishes = wishes.filter(fits);
    if (this.#wishes.length === 0) return this.#probe(path, entry);
    this.#filled = 0;
    this.#content = sparse === null ? Buffer.allocUnsafeSlow(size) : Buffer.alloc(size);
    this.#sparse = sparse === null ? null : new SparseContent(this.#content, sparse);
    return true;
  }

  #fileOf({ size, mode, uid, gid }: TarEntry, path: string): LayerFile {
    const file = { path, size, mode, uid, gid };
    return this.#digests === undefined ? file : { ...file, digests: this.#digests };
  }

  #probe(path: string, entry: TarEntry): boolean {
    if (this.#programCollectors.length === 0 || entry.size < SMALLEST_PROGRAM) return false;
    const file = this.#fileOf(entry, path);
    if (!this.#mayBeProgram(file)) return false;
    // What begins with a hole is no program.
    if (entry.sparse !== null && entry.sparse[0]?.offset !== 0) return false;
    this.#probed = file;
    this.#isProbedSparse = entry.sparse !== null;
    this.#programs.begin(file);
    return true;
  }

  #passOver(path: string, collector: Collector): void {
    this.#weight += weightOfPath(path);
    if (this.#passedOver.length < MAX_LISTED) this.#passedOver.push({ path, collector: collector.name });
    else this.#gaps.add('too-many', path);
  }

  #symbolicLink(path: string, target: string): void {
    this.#weight += weightOfLink(path, target.slice(0, MAX_PATH));
    const trouble = this.#links.addSymbolic(path, target);
    if (trouble !== null) this.#gaps.add(trouble, path);
  }

  /** Another name for a file: what was taken from that holds for this name, too, where it is wanted. */
  #hardLink(path: string, target: string): void {
    const symbolic = this.#links.targetOf(target);
    if (symbolic !== undefined) {
      // One more name for the link itself, which leads on from where that name is.
      this.#symbolicLink(path, symbolic);
      return;
    }
    this.#weight += weightOfLink(path, target);
    const kept = this.#files.at(target);
    for (const one of kept) {
      // A program is one under every name.
      if (this.#programCollectors.some(({ name }) => name === one.file.collector)) {
        this.#keep(path, { ...one.file, path }, false);
      } else this.#keep(path, one.file, true);
    }
    const missing: Collector[] = [];
    for (const collector of this.#wantedBy(path, null)) {
      const ofCollector = kept.filter(({ file }) => file.collector === collector.name);
      const found = ofCollector.find(({ file }) => file.path === path) ?? ofCollector[0];
      if (found === undefined) missing.push(collector);
      else this.#keep(path, { ...found.file, path }, false);
    }
    // A program that only its second name says something of.
    if (kept.some(({ file }) => file.items.some(({ kind }) => kind === 'program'))) {
      for (const collector of this.#programCollectors) {
        const isKnown = kept.some(({ file }) => file.collector === collector.name);
        if (!isKnown && (collector.wants.programs?.marksFor?.(nameOf(path)).length ?? 0) > 0) missing.push(collector);
      }
    }
    if (missing.length > 0 && this.unread.length < MAX_LISTED) {
      this.unread.push({ path, target: this.#links.firstNameOf(target), collectors: missing });
    } else if (missing.length > 0) this.#gaps.add('too-many', path);
    if (!this.#links.addHard(path, target)) this.#gaps.add('too-many', path);
  }

  #take(wish: Wish, content: Buffer): void {
    const { at, file, collector } = wish;
    // Looked at for another name that it has, a program is kept under its own: from there it comes to all of them.
    const kept = collector.wants.programs === undefined ? wish : { ...wish, file: { ...file, path: at } };
    this.#keepTaken(kept, () => collector.take(file, content));
  }

  #takeProgram(file: LayerFile, seen: SeenProgram): void {
    if (seen.kind === 'none') return;
    // Sparse files come without their holes; no engine stores a program so.
    if (this.#isProbedSparse) {
      this.#programGap(file, 'unsupported-format');
      return;
    }
    for (const collector of this.#programCollectors) {
      this.#keepTaken({ at: file.path, file, collector, isHeld: false }, () => takenFrom(collector, file, seen), true);
    }
    if (seen.kind === 'pieces' && seen.hasMore) this.#programGap(file, 'too-many');
  }

  /** @param isOfMany whether the file is one of many that say nothing, and that need not be remembered */
  #keepTaken(wish: Wish, take: () => Taken, isOfMany = false): void {
    const { at, file, collector, isHeld } = wish;
    let taken: Taken;
    try {
      taken = take();
    } catch {
      // A collector that fails on a file is a gap about that file, not the end of the scan.
      this.#keepGap(wish, 'unparsable');
      return;
    }
    const { items, gaps = [] } = taken;
    if (isOfMany && items.length === 0 && gaps.length === 0) return;
    const fitting = items.filter(isSane);
    this.#keep(at, { path: file.path, collector: collector.name, items: fitting, gaps }, isHeld);
    if (fitting.length < items.length) this.#keepGap(wish, 'unparsable');
  }

  #keepGap({ at, file, collector, isHeld }: Wish, reason: HarvestedGap['reason']): void {
    const { name, what, blinds } = collector;
    this.#keep(at, { path: file.path, collector: name, items: [], gaps: [{ what, reason, blinds }] }, isHeld);
  }

  #keep(at: string, file: HarvestedFile, isHeld: boolean): void {
    this.#weight += file.items.reduce((sum, item) => sum + weightOfItem(item), weightOfPath(file.path));
    // Names that differ only in bytes that are not UTF-8 cannot be told apart here: which of them a later layer hides is not known.
    if (file.path.includes('\ufffd')) this.#gaps.add('unparsable', file.path);
    if (!this.#files.add(at, { file, isHeld })) this.#gaps.add('too-many', at);
  }
}

function takenFrom(collector: Collector, file: LayerFile, seen: Exclude<SeenProgram, { kind: 'none' }>): Taken {
  if (collector.takeBeginning !== undefined) return collector.takeBeginning(file, seen.beginning);
  if (seen.kind === 'whole') return collector.take(file, seen.content);
  return seen.kind === 'pieces'
    ? (collector.takePieces?.(file, seen.pieces, seen.leads) ?? { items: [] })
    : { items: [] };
}

function isSane(item: Harvested): boolean {
  return item.kind !== 'package' || (item.name.length <= MAX_WORD && item.version.length <= MAX_WORD);
}
