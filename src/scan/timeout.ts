import type { OpenOptions } from '../images/image-source.ts';

/** A timer of Node.js that is given more than this ends at once. Milliseconds: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** The same options with a time by which all is over; `settle` when it was needed no more. */
export function withTimeout(
  options: OpenOptions,
  timeout: number | null,
): { options: OpenOptions; settle: () => void } {
  if (timeout === null) return { options, settle() {} };
  // Node.js forgets a signal of time that only `AbortSignal.any` knows of, and it never comes.
  const ending = new AbortController();
  const { signal } = options;
  const follow = () => ending.abort(signal.reason);
  if (signal.aborted) follow();
  signal.addEventListener('abort', follow, { once: true });
  const ranOut = () => ending.abort(new DOMException('time ran out', 'TimeoutError'));
  const clock = setTimeout(ranOut, Math.min(timeout, LONGEST));
  clock.unref();
  const settle = () => {
    clearTimeout(clock);
    signal.removeEventListener('abort', follow);
  };
  return { options: { ...options, signal: ending.signal }, settle };
}
