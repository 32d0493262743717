import type { ReadInto } from '../formats/executable/elf-outline.ts';
import type { FileBytes } from '../formats/file-bytes.ts';
import type { TarEntry } from '../formats/tar/tar-entry.ts';
import type { TarVisitor } from '../formats/tar/tar-parser.ts';
import type { Harvest, HarvestedGap } from '../model/harvest.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import type { Collector } from './collector.ts';
import { DirectoryOnce } from './directory-once.ts';
import type { HarvestOptions } from './harvest-layer.ts';
import { MOST_WEIGHT } from './harvest-weight.ts';
import { LayerFinds, MAX_LISTED, MAX_REMEMBERED } from './layer-finds.ts';
import { LayerGaps } from './layer-gaps.ts';
import { LayerLinks } from './layer-links.ts';
import { directoryOf, nameOf, normalizedPath } from './layer-path.ts';
import { LayerWhiteouts } from './layer-whiteouts.ts';
import { PassingFile, type ProgramsSought } from './passing-file.ts';

/** A hard link at a path that a collector wants, to a file of the same layer that it had not asked for. */
export interface UnreadLink {
  readonly path: string;
  readonly target: string;
  readonly collectors: readonly Collector[];
}

/** Entries of a layer beyond which it is no longer read: an image of a whole operating system has some hundred thousand. */
const MAX_ENTRIES = 5_000_000;
/** The same for paths, directories that no entry names included. */
const MAX_PATHS = 10_000_000;
/** No engine can make a file with a longer path (Linux' PATH_MAX). */
const MAX_PATH = 4095;
/** Directories that need not be indexed again; which they are is forgotten when there are more. */
const MAX_IMPLIED = 100_000;

