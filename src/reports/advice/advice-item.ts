import type { Text } from '../../base/text.ts';
import type { VulnerabilityFinding } from '../../model/finding.ts';
import type { ControlResult } from '../../model/verdict.ts';
import { countSeverities, type SeverityCounts } from '../overview.ts';

export type AdviceKind =
  | 'upgrade'
  | 'rebuild'
  | 'control'
  | 'undecided'
  | 'whole'
  | 'undecidable'
  | 'unfixed'
  | 'hidden'
  | 'waiver'
  | 'database';

/** One thing to do. Every shown finding stands in exactly one advice. */
export interface Advice {
  readonly kind: AdviceKind;
  /** The order: `Upgrade openssl 3.0.9-1 → 3.0.11-1~deb12u2`. */
  readonly text: Text;
  /** What it brings or why it is needed. */
  readonly reason: Text;
  /** Stands behind the reason: `of 11 from the base`. */
  readonly note: Text | null;
  /** While it is not done, the image stays denied. */
  readonly needed: boolean;
  /** The findings that it settles (or, for `undecidable` and `unfixed`, is about), worst first. */
  readonly findings: readonly VulnerabilityFinding[];
  readonly counts: SeverityCounts;
  readonly exploited: number;
  /** The control that asks for it. */
  readonly control: ControlResult | null;
}

type Said = Pick<Advice, 'kind' | 'text' | 'reason'> &
  Partial<Pick<Advice, 'note' | 'needed' | 'findings' | 'control'>>;

export function advice({ note = null, needed = false, findings = [], control = null, ...said }: Said): Advice {
  const exploited = findings.filter((finding) => finding.knownExploited).length;
  return { ...said, note, needed, findings, counts: countSeverities(findings), exploited, control };
}
