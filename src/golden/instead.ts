import { phrase } from '../base/text.ts';
import { goldenInstead } from '../messages/golden-plan.ts';
import type { Report } from '../model/report.ts';
import type { PackageManager } from './package-managers.ts';
import type { Instead, PlanItem } from './plan.ts';
import { endedOn, newestRelease } from './support-ends.ts';

/** Why no Dockerfile on top of an image can help, and what to do; null where one can. */
export function insteadOf(report: Report, manager: PackageManager | null, items: readonly PlanItem[]): Instead | null {
  const { distribution } = report.inventory;
  const now = new Date(report.scannedAt);
  const ended = distribution === null ? null : endedOn(distribution, now);
  const userToo = report.config.user === '' ? [goldenInstead.userToo] : [];
  if (distribution !== null && ended !== null) {
    const release = newestRelease(distribution, now);
    const name = distribution.name.replace(/\s+[0-9].*$/s, '');
    return {
      kind: 'rebuild',
      code: 'distribution-ended',
      why: phrase(goldenInstead.ended, { distribution: distribution.name, date: ended }),
      advice: [
        release === null
          ? goldenInstead.newerBase
          : phrase(goldenInstead.newerRelease, { distribution: name, release }),
        ...userToo,
      ],
      items,
    };
  }
  if (manager !== null || items.length === 0) return null;
  return {
    kind: 'rebuild',
    code: 'no-package-manager',
    why: goldenInstead.noManager,
    advice: [goldenInstead.newerBase, ...userToo],
    items,
  };
}
