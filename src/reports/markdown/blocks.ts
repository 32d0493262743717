import { phrase, type Text, verbatim } from '../../base/text.ts';
import { reportWords } from '../../messages/report-words.ts';

/** A text in the reader's language, escaped. */
export type Say = (text: Text) => string;

/** The title of a column that needs none. */
export const nothing: Text = verbatim('');

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The head of a table, with the line under it. */
export function head(titles: readonly Text[], say: Say): string {
  return `${row(titles.map(say))}\n${row(titles.map(() => '---'))}`;
}

export function folded(summary: string, content: string): string[] {
  return ['<details>', `<summary>${summary}</summary>`, content, '</details>'];
}

export interface Bounds {
  readonly most: number;
  /** Characters. */
  readonly share: number;
}

/** A line for each of so many items as are wanted and fit into their share of characters, and how many more there are. */
export function bounded<T>(items: readonly T[], line: (item: T) => string, { most, share }: Bounds, say: Say): string {
  const shown: string[] = [];
  let used = 0;
  for (const item of items.slice(0, most)) {
    const text = line(item);
    used += text.length + 1;
    if (used > share) break;
    shown.push(text);
  }
  const count = items.length - shown.length;
  return shown.join('\n') + (count > 0 ? `\n\n${say(phrase(reportWords.andMore, { count }))}` : '');
}
