import { sizeWords } from '../../base/size.ts';
import { phrase, type Text, verbatim } from '../../base/text.ts';
import { goldenBuildWords as words } from '../../messages/golden-build.ts';
import { severityWords } from '../../messages/report-advice.ts';
import type { Outcome } from '../../model/verdict.ts';
import { type Comparison, type ControlChange, type Side, type Staying, shownSeverities } from '../comparison.ts';

/** One line of the comparison: what is looked at, and how it was and is. */
export interface ComparedRow {
  /** The same in every language, for programs. */
  readonly key: string;
  readonly title: Text;
  readonly before: Text;
  readonly after: Text;
  readonly change: 'better' | 'worse' | 'other' | 'same';
  /** Belongs to the line above it. */
  readonly isPart: boolean;
}

/** What every format shows first, in the order in which a person wants to know it. */
export function comparedRows({ before, after, controls }: Comparison): readonly ComparedRow[] {
  const severities = shownSeverities.filter((one) => before.counts[one] + after.counts[one] > 0);
  return [
    row('verdict', words.verdict, words[before.verdict], words[after.verdict], verdictChange(before, after)),
    number('findings', words.findings, before.findings, after.findings),
    ...severities.map((one) => number(one, severityWords[one], before.counts[one], after.counts[one], true)),
    ...(before.exploited + after.exploited > 0
      ? [number('exploited', words.exploited, before.exploited, after.exploited, true)]
      : []),
    row(
      'user',
      words.user,
      userText(before),
      userText(after),
      before.user.kind === 'root' && after.user.kind === 'other'
        ? 'better'
        : before.user.kind === after.user.kind
          ? 'same'
          : 'other',
    ),
    ...controls.map(controlRow),
    neutral(
      'packages',
      words.packages,
      before.report.inventory.packages.length,
      after.report.inventory.packages.length,
    ),
    row(
      'size',
      words.size,
      verbatim(sizeWords(before.report.size)),
      verbatim(sizeWords(after.report.size)),
      before.report.size === after.report.size ? 'same' : 'other',
    ),
    neutral('layers', words.layers, before.report.fingerprint.diffIds.length, after.report.fingerprint.diffIds.length),
  ];
}

function row(
  key: string,
  title: Text,
  before: Text,
  after: Text,
  change: ComparedRow['change'],
  isPart = false,
): ComparedRow {
  return { key, title, before, after, change, isPart };
}

function number(key: string, title: Text, before: number, after: number, isPart = false): ComparedRow {
  const change = after < before ? 'better' : after > before ? 'worse' : 'same';
  return row(key, title, verbatim(`${before}`), verbatim(`${after}`), change, isPart);
}

function neutral(key: string, title: Text, before: number, after: number): ComparedRow {
  return row(key, title, verbatim(`${before}`), verbatim(`${after}`), before === after ? 'same' : 'other');
}

const ranks = { allowed: 2, undecided: 1, denied: 0 } as const;

function verdictChange({ verdict: before }: Side, { verdict: after }: Side): ComparedRow['change'] {
  const gained = ranks[after] - ranks[before];
  return gained > 0 ? 'better' : gained < 0 ? 'worse' : 'same';
}

function controlRow({ id, before, after }: ControlChange): ComparedRow {
  const change = before === after ? 'same' : after === 'pass' ? 'better' : before === 'pass' ? 'worse' : 'other';
  return row(`control:${id}`, phrase(words.control, { id }), outcomeText(before), outcomeText(after), change);
}

function outcomeText(outcome: Outcome | null): Text {
  if (outcome === null) return verbatim('-');
  return { pass: words.passes, fail: words.fails, unknown: words.unknown }[outcome];
}

function userText({ user }: Side): Text {
  if (user.kind === 'root') return words.root;
  return user.kind === 'other' ? phrase(words.uid, { uid: user.uid }) : words.unsure;
}

export function stayingText({ finding, why }: Staying): Text {
  if (why === 'no-fix') return words.noFix;
  const version = finding.fixed ?? '';
  return why === 'not-reached' ? phrase(words.notReached, { version }) : phrase(words.application, { version });
}

/** What became of the image, in a few words each. */
export function resultTexts({ result, after }: Comparison): readonly Text[] {
  return [
    result.name === null
      ? verbatim(result.id)
      : phrase(words.result, { name: result.name, id: result.id.slice(7, 19) }),
    phrase(words.byPolicy, { policy: after.report.verdict.policy.name }),
    result.isRecorded ? words.recorded : words.notRecorded,
    ...(result.approvedAs === null ? [] : [phrase(words.isApproved, { name: result.approvedAs })]),
  ];
}
