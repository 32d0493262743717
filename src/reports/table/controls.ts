import { phrase } from '../../base/text.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { ControlResult, Waived } from '../../model/verdict.ts';
import { evidenceText } from '../evidence-text.ts';
import { type Entry, list } from './layout.ts';
import { indent, type Line, say } from './line.ts';
import type { ScreenContext } from './screen.ts';

const marks = {
  pass: say('✔ ', 'good'),
  fail: say('✘ ', 'bad'),
  unknown: say('? ', 'warn'),
} as const;

/** Each control with what it found and its first evidence; all evidence where everything is to be shown. */
export function controlLines(context: ScreenContext): Line[] {
  const { report, width, pick } = context;
  const { controls, waived } = report.verdict;
  if (controls.length === 0 && waived.length === 0) return [];
  const entries = [
    ...controls.flatMap((control) => controlEntries(control, context)),
    ...waived.map((one) => waivedEntry(one, context)),
  ];
  return indent([[say(pick(reportWords.controlsTitle), 'bold')], ...list(entries, width - 2)], 2);
}

function controlEntries(control: ControlResult, { pick, view }: ScreenContext): Entry[] {
  const [first, ...others] = control.outcome === 'pass' ? [] : control.evidence;
  const rest = view.verbose ? others : [];
  const count = others.length > 0 && !view.verbose ? ` (+${others.length})` : '';
  const aside: Line = first === undefined ? [] : [say(`${pick(evidenceText(first))}${count}`, 'dim')];
  return [
    { lead: [marks[control.outcome], say(control.id)], main: [say(pick(control.message))], aside },
    ...rest.map((evidence): Entry => ({ lead: [], main: [], aside: [say(pick(evidenceText(evidence)), 'dim')] })),
  ];
}

function waivedEntry({ control, evidence, waiver }: Waived, { pick }: ScreenContext): Entry {
  const until = phrase(reportWords.waivedUntil, { date: waiver.expires, owner: waiver.owner });
  return {
    lead: [say('~ ', 'note'), say(control)],
    main: [say(pick(until))],
    aside: [say(pick(evidenceText(evidence)), 'dim')],
  };
}
