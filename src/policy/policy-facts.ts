import type { Policy } from './policy.ts';
import { isExpired } from './waivers.ts';

/** A policy in numbers, as `policy check` says it. */
export interface PolicyFacts {
  readonly name: string;
  readonly digest: string;
  /** The ids of the controls that are on. */
  readonly controls: readonly string[];
  readonly waivers: number;
  readonly expiredWaivers: number;
}

export function policyFacts({ name, digest, controls, waivers }: Policy, now: Date): PolicyFacts {
  return {
    name,
    digest,
    controls: controls.map(({ control }) => control.id),
    waivers: waivers.length,
    expiredWaivers: waivers.filter((waiver) => isExpired(waiver, now)).length,
  };
}
