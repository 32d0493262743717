import { phrase } from '../../base/text.ts';
import { adviceReasons } from '../../messages/report-advice.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { Advice } from '../advice.ts';
import { adviceCounts, adviceReason, neededNumbers } from '../wording.ts';
import { type Entry, list, spread } from './layout.ts';
import { indent, type Line, type Span, say } from './line.ts';
import type { ScreenContext } from './screen.ts';
import { severityStyles } from './severity-styles.ts';

/** So many, unless more are needed; of those so many. */
const usual = 5;
const most = 9;

/** What to do, what the verdict needs first, as far as it fits an eye. */
export function todoLines(context: ScreenContext, advices: readonly Advice[]): Line[] {
  const { view, pick, width } = context;
  if (advices.length === 0) return [];
  const wanted = Math.min(most, Math.max(usual, advices.filter((advice) => advice.needed).length));
  const shown = view.verbose || advices.length <= wanted + 1 ? advices : advices.slice(0, wanted);
  const digits = `${Math.max(0, ...shown.map(({ findings }) => findings.length))}`.length;
  const entries = shown.map((advice, at): Entry => {
    const number = `${at + 1}`.padStart(`${shown.length}`.length);
    const aside = isFix(advice) ? fixAside(advice, digits, pick) : [say(pick(adviceReason(advice)), 'dim')];
    return { lead: [say(number, advice.needed ? 'bad' : 'note')], main: [say(pick(advice.text))], aside };
  });
  const needed = neededNumbers(advices);
  const title = [say(pick(reportWords.whatToDo), 'bold')];
  return indent(
    [
      ...spread(title, needed === null ? [] : [say(pick(needed), 'bad')], width - 2),
      ...list(entries, width - 2),
      ...rest(advices.slice(shown.length), pick),
    ],
    2,
  );
}

function isFix({ kind }: Advice): boolean {
  return kind === 'upgrade' || kind === 'rebuild';
}

/** `fixes  4  (1 critical, exploited in the wild)`: the numbers stand under one another. */
function fixAside(advice: Advice, digits: number, pick: ScreenContext['pick']): Line {
  const count = `${advice.findings.length}`.padStart(digits);
  const counts = adviceCounts(advice);
  const worst = advice.findings[0]?.severity ?? 'unknown';
  const style: Span['style'] = advice.exploited > 0 ? 'critical' : severityStyles[worst];
  return [
    say(pick(phrase(adviceReasons.fixes, { count }))),
    ...(counts === null ? [] : [say(pick(phrase(reportWords.aside, { text: counts })), style)]),
    ...(advice.note === null ? [] : [say(pick(phrase(reportWords.noted, { text: advice.note })), 'dim')]),
  ];
}

function rest(advices: readonly Advice[], pick: ScreenContext['pick']): Line[] {
  if (advices.length === 0) return [];
  const count = advices.length;
  const fixes = advices.filter(isFix).reduce((sum, { findings }) => sum + findings.length, 0);
  const text = fixes === 0 ? phrase(reportWords.more, { count }) : phrase(reportWords.moreFixing, { count, fixes });
  return [[say(pick(text), 'dim')]];
}
