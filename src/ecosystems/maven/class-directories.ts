/** As class loaders look for classes, below what archives of servers, builds and releases of Java put in front. */
const inClasses = /^(?:(?:(?:BOOT|WEB)-INF\/)?classes\/|META-INF\/versions\/\d+\/)?((?:[^/]+\/)*)[^/]+\.class$/;
const ENDING = '.class';

/** Counts the classes of a jar by their directories, of which there are few beside the classes: those that follow one another are looked at once. */
export class ClassDirectories {
  readonly #counts = new Map<string, { count: number }>();
  /** The directory of the last class, as the jar has it. */
  #last = '';
  #counted: { count: number } | null = null;

  /** Whether an entry is a class. */
  takes(name: string): boolean {
    if (!name.endsWith(ENDING)) return false;
    const slash = name.lastIndexOf('/');
    if (slash + 1 === name.length - ENDING.length) return false;
    if (this.#counted === null || slash + 1 !== this.#last.length || !name.startsWith(this.#last)) {
      const directory = inClasses.exec(name)?.[1];
      if (directory === undefined) return false;
      this.#counted = this.#countOf(directory.slice(0, -1));
      this.#last = name.slice(0, slash + 1);
    }
    this.#counted.count += 1;
    return true;
  }

  /** How many classes lie in which directory, which is named as their package is (`org/example`; empty for those without one). */
  counts(): ReadonlyMap<string, number> {
    return new Map([...this.#counts].map(([directory, { count }]) => [directory, count]));
  }

  #countOf(directory: string): { count: number } {
    const known = this.#counts.get(directory);
    if (known !== undefined) return known;
    const fresh = { count: 0 };
    this.#counts.set(directory, fresh);
    return fresh;
  }
}
