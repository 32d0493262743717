import { gapText } from '../messages/gap-text.ts';
import type { Blind, Gap } from '../model/gap.ts';
import type { Doubt } from './control.ts';

/** The gaps that hide something which a control needs, each as a doubt. */
export function gapDoubts(gaps: readonly Gap[], needs: readonly Blind[]): readonly Doubt[] {
  return gaps.filter((gap) => gap.blinds.some((blind) => needs.includes(blind))).map(gapDoubt);
}

export function gapDoubt(gap: Gap): Doubt {
  const { what, path, layer, reason } = gap;
  return { reason: gapText(gap), evidence: { what, reason, path, layer } };
}
