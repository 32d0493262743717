import { phrase } from '../../base/text.ts';
import { reportWords } from '../../messages/report-words.ts';
import { type Line, say } from './line.ts';
import type { ScreenContext } from './screen.ts';

/** What of a list is shown: all of it where everything is to be shown or but one would be left out, else the first few. */
export function shortened<T>(
  all: readonly T[],
  most: number,
  { view, pick }: Pick<ScreenContext, 'view' | 'pick'>,
): { readonly shown: readonly T[]; readonly rest: readonly Line[] } {
  if (view.verbose || all.length <= most + 1) return { shown: all, rest: [] };
  const more = phrase(reportWords.more, { count: all.length - most });
  return { shown: all.slice(0, most), rest: [[say(pick(more), 'dim')]] };
}
