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

/** One line broken into several of at most `width` columns, at most `most` of them. A line of one span keeps its style. */
export function wrapLine(line: Line, width: number, most = 4): Line[] {
  if (lineWidth(line) <= width) return [line];
  const style = line[0]?.style ?? null;
  const lines = wrap(line.map((span) => span.text).join(''), width).map((text): Line => [{ text, style }]);
  if (lines.length <= most) return lines;
  const last = lines[most - 1]?.[0]?.text ?? '';
  return [...lines.slice(0, most - 1), [{ text: clip(`${last}……`, Math.min(width, displayWidth(last) + 1)), style }]];
}

export function indent(lines: readonly Line[], columns: number): Line[] {
  return lines.map((line) => (line.length === 0 ? line : [space(columns), ...line]));
}