/** One pass over a layer's entries: hands wanted files to their collectors and keeps what squashing needs. */
export class LayerWalk implements TarVisitor {
  readonly #options: HarvestOptions;
  readonly #index = new PathIndexBuilder();
  readonly #gaps = new LayerGaps();
  readonly #finds = new LayerFinds(this.#gaps);
  readonly #links = new LayerLinks(MAX_REMEMBERED);
  readonly #whiteouts: LayerWhiteouts | null;
  readonly #implied = new Set<string>();
  readonly #made = new DirectoryOnce((directory) => {
    for (let at = directory; at !== '' && !this.#implied.has(at); at = directoryOf(at)) {
      this.#implied.add(at);
      this.#index.add(at, 'implied');
    }
    if (this.#implied.size > MAX_IMPLIED) this.#implied.clear();
  });
  readonly #file: PassingFile;
  readonly unread: UnreadLink[] = [];
  entries = 0;

  /** @param kind `hasWhiteouts`: whether names beginning with `.wh.` delete from the layers below; in a directory they are just names */
  constructor(options: HarvestOptions, kind: { readonly hasWhiteouts: boolean } & ProgramsSought) {
    this.#options = options;
    this.#file = new PassingFile(options, this.#finds, kind);
    this.#whiteouts = kind.hasWhiteouts ? new LayerWhiteouts(this.#gaps, MAX_REMEMBERED) : null;
  }

  /** Whether there is more to remember, or to work out, than any image needs. */
  get isOverfull(): boolean {
    const room = this.#options.room?.() ?? MOST_WEIGHT;
    return (
      this.#finds.weight > room ||
      this.#links.isExhausted ||
      this.entries > MAX_ENTRIES ||
      this.#index.length > MAX_PATHS
    );
  }

  /** Whether a file is held that takes much memory. */
  get holdsLarge(): boolean {
    return this.#file.isLarge;
  }

  entry(entry: TarEntry): boolean {
    this.entries += 1;
    const { path, escapes } = normalizedPath(entry.name);
    if (path.length > MAX_PATH) {
      this.#gaps.add('engine-dependent', `${path.slice(0, 100)}…`);
      return false;
    }
    if (escapes) this.#gaps.addHarmless('path-escapes', path);
    // Any of these may ask what was taken before.
    if ((entry.type !== 'file' && entry.type !== 'directory') || path.startsWith('.wh.', path.lastIndexOf('/') + 1))
      this.#finds.settle();
    if (this.#whiteouts?.takes(path, this.#links, this.#finds.files) === true) {
      this.#finds.weighPath(path);
      this.#imply(this.#links.placed(path));
      return false;
    }
    const real = this.#links.placed(path);
    this.#imply(real);
    if (real === '') return false;
    this.#replace(real, entry.type === 'directory');
    switch (entry.type) {
      case 'file':
        return this.#file.begin(real, entry);
      case 'symlink':
        this.#symbolicLink(real, entry.linkName);
        return false;
      case 'hardlink':
        this.#hardLink(real, this.#links.placed(normalizedPath(entry.linkName).path));
        return false;
      case 'directory':
        this.#file.passes(real);
        return false;
      default:
        this.#noFile(real, entry);
        return false;
    }
  }

  data(chunk: Uint8Array): void {
    this.#file.data(chunk);
  }

  lend(read: ReadInto): void {
    this.#file.lend(read);
  }

  /** As of {@link PassingFile}. */
  roomFor(size: number): Buffer | null {
    return this.#file.roomFor(size);
  }

  takesFrom(size: number): boolean {
    return this.#file.takesFrom(size);
  }

  takeFrom(bytes: FileBytes): void {
    this.#file.takeFrom(bytes);
  }

  hasEnough(): boolean {
    return this.#file.hasEnough();
  }

  end(): void {
    this.#file.end();
  }

  lost(reason: HarvestedGap['reason']): void {
    this.#file.lost(reason);
  }

  /** Its result is not wanted any more. */
  giveUp(): void {
    this.#file.release();
  }

  result(): Omit<Harvest, 'diffId' | 'size'> {
    this.#finds.settle();
    // A file that was wanted and whose end never came.
    this.#file.lost('truncated');
    this.#file.release();
    const paths = this.#index.build();
    const { whiteouts = [], opaques = [] } = this.#whiteouts?.result(paths) ?? {};
    return {
      entries: this.entries,
      files: this.#finds.files.list(),
      whiteouts,
      opaques,
      links: this.#links.toObject(),
      passedOver: this.#finds.passedOver,
      paths,
      gaps: this.#gaps.list(),
    };
  }

  /** A later entry replaces an earlier one of the same path, and anything but a directory all that lay below it. */
  #replace(path: string, isDirectory: boolean): void {
    this.#finds.settleAt(path);
    this.#index.add(path, isDirectory ? 'directory' : 'other');
    if (isDirectory) {
      this.#finds.files.delete(path);
      this.#links.delete(path);
      this.#implied.add(path);
    } else {
      this.#finds.files.deleteWithin(path);
      this.#links.deleteWithin(path);
    }
  }

  /** Directories are made where an entry needs them. */
  #imply(path: string): void {
    this.#made.of(path);
  }

  /** A device or a pipe in place of a file. */
  #noFile(path: string, entry: TarEntry): void {
    const file = this.#file.describe(entry, path);
    for (const collector of this.#file.wantedBy(path, file))
      this.#finds.keepGap({ at: path, file, collector, isHeld: false }, 'not-a-file');
  }

  #symbolicLink(path: string, target: string): void {
    this.#finds.weighLink(path, target.slice(0, MAX_PATH));
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
    this.#finds.weighLink(path, target);
    const missing = this.#keepLinked(path, target);
    if (missing.length > 0 && this.unread.length < MAX_LISTED) {
      this.unread.push({ path, target: this.#links.firstNameOf(target), collectors: missing });
    } else if (missing.length > 0) this.#gaps.add('too-many', path);
    if (!this.#links.addHard(path, target)) this.#gaps.add('too-many', path);
  }

  /** Returns the collectors that want the file for this name, and have not seen it. */
  #keepLinked(path: string, target: string): Collector[] {
    const { programCollectors, wantedBy } = this.#file;
    const kept = this.#finds.files.at(target);
    for (const one of kept) {
      // A program is one under every name.
      if (this.#file.takesByContent(one.file.collector)) {
        this.#finds.keep(path, { ...one.file, path }, false);
      } else this.#finds.keep(path, one.file, true);
    }
    const missing: Collector[] = [];
    for (const collector of wantedBy(path, null)) {
      const ofCollector = kept.filter(({ file }) => file.collector === collector.name);
      const found = ofCollector.find(({ file }) => file.path === path) ?? ofCollector[0];
      if (found === undefined) missing.push(collector);
      else this.#finds.keep(path, { ...found.file, path }, false);
    }
    // A program that only its second name says something of.
    if (kept.some(({ file }) => file.items.some(({ kind }) => kind === 'program'))) {
      for (const collector of programCollectors) {
        const isKnown = kept.some(({ file }) => file.collector === collector.name);
        if (!isKnown && (collector.wants.programs?.marksFor?.(nameOf(path)).length ?? 0) > 0) missing.push(collector);
      }
    }
    return missing;
  }
}
