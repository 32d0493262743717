import { daysBetween } from '../base/moments.ts';
import type { Report } from '../model/report.ts';
import type { Evidence, WaiverFacts } from '../model/verdict.ts';

/** A waiver in force, with all that it waives in this image. */
export interface WaivedGroup {
  readonly waiver: WaiverFacts;
  readonly evidence: readonly Evidence[];
  /** Days after the scan's on which it still holds; 0 where it ends on that day. */
  readonly daysLeft: number;
}

const soon = 14;

/** The waivers that took something out, the first to end first. */
export function waivedGroups({ verdict, scannedAt }: Report): readonly WaivedGroup[] {
  const groups = new Map<string, { waiver: WaiverFacts; evidence: Evidence[]; daysLeft: number }>();
  for (const { evidence, waiver } of verdict.waived) {
    const key = JSON.stringify(waiver);
    const group = groups.get(key);
    const daysLeft = daysBetween(scannedAt.slice(0, 10), waiver.expires.slice(0, 10)) ?? 0;
    if (group === undefined) groups.set(key, { waiver, evidence: [evidence], daysLeft });
    else group.evidence.push(evidence);
  }
  return [...groups.values()].sort((a, b) => a.daysLeft - b.daysLeft);
}

export function endsSoon({ daysLeft }: WaivedGroup): boolean {
  return daysLeft <= soon;
}
