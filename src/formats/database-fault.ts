/** A database file that does not follow its format. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
  readonly kind: 'corrupt' | 'truncated' | 'unsupported-format';

  constructor(kind: DatabaseFault['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Keeps the first fault of a database of which all that can be read is wanted: what is damaged is passed over, and thrown when the rest has
 * been read.
 */
export class FirstFault {
  #fault: DatabaseFault | null = null;

  /** Null where what was tried is damaged. */
  attempt<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error;
      this.#fault ??= error;
      return null;
    }
  }

  throwIfAny(): void {
    if (this.#fault !== null) throw this.#fault;
  }
}
