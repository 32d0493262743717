import type { Text } from '../base/text.ts';

export type Outcome = 'pass' | 'fail' | 'unknown';

/** What a control points at. Which keys are there depends on the control; `id` and `package` are the common ones. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>;

export interface ControlResult {
  readonly id: string;
  readonly outcome: Outcome;
  /** One sentence with the numbers in it. */
  readonly message: Text;
  readonly evidence: readonly Evidence[];
  /** How many things the control looked at, for "4 of 31". */
  readonly examined: number;
}

export interface WaiverFacts {
  readonly control: string;
  readonly match: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy: string | null;
  readonly expires: string;
}

export interface Waived {
  readonly control: string;
  readonly evidence: Evidence;
  readonly waiver: WaiverFacts;
}

export interface Verdict {
  readonly decision: 'allow' | 'deny';
  readonly policy: { readonly name: string; readonly digest: string };
  readonly controls: readonly ControlResult[];
  readonly waived: readonly Waived[];
  readonly expiredWaivers: readonly WaiverFacts[];
  /** The approved base image that the image stands on. */
  readonly base: { readonly name: string; readonly diffIds: readonly string[] } | null;
}
