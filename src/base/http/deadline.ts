import { tooSlow } from './network-failure.ts';

/** What may end a request from outside: its caller, or the time that it was given as a whole. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Throws the caller's reason, or `answer-too-slow`, where it has come to that. */
  check(host: string): void;
}

/** @param whole milliseconds; null for no limit */
export function deadline(caller: AbortSignal, whole: number | null): Deadline {
  if (whole === null) return { signal: caller, check: () => caller.throwIfAborted() };
  const clock = AbortSignal.timeout(whole);
  return {
    signal: AbortSignal.any([caller, clock]),
    check: (host) => {
      caller.throwIfAborted();
      if (clock.aborted) throw tooSlow(host, 'whole', whole);
    },
  };
}
