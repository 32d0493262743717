import { PlimsollError } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { Failed, Skipped, SkipReason } from './target.ts';

/** Entries of a list that are kept one by one. A registry may have as many as it likes: beyond that they are only counted. */
const mostKept = 10_000;

/** What could not be judged. */
export interface Failures {
  readonly count: number;
  readonly kept: readonly Failed[];
  add(name: string, error: PlimsollError): void;
}

export function failures(): Failures {
  const kept: Failed[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    kept,
    add: (name, { code, what, remedy }) => {
      count += 1;
      if (kept.length < mostKept) kept.push({ name: printable(name, 300), code, what, remedy });
    },
  };
}

/** What is passed over, with why. */
export interface Skips {
  readonly counts: ReadonlyMap<SkipReason, number>;
  readonly kept: readonly Skipped[];
  add(name: string, why: SkipReason, detail: string): void;
}

export function skips(): Skips {
  const counts = new Map<SkipReason, number>();
  const kept: Skipped[] = [];
  return {
    counts,
    kept,
    add: (name, why, detail) => {
      counts.set(why, (counts.get(why) ?? 0) + 1);
      if (kept.length < mostKept) kept.push({ name: printable(name, 300), why, detail: printable(detail, 200) });
    },
  };
}

/** Errors that say nothing about an image, and that the next one would meet as well; a wrong call is another. */
const ending: readonly string[] = ['interrupted', 'offline', 'home-unusable', 'cannot-write', 'defect'];
/** A name from a registry that is none is no wrong call. */
const ofNames: readonly string[] = ['bad-reference'];

/** The error where it is about one name, so that the others can go on; throws any other. */
export function aboutOne(error: unknown, signal: AbortSignal): PlimsollError {
  signal.throwIfAborted();
  if (!(error instanceof PlimsollError) || ending.includes(error.code)) throw error;
  if (error.exit === 2 && !ofNames.includes(error.code)) throw error;
  return error;
}

/** Errors that come from a registry which is not well, whatever it was asked. */
const ailing: readonly string[] = [
  'host-unreachable',
  'connection-lost',
  'answer-too-slow',
  'registry-busy',
  'registry-failed',
  'not-tls',
  'certificate-refused',
];

/** Says when a registry had better be left alone. */
export interface Patience {
  readonly isOver: boolean;
  /** How many in a row it takes. */
  readonly most: number;
  went(): void;
  failed(error: PlimsollError): void;
}

export function patienceWith(most: number): Patience {
  let inRow = 0;
  return {
    get isOver() {
      return inRow >= most;
    },
    most,
    went: () => {
      inRow = 0;
    },
    failed: ({ code }) => {
      inRow = ailing.includes(code) ? inRow + 1 : 0;
    },
  };
}
