import { failure } from '../base/errors.ts';
import type { Question } from '../model/question.ts';

/**
 * Scans at a door, one at a time for one image however many ask, and a few images at a time.
 * @param scan reads, judges and records the image of a reference
 */
export function doorScans(scan: (ref: string) => Promise<void>, most: number): (question: Question) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  const inTurn = async (ref: string): Promise<void> => {
    if (busy >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    busy += 1;
    try {
      await scan(ref);
    } finally {
      busy -= 1;
      waiting.shift()?.();
    }
  };
  return ({ identity, scanRef, asked }) => {
    if (scanRef === null)
      return Promise.reject(failure('bad-reference', { ref: asked, reason: 'it cannot be scanned from here' }));
    const { configDigest, manifestDigest, indexDigest, chainId } = identity;
    const key = configDigest ?? manifestDigest ?? indexDigest ?? chainId ?? scanRef;
    const there = running.get(key);
    if (there !== undefined) return there;
    const scanning = inTurn(scanRef).finally(() => running.delete(key));
    running.set(key, scanning);
    return scanning;
  };
}
