import { exitCodes, failure, type PlimsollError } from '../base/errors.ts';
import { gapRemedy } from '../messages/gap-remedies.ts';
import { gapText } from '../messages/gap-text.ts';
import type { Report } from '../model/report.ts';

/** What a scan comes to for whoever called it. */
export interface Outcome {
  readonly exit: number;
  /** Why the exit code is 3; empty otherwise. */
  readonly errors: readonly PlimsollError[];
}

/**
 * The exit code of a report. An image that was not read completely is 3, whatever the policy says of the part that was; a denial
 * with a failing control is 1; one by controls that could not be decided alone is 3.
 */
export function outcomeOf(report: Report): Outcome {
  const incomplete = incompleteness(report);
  if (incomplete !== null) return { exit: exitCodes.incomplete, errors: [incomplete] };
  if (report.verdict.decision === 'allow') return { exit: exitCodes.done, errors: [] };
  const { controls } = report.verdict;
  if (controls.some((control) => control.outcome === 'fail')) return { exit: exitCodes.denied, errors: [] };
  const unknown = controls.filter((control) => control.outcome === 'unknown');
  const [first] = unknown;
  if (first === undefined) return { exit: exitCodes.denied, errors: [] };
  const names = unknown.map((control) => control.id).join(', ');
  return {
    exit: exitCodes.incomplete,
    errors: [
      failure('undecided', {
        ref: report.ref,
        control: names,
        reason: first.message,
        remedy: gapRemedy(first.evidence[0]?.['reason'], first.evidence[0]?.['what']),
      }),
    ],
  };
}

/** What kept an image from being read to its end; null where nothing did. */
export function incompleteness({ ref, inventory }: Pick<Report, 'ref' | 'inventory'>): PlimsollError | null {
  const gap = inventory.gaps.find(({ incomplete }) => incomplete);
  if (gap === undefined) return null;
  return failure('incomplete', { ref, gap: gapText(gap), remedy: gapRemedy(gap.reason, gap.what) });
}
