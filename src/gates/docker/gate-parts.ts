import type { Language } from '../../base/text.ts';
import type { Decide, Decision, Question } from '../../model/question.ts';
import type { EngineAddress } from './engine-wire.ts';
import type { Guards, Refusal } from './guard.ts';
import type { Limits } from './limits.ts';
import type { Found } from './watch.ts';

/** What a gate on an engine's socket is made of. */
export interface GateParts {
  readonly engine: EngineAddress;
  readonly guards: Guards;
  readonly decide: Decide;
  readonly now: () => Date;
  readonly limits: Limits;
  /** Of refusals. */
  readonly language: Language;
  /** Decides and records, but refuses nothing that can be forwarded. */
  readonly observe: boolean;
  /** What has happened, for the decision log and the metrics. Does not throw. */
  readonly record: (event: GateEvent) => void;
}

export type GateEvent =
  | { readonly kind: 'decision'; readonly question: Question; readonly decision: Decision }
  /** `observed` where it went on nevertheless. Method and path are empty where the request was not understood that far. */
  | {
      readonly kind: 'refused';
      readonly method: string;
      readonly path: string;
      readonly refusal: Refusal;
      readonly observed: boolean;
    }
  /** The watch has found something that may not be there. */
  | { readonly kind: 'found'; readonly found: Found }
  /** Settings were read anew: this policy is in force, and why the new one is not, null where it is the new one. */
  | { readonly kind: 'policy'; readonly name: string; readonly digest: string; readonly trouble: string | null }
  /** A defect, or a connection that broke in an unforeseen way. */
  | { readonly kind: 'trouble'; readonly error: unknown };

/** The decision as guards see it: every one is recorded, and none is a refusal while the gate only observes. */
export function recordedDecide({ decide, observe, record }: Pick<GateParts, 'decide' | 'observe' | 'record'>): Decide {
  return async (question) => {
    const decision = await decide(question);
    record({ kind: 'decision', question, decision });
    return observe && !decision.admitted ? { admitted: true, because: `observed: ${decision.code}` } : decision;
  };
}
