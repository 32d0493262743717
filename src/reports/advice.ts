import { phrase } from '../base/text.ts';
import { adviceReasons, adviceWords } from '../messages/report-advice.ts';
import type { VulnerabilityFinding } from '../model/finding.ts';
import { isLimit } from '../model/gap.ts';
import type { Report } from '../model/report.ts';
import { type Advice, type AdviceKind, advice } from './advice/advice-item.ts';
import { controlAdvices } from './advice/control-orders.ts';
import { byWorst, listed, rebuild, upgrades } from './advice/fixes.ts';
import { housekeeping } from './advice/housekeeping.ts';
import { denyingTest } from './denying.ts';
import { baseTest } from './overview.ts';
import type { ReportView } from './reporter.ts';

export type { Advice, AdviceKind };

/**
 * What to do about a report. First what the verdict needs: a whole image, the fixes of what denies (worst first), what the other
 * controls ask for. Then the other fixes, what has no fix, housekeeping.
 * @param findings those to speak of, worst first
 * @param filter the options that keep the others out of sight; empty where there are none
 */
export function adviceOf(
  report: Report,
  findings: readonly VulnerabilityFinding[],
  schemeOf: ReportView['schemeOf'],
  filter = '',
): readonly Advice[] {
  const denies = denyingTest(report);
  const groups = Map.groupBy(findings, groupTest(report));
  const group = (name: Group) => groups.get(name) ?? [];
  const fixes = [
    ...upgrades(report, group('upgrade'), schemeOf),
    ...rebuild(report, group('rebuild'), findings.filter(inBase(report)).length),
  ]
    .sort(byWorst)
    .map((fix) => ({ ...fix, needed: fix.findings.some(denies) }));
  const open = (['undecidable', 'unfixed'] as const).map((kind) => ({
    needed: listed(kind, group(kind).filter(denies)).map((one) => ({ ...one, needed: true })),
    other: listed(
      kind,
      group(kind).filter((finding) => !denies(finding)),
    ),
  }));
  return [
    ...wholeness(report),
    ...fixes.filter((fix) => fix.needed),
    ...controlAdvices(report),
    ...open.flatMap(({ needed }) => needed),
    ...outOfSight(report.vulnerabilities.filter(denies).length - findings.filter(denies).length, filter),
    ...fixes.filter((fix) => !fix.needed),
    ...open.flatMap(({ other }) => other),
    ...housekeeping(report),
  ];
}

type Group = 'upgrade' | 'rebuild' | 'undecidable' | 'unfixed';

function groupTest(report: Report): (finding: VulnerabilityFinding) => Group {
  const isInBase = inBase(report);
  return (finding) => {
    if (finding.status === 'undecidable') return 'undecidable';
    if (finding.fixed === null) return 'unfixed';
    return isInBase(finding) ? 'rebuild' : 'upgrade';
  };
}

function inBase(report: Report): (finding: VulnerabilityFinding) => boolean {
  const isBase = baseTest(report);
  return ({ layer }) => isBase(layer);
}

function wholeness({ inventory }: Report): Advice[] {
  const broken = inventory.gaps.filter((gap) => gap.incomplete);
  if (broken.length === 0) return [];
  const reason = broken.length === 1 ? adviceReasons.gapsOne : phrase(adviceReasons.gaps, { count: broken.length });
  // An image that was merely larger than it may be is whole: to get it once more would not help.
  const text = broken.every((gap) => isLimit(gap.reason)) ? adviceWords.limits : adviceWords.whole;
  return [advice({ kind: 'whole', text, reason, needed: true })];
}

/** A filter shapes what is shown and not what is decided: whoever follows the advices shown must learn that there are others. */
function outOfSight(count: number, options: string): Advice[] {
  if (count === 0) return [];
  const reason = count === 1 ? adviceReasons.hiddenOne : phrase(adviceReasons.hidden, { count });
  const text = phrase(adviceWords.hidden, { options });
  return [advice({ kind: 'hidden', text, reason, needed: true })];
}
