import { clip, displayWidth, wrap } from '../../base/display-width.ts';
import { printable } from '../../base/printable.ts';

export type Style = 'bold' | 'dim' | 'bad' | 'warn' | 'good' | 'critical' | 'note';

/** A piece of a line: safe to print, in one style. */
export interface Span {
  readonly text: string;
  readonly style: Style | null;
}

export type Line = readonly Span[];

/** The only way to a span: whatever the words are, they stay one line and move no cursor. */
export function say(words: string, style: Style | null = null): Span {
  return { text: printable(words, 600), style };
}

export const blank: Line = [];

/** SGR parameters of the sixteen colours that every terminal has, in its own palette (light or dark). */
const codes: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  bad: '31',
  warn: '33',
  good: '32',
  critical: '1;31',
  note: '36',
};

export function paint(line: Line, color: boolean): string {
  const text = line.map(({ text, style }) =>
    color && style !== null && text.trim() !== '' ? `\u001b[${codes[style]}m${text}\u001b[0m` : text,
  );
  return text.join('').trimEnd();
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, span) => sum + displayWidth(span.text), 0);
}

export function space(columns: number): Span {
  return { text: ' '.repeat(Math.max(0, columns)), style: null };
}

/** The line in at most `width` columns. */
export function clipLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let left = width;
  for (const span of line) {
    const text = clip(span.text, left);
    kept.push({ ...span, text });
    left -= displayWidth(text);
    if (text !== span.text) break;
  }
  return kept;
}

/** The line in exactly `width` columns. */
export function fitLine(line: Line, width: number): Line {
  const clipped = clipLine(line, width);
  return [...clipped, space(width - lineWidth(clipped))];
}

/** One line broken into several of at most `width` columns, at most `most` of them. Each piece keeps its style. */
export function wrapLine(line: Line, width: number, most = 4): Line[] {
  if (lineWidth(line) <= width) return [line];
  const texts = wrap(line.map((span) => span.text).join(''), width);
  const lines = restyled(texts, line);
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? [];
  const room = Math.min(width - 1, lineWidth(last));
  return [...lines.slice(0, most - 1), [...clipLine(last, room), { text: '…', style: last.at(-1)?.style ?? null }]];
}

/** The texts of a broken line in the styles that they had in it; breaking only drops spaces. */
function restyled(texts: readonly string[], line: Line): Line[] {
  const styles = line.flatMap((span) => Array.from({ length: span.text.length }, () => span.style));
  const whole = line.map((span) => span.text).join('');
  let at = 0;
  return texts.map((text) => {
    while (at < whole.length && !whole.startsWith(text, at)) at += 1;
    const from = at;
    at += text.length;
    return runs(text, styles.slice(from, at));
  });
}

/** A text as spans: one for each run of characters in the same style. */
function runs(text: string, styles: readonly (Style | null)[]): Line {
  const spans: Span[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && styles[at] === styles[from]) continue;
    spans.push({ text: text.slice(from, at), style: styles[from] ?? null });
    from = at;
  }
  return spans;
}

export function indent(lines: readonly Line[], columns: number): Line[] {
  return lines.map((line) => (line.length === 0 ? line : [space(columns), ...line]));
}
