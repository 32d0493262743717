import type { Text } from '../../base/text.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { ControlResult } from '../../model/verdict.ts';
import { evidenceText, newEvidence } from '../evidence-text.ts';
import { byOutcome } from '../overview.ts';
import { endsSoon, type WaivedGroup, waivedGroups } from '../waived-groups.ts';
import { waivedText } from '../wording.ts';
import { type Entry, list } from './layout.ts';
import { indent, type Line, say } from './line.ts';
import type { ScreenContext } from './screen.ts';
import { shortened } from './shortened.ts';

const marks = {
  pass: say('✔ ', 'good'),
  fail: say('✘ ', 'bad'),
  unknown: say('? ', 'warn'),
} as const;

const waiversShown = 5;

/** Each control with what it found and its first evidence; all evidence where everything is to be shown. */
export function controlLines(context: ScreenContext): Line[] {
  const { report, width, pick } = context;
  const { controls, waived } = report.verdict;
  if (controls.length === 0 && waived.length === 0) return [];
  const { shown, rest } = shortened(waivedGroups(report), waiversShown, context);
  const entries = [
    ...byOutcome(controls).flatMap((control) => controlEntries(control, context)),
    ...shown.flatMap((group) => waivedEntries(group, context)),
  ];
  return indent([[say(pick(reportWords.controlsTitle), 'bold')], ...list(entries, width - 2), ...rest], 2);
}

function controlEntries(control: ControlResult, { pick, view }: ScreenContext): Entry[] {
  const lead = [marks[control.outcome], say(control.id)];
  return withEvidence({ lead, main: [say(pick(control.message))] }, newEvidence(control), { pick, view });
}

function waivedEntries(group: WaivedGroup, { pick, view }: ScreenContext): Entry[] {
  const { control } = group.waiver;
  const main: Line = [say(pick(waivedText(group)), endsSoon(group) ? 'warn' : null)];
  const entry = { lead: [say('~ ', 'note'), say(control)], main };
  return withEvidence(entry, group.evidence.map(evidenceText), { pick, view });
}

/** The first evidence beside the entry and how many more there are; all of it, a line each, where everything is to be shown. */
function withEvidence(
  entry: Omit<Entry, 'aside'>,
  evidence: readonly Text[],
  { pick, view }: Pick<ScreenContext, 'pick' | 'view'>,
): Entry[] {
  const [first, ...others] = evidence.map(pick);
  const count = others.length > 0 && !view.verbose ? ` (+${others.length})` : '';
  const aside: Line = first === undefined ? [] : [say(`${first}${count}`, 'dim')];
  const rest = view.verbose ? others : [];
  return [{ ...entry, aside }, ...rest.map((text): Entry => ({ lead: [], main: [], aside: [say(text, 'dim')] }))];
}
