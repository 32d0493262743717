import { failure } from '../base/errors.ts';
import type { Question } from '../model/question.ts';

/** A question about an image that a scan can reach. */
export type ScannableQuestion = Question & { readonly scanRef: string };

/**
 * Scans at a door, one at a time for one image however many ask, and a few images at a time.
 * @param scan reads, judges and records the image of a question
 */
export function doorScans(
  scan: (question: ScannableQuestion) => Promise<void>,
  most: number,
): (question: Question) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  const inTurn = async (question: ScannableQuestion): Promise<void> => {
    if (busy >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    busy += 1;
    try {
      await scan(question);
    } finally {
      busy -= 1;
      waiting.shift()?.();
    }
  };
  return (question) => {
    const { identity, scanRef, asked } = question;
    if (scanRef === null)
      return Promise.reject(
        failure('bad-reference', {
          ref: asked,
          reason: { en: 'it cannot be scanned from here', 'zh-CN': '无法在此处扫描' },
        }),
      );
    const { configDigest, manifestDigest, indexDigest, chainId } = identity;
    const key = configDigest ?? manifestDigest ?? indexDigest ?? chainId ?? scanRef;
    const there = running.get(key);
    if (there !== undefined) return there;
    const scanning = inTurn({ ...question, scanRef }).finally(() => running.delete(key));
    running.set(key, scanning);
    return scanning;
  };
}
