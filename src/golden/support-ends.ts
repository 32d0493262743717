import { endedOn as endedOnDay, rowOf } from '../model/distributions/known-distribution.ts';
import type { Distribution } from '../model/package.ts';

/**
 * The day after which nothing is fixed any more in a release, where that is past; else null. A release of which nobody knows is taken to be
 * supported: better a plan that fails than none for what is only unknown.
 */
export function endedOn(distribution: Distribution, now: Date): string | null {
  return endedOnDay(distribution, now.toISOString());
}

/** The newest release that is known to get updates; null where none is. */
export function newestRelease(distribution: Distribution, now: Date): string | null {
  const day = now.toISOString().slice(0, 10);
  const living = Object.entries(rowOf(distribution)?.ends?.releases ?? {}).filter(([, end]) => end >= day);
  return living.sort(([, a], [, b]) => (a < b ? -1 : 1)).at(-1)?.[0] ?? null;
}
