/** A database file that does not follow its format. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
  readonly kind: 'corrupt' | 'truncated' | 'unsupported-format';

  constructor(kind: DatabaseFault['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Nothing is left of a database with more damage, and each fault takes some microseconds. */
const MAX_FAULTS = 100_000;

/**
 * Keeps the first fault of a database of which all that can be read is wanted: what is damaged is passed over, and thrown when the rest has
 * been read.
 */
export class FirstFault {
  #fault: DatabaseFault | null = null;
  #count = 0;

  /** Null where what was tried is damaged. Throws the first fault where there are very many. */
  attempt<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error;
      this.#fault ??= error;
      this.#count += 1;
      if (this.#count >= MAX_FAULTS) throw this.#fault;
      return null;
    }
  }

  throwIfAny(): void {
    if (this.#fault !== null) throw this.#fault;
  }
}
