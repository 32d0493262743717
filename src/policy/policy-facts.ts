import type { WaiverFacts } from '../model/verdict.ts';
import type { Policy } from './policy.ts';
import { daysLeft, isExpired } from './waivers.ts';

/** What `policy check` says of a policy. */
export interface PolicyFacts {
  readonly name: string;
  readonly digest: string;
  /** The ids of the controls that are on. */
  readonly controls: readonly string[];
  readonly waivers: number;
  /** Those that have expired or soon will, the first to end first. */
  readonly ending: readonly EndingWaiver[];
}

export interface EndingWaiver {
  readonly waiver: WaiverFacts;
  /** Days after today on which it still holds; null for one that has expired. */
  readonly daysLeft: number | null;
}

/** Days in which somebody can still do something about it; the reports draw the same line. */
const soon = 14;

export function policyFacts({ name, digest, controls, waivers }: Policy, now: Date): PolicyFacts {
  const ending = waivers
    .toSorted((a, b) => a.until - b.until)
    .filter((waiver) => isExpired(waiver, now) || daysLeft(waiver, now) <= soon)
    .map((waiver) => ({ waiver: waiver.facts, daysLeft: isExpired(waiver, now) ? null : daysLeft(waiver, now) }));
  return { name, digest, controls: controls.map(({ control }) => control.id), waivers: waivers.length, ending };
}
