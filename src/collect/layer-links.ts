import { DirectoryOnce } from './directory-once.ts';
import { DirectoryLeads, MOST_EFFORT, nameOf } from './layer-path.ts';
import { PathTree } from './path-tree.ts';

/** No engine can make a link with a longer target (Linux' PATH_MAX). */
const MAX_TARGET = 4095;

/** The links of one layer, as far as they were made, and where they lead what comes later. */
export class LayerLinks {
  readonly #symbolic: PathTree<string>;
  /** Hard links, each with the first name of what it is a name of. */
  readonly #first = new Map<string, string>();
  readonly #directories: DirectoryLeads;
  readonly #limit: number;
  readonly #effort = { left: MOST_EFFORT };
  /** Where the directory of a path leads; null where it is that itself. */
  readonly #leads = new DirectoryOnce((directory) => {
    const real = this.placedDirectory(directory);
    return real === directory ? null : real;
  });

  constructor(limit: number) {
    this.#limit = limit;
    this.#symbolic = new PathTree(limit);
    this.#directories = new DirectoryLeads(this.#symbolic, this.#effort);
  }

  /** The target of a symbolic link, as written. */
  targetOf(path: string): string | undefined {
    return this.#symbolic.get(path);
  }

  /** Whether links lead on and on, so that where things lie is no longer worked out. */
  get isExhausted(): boolean {
    return this.#effort.left < 0;
  }

  /** Returns what is wrong with it, where it is not taken. */
  addSymbolic(path: string, target: string): 'too-many' | 'engine-dependent' | null {
    if (target.length > MAX_TARGET) return 'engine-dependent';
    this.#changed();
    return this.#symbolic.set(path, target) ? null : 'too-many';
  }

  /** Returns false where there are too many already. */
  addHard(path: string, target: string): boolean {
    if (this.#first.size >= this.#limit) return false;
    this.#first.set(path, this.firstNameOf(target));
    return true;
  }

  /** Under which name the content of a path came. */
  firstNameOf(path: string): string {
    return this.#first.get(path) ?? path;
  }

  /** Where an entry really lands: engines write through links that the same layer made before. */
  placed(path: string): string {
    const real = this.#leads.of(path);
    if (real === null) return path;
    return real === '' ? nameOf(path) : `${real}/${nameOf(path)}`;
  }

  placedDirectory(directory: string): string {
    if (this.#symbolic.size === 0 || directory === '') return directory;
    return this.#directories.of(directory).path;
  }

  hasWithin(path: string): boolean {
    return this.#symbolic.hasWithin(path);
  }

  /** Something else comes at the path. */
  delete(path: string): void {
    if (this.#symbolic.delete(path)) this.#changed();
    this.#isItself(path);
  }

  /** The same, and nothing is left below it. */
  deleteWithin(path: string): void {
    if (this.#symbolic.deleteWithin(path)) this.#changed();
    this.#isItself(path);
  }

  #isItself(path: string): void {
    // Not deleted: the same name may come and go many times.
    if (this.#first.size > 0 && this.#first.has(path)) this.#first.set(path, path);
  }

  #changed(): void {
    this.#directories.forget();
    this.#leads.forget();
  }

  toObject(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#symbolic.entries());
  }
}
