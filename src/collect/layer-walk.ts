import type { TarEntry } from '../formats/tar/tar-entry.ts';
import type { TarVisitor } from '../formats/tar/tar-parser.ts';
import type { Gap } from '../model/gap.ts';
import type { HarvestedFile, HarvestedGap } from '../model/harvest.ts';
import type { PathIndexBuilder } from '../model/path-index.ts';
import type { Collector, LayerFile } from './collector.ts';
import type { Dispatch } from './dispatch.ts';
import type { HarvestOptions } from './harvest-layer.ts';
import { directoryOf, followLinks, nameOf, normalizedPath } from './layer-path.ts';

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
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** Links, whiteouts and gaps of one layer that are remembered; whoever makes more of them is not making an image. */
const MAX_REMEMBERED = 1_000_000;

/** One pass over a layer's entries: hands wanted files to their collectors and keeps what squashing needs. */
export class LayerWalk implements TarVisitor {
  readonly #wantedBy: Dispatch;
  readonly #options: HarvestOptions;
  readonly #index: PathIndexBuilder;
  readonly #files = new Map<string, HarvestedFile[]>();
  readonly #whiteouts: string[] = [];
  readonly #opaques: string[] = [];
  readonly #links = new Map<string, string>();
  readonly #gaps: Gap[] = [];
  readonly #directories = new Map<string, string>();
  readonly unread: UnreadLink[] = [];
  entries = 0;
  #wishes: readonly Wish[] = [];
  #content: Buffer = Buffer.alloc(0);
  #filled = 0;
  #sparse: TarEntry['sparse'] = null;

  constructor(wantedBy: Dispatch, options: HarvestOptions, index: PathIndexBuilder) {
    this.#wantedBy = wantedBy;
    this.#options = options;
    this.#index = index;
  }

