import type { HarvestedFile } from '../model/harvest.ts';
import { PathTree } from './path-tree.ts';

/** What a collector took from a file. */
export interface Kept {
  readonly file: HarvestedFile;
  /** It was taken for a hard link that may come, and is nothing where none does. */
  readonly isHeld: boolean;
}

/** What was taken from the files of a layer so far, by the path at which their content lies. */
export class KeptFiles {
  readonly #byPath: PathTree<readonly Kept[]>;

  constructor(limit: number) {
    this.#byPath = new PathTree(limit);
  }

  at(path: string): readonly Kept[] {
    return this.#byPath.get(path) ?? [];
  }

  /** Returns false where there are too many already. */
  add(path: string, kept: Kept): boolean {
    return this.#byPath.set(path, [...this.at(path), kept]);
  }

  delete(path: string): void {
    this.#byPath.delete(path);
  }

  deleteWithin(path: string): void {
    this.#byPath.deleteWithin(path);
  }

  hasWithin(path: string): boolean {
    return this.#byPath.hasWithin(path);
  }

  /** In the order in which their paths first came. */
  list(): HarvestedFile[] {
    return [...this.#byPath.entries()].flatMap(([, kept]) =>
      kept.filter(({ isHeld }) => !isHeld).map(({ file }) => file),
    );
  }
}
