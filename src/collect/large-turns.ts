/**
 * Lets one of several layers that are read at a time hold a large file: two such files would take more memory than all the rest of a scan.
 * Whoever waits goes on in the order of asking.
 */
export class LargeTurns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for a turn, and returns what ends it. Throws the reason of the signal when that is aborted. */
  async begin(signal: AbortSignal): Promise<() => void> {
    const mine = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = before.then(() => mine.promise);
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      await Promise.race([before, aborted.promise]);
      return mine.resolve;
    } catch (error) {
      mine.resolve();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