  entry(entry: TarEntry): boolean {
    this.entries += 1;
    const { path, escapes } = normalizedPath(entry.name);
    if (escapes) this.#gap({ what: 'entry', reason: 'path-escapes', blinds: [] }, path);
    const name = nameOf(path);
    if (name.startsWith(WHITEOUT)) {
      this.#whiteout(path, name);
      return false;
    }
    const real = this.#placed(path);
    if (entry.type === 'directory') {
      if (real !== '') this.#index.add(real, true);
      this.#forget(real);
      return false;
    }
    if (real === '') return false;
    this.#index.add(real, false);
    this.#forget(real);
    switch (entry.type) {
      case 'file':
        return this.#wish(real, entry);
      case 'symlink':
        if (this.#links.size < MAX_REMEMBERED) this.#links.set(real, entry.linkName);
        else this.#gap({ what: 'entry', reason: 'too-many', blinds: ['packages'] }, real);
        this.#directories.clear();
        return false;
      case 'hardlink':
        this.#hardLink(real, normalizedPath(entry.linkName).path);
        return false;
      default:
        return false;
    }
  }

  data(chunk: Uint8Array): void {
    this.#content.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  end(): void {
    const content = this.#sparse === null ? this.#content : this.#unfolded(this.#sparse);
    for (const wish of this.#wishes) this.#take(wish, content);
    this.#wishes = [];
    this.#content = Buffer.alloc(0);
  }

  result(): {
    files: HarvestedFile[];
    whiteouts: readonly string[];
    opaques: readonly string[];
    links: ReadonlyMap<string, string>;
    gaps: Gap[];
  } {
    // A file that was wanted and whose end never came.
    for (const { at, file, collector } of this.#wishes) {
      this.#keep(
        at,
        file.path,
        collector,
        [],
        [{ what: collector.what, reason: 'truncated', blinds: collector.blinds }],
      );
    }
    return {
      files: [...this.#files.values()].flat(),
      whiteouts: this.#whiteouts,
      opaques: this.#opaques,
      links: this.#links,
      gaps: this.#gaps,
    };
  }

  #whiteout(path: string, name: string): void {
    const directory = directoryOf(path);
    if (this.#whiteouts.length + this.#opaques.length >= MAX_REMEMBERED) {
      this.#gap({ what: 'entry', reason: 'too-many', blinds: ['packages'] }, path);
    } else if (name === OPAQUE) this.#opaques.push(directory);
    // Other names that begin with two marks belong to aufs and mean nothing.
    else if (!name.startsWith(WHITEOUT + WHITEOUT) && name !== WHITEOUT) {
      const hidden = name.slice(WHITEOUT.length);
      this.#whiteouts.push(directory === '' ? hidden : `${directory}/${hidden}`);
    }
  }

  /** Where an entry really lands: engines write through links that this same layer made before. */
  #placed(path: string): string {
    if (this.#links.size === 0) return path;
    const directory = directoryOf(path);
    if (directory === '') return path;
    let real = this.#directories.get(directory);
    if (real === undefined) {
      real = followLinks(directory, this.#links, true);
      this.#directories.set(directory, real);
    }
    if (real === directory) return path;
    return real === '' ? nameOf(path) : `${real}/${nameOf(path)}`;
  }

  /** A later entry replaces an earlier one of the same path. */
  #forget(path: string): void {
    if (this.#files.size > 0) this.#files.delete(path);
    if (this.#links.size > 0 && this.#links.delete(path)) this.#directories.clear();
  }

  #wish(path: string, entry: TarEntry): boolean {
    const { also, maxFileSize } = this.#options;
    const wanting = this.#wantedBy(path, null);
    const besides = also?.get(path);
    if (wanting.length === 0 && besides === undefined) return false;
    const { size, mode, uid, gid } = entry;
    const file: LayerFile = { path, size, mode, uid, gid };
    const wishes: Wish[] = this.#wantedBy(path, file).map((collector) => ({ at: path, file, collector }));
    for (const { as, collector } of besides ?? []) wishes.push({ at: path, file: { ...file, path: as }, collector });
    if (wishes.length === 0) return false;
    if (size > maxFileSize) {
      for (const { file, collector } of wishes) {
        this.#keep(
          path,
          file.path,
          collector,
          [],
          [{ what: collector.what, reason: 'too-large', blinds: collector.blinds }],
        );
      }
      return false;
    }
    const stored = entry.sparse === null ? size : entry.sparse.reduce((sum, piece) => sum + piece.length, 0);
    this.#wishes = wishes;
    this.#sparse = entry.sparse;
    this.#filled = 0;
    this.#content = Buffer.allocUnsafeSlow(entry.sparse === null ? size : stored + size);
    if (entry.sparse !== null) this.#content.fill(0, stored);
    return true;
  }

  /** The content of a sparse file with its holes filled; its buffer holds the stored bytes, then room for the whole. */
  #unfolded(pieces: NonNullable<TarEntry['sparse']>): Buffer {
    const stored = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const whole = this.#content.subarray(stored);
    let from = 0;
    for (const { offset, length } of pieces) {
      this.#content.copy(whole, offset, from, from + length);
      from += length;
    }
    return whole;
  }

  #hardLink(path: string, target: string): void {
    const wanting = this.#wantedBy(path, null);
    if (wanting.length === 0) return;
    const real = this.#placed(target);
    const read = this.#files.get(real) ?? [];
    for (const file of read) {
      const collector = wanting.find((one) => one.name === file.collector);
      if (collector !== undefined && file.path !== path) this.#keep(path, path, collector, file.items, file.gaps);
    }
    const missing = wanting.filter((one) => !read.some((file) => file.collector === one.name));
    if (missing.length > 0) this.unread.push({ path, target: real, collectors: missing });
  }

  #take({ at, file, collector }: Wish, content: Buffer): void {
    let taken: ReturnType<Collector['take']>;
    try {
      taken = collector.take(file, content);
    } catch {
      // A collector that fails on a file is a gap about that file, not the end of the scan.
      taken = { items: [], gaps: [{ what: collector.what, reason: 'unparsable', blinds: collector.blinds }] };
    }
    this.#keep(at, file.path, collector, taken.items, taken.gaps ?? []);
  }

  #keep(
    at: string,
    path: string,
    collector: Collector,
    items: HarvestedFile['items'],
    gaps: readonly HarvestedGap[],
  ): void {
    const file: HarvestedFile = { path, collector: collector.name, items, gaps };
    const there = this.#files.get(at);
    if (there === undefined) this.#files.set(at, [file]);
    else there.push(file);
  }

  #gap(gap: HarvestedGap, path: string): void {
    if (this.#gaps.length >= 1000) return;
    this.#gaps.push({ ...gap, path, layer: null, incomplete: false });
  }
}
