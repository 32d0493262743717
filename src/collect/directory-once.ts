/**
 * Works something out for the directory of a path, and not again while paths of one directory follow each other: in an archive most do, and to
 * look a directory up costs more than to see that it is the same.
 */
export class DirectoryOnce<T> {
  readonly #work: (directory: string) => T;
  #last: { readonly directory: string; readonly result: T } | null = null;

  constructor(work: (directory: string) => T) {
    this.#work = work;
  }

  of(path: string): T {
    const length = Math.max(path.lastIndexOf('/'), 0);
    const last = this.#last;
    if (last !== null && last.directory.length === length && path.startsWith(last.directory)) return last.result;
    const directory = path.slice(0, length);
    const result = this.#work(directory);
    this.#last = { directory, result };
    return result;
  }

  /** What was worked out holds no longer. */
  forget(): void {
    this.#last = null;
  }
}
