import type { PlimsollError } from '../../base/errors.ts';
import type { Report } from '../../model/report.ts';

/** What looking at one image came to. */
export type Look = SeenLook | { readonly kind: 'failed'; readonly ref: string; readonly error: PlimsollError };

export interface SeenLook {
  readonly kind: 'seen';
  readonly ref: string;
  readonly report: Report;
  /** The HTML report about it. */
  readonly file: string;
}

export function isSeen(look: Look): look is SeenLook {
  return look.kind === 'seen';
}
