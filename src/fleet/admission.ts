/** Lets in as much work as fits. */
export interface Admission {
  /** Waits for a place, does the work, and gives the place back. Throws the signal's reason where that comes first. */
  admitted<T>(weight: number, work: () => Promise<T>): Promise<T>;
}

export interface AdmissionRule {
  /** Pieces of work at a time. */
  readonly most: number;
  /** What their weights may come to together, in bytes. One alone is let in whatever it weighs. */
  readonly budget: number;
  /** Bytes that the process has in use right now. */
  readonly inUse: () => number;
  readonly signal: AbortSignal;
}

/** Work is let in in the order in which it came, so that what is heavy is not passed by for ever. */
export function admission({ most, budget, inUse, signal }: AdmissionRule): Admission {
  let running = 0;
  let weights = 0;
  const queue: { readonly weight: number; readonly go: () => void }[] = [];

  const fits = (weight: number) => {
    if (running === 0) return true;
    // What is estimated may be wrong; what is measured is not.
    return running < most && weights + weight <= budget && inUse() <= budget;
  };
  const look = () => {
    for (let next = queue[0]; next !== undefined && fits(next.weight); next = queue[0]) {
      queue.shift();
      running += 1;
      weights += next.weight;
      next.go();
    }
  };
  return {
    admitted: async (weight, work) => {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const stop = () => {
          queue.splice(queue.indexOf(entry), 1);
          reject(signal.reason);
        };
        const go = () => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const entry = { weight, go };
        signal.addEventListener('abort', stop, { once: true });
        queue.push(entry);
        look();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        weights -= weight;
        look();
      }
    },
  };
}

/** Bytes that reading an image takes besides the files that are wanted whole: buffers of decompression, what is remembered of its files. */
const FIXED = 24 << 20;

/** About how many bytes reading an image takes: a large layer may have large files. */
export function weightOfImage(largestLayer: number, maxFileSize: number): number {
  return FIXED + Math.min(maxFileSize, 2 * largestLayer);
}
