import { catalogue } from './errors/catalogue.ts';
import { fill, type Slots, type Text, type Value } from './text.ts';

/** What the process exits with. The meaning of each number is part of the outside contract. */
export const exitCodes = { done: 0, denied: 1, wrongCall: 2, incomplete: 3 } as const;

/** An entry of the error catalogue: what happened, what to do about it, and what the process exits with. */
export interface ErrorEntry {
  readonly exit: 2 | 3;
  readonly what: Text;
  readonly remedy: Text;
}

export type ErrorCode = keyof typeof catalogue;

type EntryOf<C extends ErrorCode> = (typeof catalogue)[C];
type SlotsOf<C extends ErrorCode> = Slots<EntryOf<C>['what']['en']> | Slots<EntryOf<C>['remedy']['en']>;
type ValuesOf<C extends ErrorCode> = [SlotsOf<C>] extends [never] ? [] : [Record<SlotsOf<C>, Value>];

/** The one kind of error that is meant for people. Callers switch on `code`; everything else is a defect of Plimsoll. */
export class PlimsollError extends Error {
  override readonly name = 'PlimsollError';
  readonly code: ErrorCode;
  readonly exit: 2 | 3;
  readonly what: Text;
  /** Whoever knows more of how it came about may add to it. */
  remedy: Text;

  constructor(code: ErrorCode, values: Readonly<Record<string, Value>>, cause?: unknown) {
    const entry = catalogue[code];
    const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shortened(value)]));
    const what = fill(entry.what, given);
    super(`${what.en} (${code})`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.exit = entry.exit;
    this.what = what;
    this.remedy = fill(entry.remedy, values);
  }
}

/** In the line that says what happened a longer value hides what is said about it; names and paths may have any length. */
const MOST_LETTERS = 400;

/** The beginning and the end of a long value: that of a path says what it is about. */
function shortened(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'object') return { en: cut(value.en), 'zh-CN': cut(value['zh-CN']) };
  return cut(value);
}

function cut(text: string): string {
  if (text.length <= MOST_LETTERS) return text;
  return `${text.slice(0, MOST_LETTERS / 2).toWellFormed()}…${text.slice(-MOST_LETTERS / 2).toWellFormed()}`;
}

/**
 * Makes an error of the catalogue. Values fill the slots of its message and remedy.
 * @example throw failure('reference-not-found', { ref })
 */
export function failure<C extends ErrorCode>(code: C, ...values: ValuesOf<C>): PlimsollError {
  return new PlimsollError(code, values[0] ?? {});
}

/** As {@link failure}, keeping the error that led to it. */
export function failureFrom<C extends ErrorCode>(cause: unknown, code: C, ...values: ValuesOf<C>): PlimsollError {
  return new PlimsollError(code, values[0] ?? {}, cause);
}

/** The one line of an unknown error: its message, without a stack. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '' && error.errors.length > 0)
    return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node.js system error (`ENOENT`, `ECONNREFUSED`, …), else undefined. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return systemCode(error.errors[0]);
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
