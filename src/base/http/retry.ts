import { setTimeout as pause } from 'node:timers/promises';
import { PlimsollError, systemCode } from '../errors.ts';

/** How often a request that failed in passing is repeated. */
export interface RetryRule {
  /** Tries altogether, the first one included. */
  readonly tries: number;
  /** Milliseconds before the second try; doubled for each further one, and made uneven so that many clients spread out. */
  readonly first: number;
  /** The longest wait, in milliseconds, of our own or asked for by Retry-After. A host that asks for more is taken at its word: no retry. */
  readonly longest: number;
  /** Statuses that pass; those of a host that is busy or failing where it is left out. */
  readonly passing?: readonly number[];
}

export const usualRetries: RetryRule = { tries: 4, first: 400, longest: 20_000 };

const passingStatus: readonly number[] = [429, 502, 503, 504];
const passingCodes: readonly string[] = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

/** Milliseconds to wait before try number `next`; null where an answer stands as it is. */
export function waitAfterAnswer(
  status: number,
  retryAfter: string | undefined,
  next: number,
  rule: RetryRule,
): number | null {
  if (!(rule.passing ?? passingStatus).includes(status) || next > rule.tries) return null;
  const asked = retryAfterMs(retryAfter, Date.now());
  if (asked === null) return backOff(next, rule);
  return asked > rule.longest ? null : Math.max(asked, backOff(next, rule) / 2);
}

/** The same for a request that had no answer. */
export function waitAfterError(error: unknown, next: number, rule: RetryRule): number | null {
  if (next > rule.tries) return null;
  const cause = error instanceof PlimsollError ? error.cause : error;
  return passingCodes.includes(systemCode(cause) ?? '') ? backOff(next, rule) : null;
}

function backOff(next: number, { first, longest }: RetryRule): number {
  const full = Math.min(longest, first * 2 ** (next - 2));
  return full / 2 + Math.random() * (full / 2);
}

/** Retry-After (RFC 9110, section 10.2.3): seconds or a date. Null where it is absent or neither. */
function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3,9}, /.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Waits, or throws the signal's reason. */
export async function waited(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
