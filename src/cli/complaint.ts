import { failureFrom, PlimsollError, reasonOf } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { Language } from '../base/text.ts';

export interface ComplaintStyle {
  readonly language: Language;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Whatever was thrown, as an error of the catalogue: what is none is a defect of ours. */
export function asPlimsollError(error: unknown): PlimsollError {
  if (error instanceof PlimsollError) return error;
  return failureFrom(error, 'defect', { reason: reasonOf(error) });
}

/**
 * An error as people see it: what happened with its code, and what to do, one line each; as JSON one object on one line.
 * Names in it may come from an image, so nothing that moves a cursor or breaks a line gets through. A defect shows its stack with
 * `verbose` alone.
 */
export function complaint(error: PlimsollError, style: ComplaintStyle): string {
  const what = printable(error.what[style.language], 4000);
  const remedy = printable(error.remedy[style.language], 4000);
  const details = style.verbose ? detailsOf(error) : [];
  if (style.json) {
    const entry = { level: 'error', code: error.code, message: what, remedy, exit: error.exit };
    return `${JSON.stringify(details.length === 0 ? entry : { ...entry, details })}\n`;
  }
  return [`plimsoll: ${what} (${error.code})`, `  ${remedy}`, ...details.map((line) => `    ${line}`)]
    .join('\n')
    .concat('\n');
}

function detailsOf(error: PlimsollError): string[] {
  const lines: string[] = [];
  for (
    let cause = error.cause;
    cause !== undefined && lines.length < 40;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    const text = error.code === 'defect' && cause instanceof Error ? (cause.stack ?? cause.message) : reasonOf(cause);
    lines.push(...text.split('\n').map((line) => printable(line.trimEnd(), 400)));
  }
  return lines;
}
