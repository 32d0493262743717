import { sha256 } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import type { Question } from '../model/question.ts';

/** A question about an image that a scan can reach. */
export type ScannableQuestion = Question & { readonly scanRef: string };

/**
 * Scans at a door, one at a time for one image however many ask as the same, and a few images at a time. Who asks a registry as somebody
 * else waits for a scan of his own: it may be that he may not have what another one may.
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
    const content = configDigest ?? manifestDigest ?? indexDigest ?? chainId ?? scanRef;
    const key = `${content} ${askerOf(question)}`;
    const there = running.get(key);
    if (there !== undefined) return there;
    const scanning = inTurn({ ...question, scanRef }).finally(() => running.delete(key));
    running.set(key, scanning);
    return scanning;
  };
}

/**
 * Who asks a registry for an image, as a digest that is kept nowhere; the same for all who ask as the same. Empty where no registry is asked.
 */
export function askerOf({ scanRef, scanLogin }: Question): string {
  if (scanLogin === undefined) return '';
  const place = scanRef?.split('@', 1)[0];
  return sha256(JSON.stringify([place, scanLogin()]));
}
