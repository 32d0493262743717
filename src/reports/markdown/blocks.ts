import { phrase, type Text, verbatim } from '../../base/text.ts';
import { reportWords } from '../../messages/report-words.ts';

/** A text in the reader's language, escaped. */
export type Say = (text: Text) => string;

/** The title of a column that needs none. */
export const nothing: Text = verbatim('');

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table of as many rows as {@link bounded} lets through. */
export function table(titles: readonly Text[], rows: readonly string[], bounds: Bounds, say: Say): string {
  return `${row(titles.map(say))}\n${row(titles.map(() => '---'))}\n${bounded(rows, bounds, say)}`;
}

export function folded(summary: string, content: string): string[] {
  return ['<details>', `<summary>${summary}</summary>`, content, '</details>'];
}

export interface Bounds {
  readonly most: number;
  /** Characters. */
  readonly share: number;
}

/** So many lines as are wanted and fit into their share of characters, and how many more there are. */
export function bounded(lines: readonly string[], { most, share }: Bounds, say: Say): string {
  const shown: string[] = [];
  let used = 0;
  for (const line of lines.slice(0, most)) {
    used += line.length + 1;
    if (used > share) break;
    shown.push(line);
  }
  const count = lines.length - shown.length;
  return shown.join('\n') + (count > 0 ? `\n\n${say(phrase(reportWords.andMore, { count }))}` : '');
}
