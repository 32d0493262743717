import { phrase, type Text } from '../../base/text.ts';
import { adviceWords } from '../../messages/report-advice.ts';
import { osvCoverage } from '../../model/distributions/osv-coverage.ts';
import type { Report } from '../../model/report.ts';
import type { ControlResult, Evidence } from '../../model/verdict.ts';
import { denyingTest } from '../denying.ts';
import { joined } from '../wording.ts';
import { type Advice, advice } from './advice-item.ts';
import { firstNames } from './fixes.ts';

/**
 * What the controls that did not pass ask for. Failures of `vulnerabilities` and versions that cannot be compared are answered by the
 * findings' own advices, an image that is not whole by another.
 */
export function controlAdvices(report: Report): Advice[] {
  const isAnswered = report.vulnerabilities.some(denyingTest(report));
  return report.verdict.controls.flatMap((control) => {
    if (control.outcome === 'pass' || control.id === 'completeness') return [];
    const shared = { needed: true, control };
    if (control.outcome === 'fail') {
      if (control.id === 'vulnerabilities' && isAnswered) return [];
      return [advice({ ...shared, kind: 'control', text: orderOf(control), reason: named(control) })];
    }
    if (control.evidence.length > 0 && control.evidence.every(isFinding)) return [];
    return [advice({ ...shared, kind: 'undecided', text: settling(control), reason: named(control) })];
  });
}

function isFinding({ id, installed }: Evidence): boolean {
  return id !== undefined && installed !== undefined;
}

function named({ id, message }: ControlResult): Text {
  return { en: `${id}: ${message.en}`, 'zh-CN': `${id}：${message['zh-CN']}` };
}

function settling({ id, evidence }: ControlResult): Text {
  const open = evidence.filter((one) => !isFinding(one));
  const names = open.flatMap(({ what, reason }) =>
    reason === 'no-advisories' && typeof what === 'string' ? [what] : [],
  );
  const sourceless = open.filter(({ reason }) => reason === 'no-sources').length;
  const isByAdvisories = open.length > 0 && names.length + sourceless === open.length;
  if (!isByAdvisories) return phrase(adviceWords.undecided, { control: id });
  if (names.length === 0) return adviceWords.missingSources;
  // What no update brings stays, whatever it brings besides.
  const unpublished = names.filter((name) => osvCoverage(name) !== 'published');
  return unpublished.length > 0
    ? phrase(adviceWords.unpublishedAdvisories, { name: firstNames(unpublished) })
    : phrase(adviceWords.missingAdvisories, { name: firstNames(names) });
}

function orderOf({ id, evidence }: ControlResult): Text {
  switch (id) {
    case 'rootUser':
      return evidence[0]?.['user'] === '' ? adviceWords.user : adviceWords.otherUser;
    case 'packages':
      return orders(evidence.flatMap(packageOrder)) ?? adviceWords.packages;
    case 'labels':
      return orders(evidence.flatMap(labelOrder)) ?? adviceWords.labels;
    case 'baseImages':
      return adviceWords.baseImages;
    case 'database':
      return adviceWords.staleDatabase;
    default:
      return phrase(adviceWords.control, { control: id });
  }
}

function packageOrder({ package: name, forbidden, minimum, required }: Evidence): Text[] {
  if (typeof name !== 'string') return [];
  if (forbidden !== undefined) return [phrase(adviceWords.remove, { name })];
  if (typeof minimum === 'string') return [phrase(adviceWords.renew, { name, version: minimum })];
  return typeof required === 'string' ? [phrase(adviceWords.install, { name: required })] : [];
}

function labelOrder({ id, forbidden, required }: Evidence): Text[] {
  if (typeof required === 'string') return [phrase(adviceWords.setLabel, { name: required })];
  return typeof id === 'string' && forbidden !== undefined ? [phrase(adviceWords.dropLabel, { name: id })] : [];
}

/** Several orders as one, the first three of them: `Remove netcat, install auditd`. */
function orders(all: readonly Text[]): Text | null {
  const each = [...new Map(all.map((order) => [order.en, order])).values()];
  if (each.length === 0) return null;
  const first = joined(each.slice(0, 3), ', ', '、');
  const whole = each.length > 3 ? phrase(adviceWords.more, { first, count: each.length - 3 }) : first;
  return { ...whole, en: whole.en.charAt(0).toUpperCase() + whole.en.slice(1) };
}
