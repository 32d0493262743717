import { LayerLinks } from '../../collect/layer-links.ts';
import { directoryOf, nameOf, normalizedPath } from '../../collect/layer-path.ts';
import type { TarEntry } from '../../formats/tar/tar-entry.ts';
import type { TarVisitor } from '../../formats/tar/tar-parser.ts';
import { accountFile, type FactsTaker, type FileFacts, factsTaker } from './file-facts.ts';

/** What one layer says of the paths that are asked for. */
export interface LayerLook {
  readonly found: ReadonlyMap<string, FileFacts>;
  /** Hard links among them, to files that were not asked for. */
  readonly links: ReadonlyMap<string, string>;
  /** Whether its links are too many, or lead on and on, so that its files may lie elsewhere. */
  readonly isLost: boolean;
  /** Whether it takes away what the layers below it have at a path. */
  hides(path: string): boolean;
}

/** Looks for a few paths in one layer, and for what hides them (OCI image-spec, "Whiteouts"). */
export class LayerLooker implements TarVisitor {
  readonly #wanted: ReadonlySet<string>;
  readonly #above: ReadonlySet<string>;
  readonly #found = new Map<string, FileFacts>();
  readonly #hardLinks = new Map<string, string>();
  readonly #removed = new Set<string>();
  readonly #emptied = new Set<string>();
  readonly #links: LayerLinks;
  #isLost = false;
  #taking: { readonly path: string; readonly taker: FactsTaker } | null = null;

  /** @param maxLinks how many paths of symbolic links are remembered */
  constructor(wanted: ReadonlySet<string>, maxLinks = 1_000_000) {
    this.#wanted = wanted;
    this.#links = new LayerLinks(maxLinks);
    this.#above = new Set([...wanted].flatMap((path) => [...ancestors(path)]));
  }

  entry(entry: TarEntry): boolean {
    const path = this.#links.placed(normalizedPath(entry.name).path);
    const name = nameOf(path);
    if (name.startsWith('.wh.')) {
      this.#whiteout(directoryOf(path), name);
      return false;
    }
    this.#links.delete(path);
    if (entry.type === 'symlink' && this.#links.addSymbolic(path, entry.linkName) !== null) this.#isLost = true;
    // Anything but a directory takes away what lay below it.
    if (entry.type !== 'directory' && this.#above.has(path)) this.#emptied.add(path);
    if (!this.#wanted.has(path)) return false;
    this.#hardLinks.delete(path);
    if (entry.type === 'hardlink') {
      this.#hardLink(path, this.#links.placed(normalizedPath(entry.linkName).path));
      return false;
    }
    const taker = factsTaker(entry, path === accountFile);
    this.#found.set(path, taker.facts(true));
    if (entry.type !== 'file') return false;
    this.#taking = { path, taker };
    return true;
  }

  data(chunk: Uint8Array): void {
    this.#taking?.taker.take(chunk);
  }

  end(): void {
    if (this.#taking !== null) this.#found.set(this.#taking.path, this.#taking.taker.facts(true));
    this.#taking = null;
  }

  result(): LayerLook {
    return {
      found: this.#found,
      links: this.#hardLinks,
      isLost: this.#isLost || this.#links.isExhausted,
      hides: (path) =>
        this.#removed.has(path) ||
        [...ancestors(path)].some((above) => this.#removed.has(above) || this.#emptied.has(above)),
    };
  }

  #whiteout(directory: string, name: string): void {
    if (name === '.wh..wh..opq') {
      if (this.#above.has(directory)) this.#emptied.add(directory);
      return;
    }
    // Other names that begin with two marks belong to aufs and mean nothing.
    if (name.startsWith('.wh..wh.')) return;
    const hidden = name.slice('.wh.'.length);
    const path = directory === '' ? hidden : `${directory}/${hidden}`;
    if (this.#wanted.has(path) || this.#above.has(path)) this.#removed.add(path);
  }

  #hardLink(path: string, target: string): void {
    const known = this.#found.get(target);
    if (known !== undefined) this.#found.set(path, known);
    else {
      this.#found.delete(path);
      this.#hardLinks.set(path, target);
    }
  }
}

/** Every directory above a path, the root as the empty text included. */
function* ancestors(path: string): Generator<string> {
  for (let at = directoryOf(path); at !== ''; at = directoryOf(at)) yield at;
  yield '';
}
