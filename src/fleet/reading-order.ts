import type { Digest } from '../base/digest.ts';
import type { Target } from './target.ts';

/** Which image is begun next. */
export interface ReadingOrder {
  /** Undefined when all were given out. */
  next(): Target | undefined;
  /** Its layers were read, or could not be, or need not be. May be said again. */
  done(target: Target): void;
}

/** Images that are passed over for the time being. */
const MOST_WAITING = 1000;

/**
 * As they stand, except that an image whose largest layer is just being read for another one waits until that is done: all it could do is wait
 * for it, in a place where others could be read meanwhile. Where nothing else is left it is given out all the same.
 */
export function readingOrder(targets: readonly Target[]): ReadingOrder {
  const rest = targets.values();
  const known = new Set<Digest>();
  /** By the layer that they wait for. */
  const waiting = new Map<Digest, Target[]>();
  const ready: Target[] = [];
  let passedOver = 0;

  const fromRest = (): Target | undefined => {
    for (let target = rest.next().value; target !== undefined; target = rest.next().value) {
      const digest = target.largest?.digest;
      if (digest === undefined || known.has(digest)) return target;
      const others = waiting.get(digest);
      if (others === undefined) waiting.set(digest, []);
      if (others === undefined || passedOver >= MOST_WAITING) return target;
      others.push(target);
      passedOver += 1;
    }
    return undefined;
  };
  const fromWaiting = (): Target | undefined => {
    const target = [...waiting.values()].find((others) => others.length > 0)?.shift();
    if (target !== undefined) passedOver -= 1;
    return target;
  };
  return {
    next: () => ready.shift() ?? fromRest() ?? fromWaiting(),
    done: ({ largest }) => {
      if (largest === null) return;
      known.add(largest.digest);
      const others = waiting.get(largest.digest) ?? [];
      waiting.delete(largest.digest);
      passedOver -= others.length;
      ready.push(...others);
    },
  };
}
