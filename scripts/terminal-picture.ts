// Draws what a program wrote to a terminal as an SVG: text stays text, in the colors of its escape sequences.
import { displayWidth } from '../src/base/display-width.ts';

/** A piece of a line in one style. */
interface Piece {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly color: string | null;
}

const cell = { width: 8.4, height: 19 };
const margin = 18;
const ground = '#10151c';
const ink = '#d7dde5';
const fonts = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace";
/** The colors of SGR 30 to 37 on a dark ground, each readable as text (WCAG AA). */
const palette = ['#7d8792', '#ff7b72', '#7ee787', '#e3b341', '#79b8ff', '#d2a8ff', '#56d4dd', ink];

/** The picture of some lines, at least `columns` wide. */
export function terminalPicture(output: string, columns: number): string {
  const lines = output.replace(/\r/g, '').trimEnd().split('\n').map(piecesOf);
  const widest = Math.max(columns, ...lines.map((line) => displayWidth(line.map(({ text }) => text).join(''))));
  const width = Math.ceil(widest * cell.width + 2 * margin);
  const height = Math.ceil(lines.length * cell.height + 2 * margin);
  const rows = lines.flatMap((line, at) => drawn(line, margin + (at + 0.75) * cell.height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>`,
    `<g font-family="${fonts}" font-size="14" fill="${ink}">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Words that stand together are exactly as wide as their cells and begin at their column, whatever the font. */
function drawn(line: readonly Piece[], y: number): string[] {
  let column = 0;
  const texts: string[] = [];
  for (const { text, bold, dim, color } of line) {
    const look = [
      color === null ? '' : ` fill="${color}"`,
      bold ? ' font-weight="700"' : '',
      dim ? ' opacity=".7"' : '',
    ];
    for (const part of text.split(/( {2,}|^ | $)/)) {
      const width = displayWidth(part);
      if (part.trim() !== '') {
        const place = `x="${round(margin + column * cell.width)}" y="${round(y)}" textLength="${round(width * cell.width)}"`;
        texts.push(`<text ${place} lengthAdjust="spacingAndGlyphs"${look.join('')}>${escaped(part)}</text>`);
      }
      column += width;
    }
  }
  return texts;
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let style: Omit<Piece, 'text'> = { bold: false, dim: false, color: null };
  for (const part of line.split(/(\x1b\[[0-9;?]*[A-Za-z])/)) {
    const codes = /^\x1b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) for (const code of codes.split(';')) style = restyled(style, Number(code));
    else if (!part.startsWith('\x1b') && part !== '') pieces.push({ ...style, text: part });
  }
  return pieces;
}

function restyled(style: Omit<Piece, 'text'>, code: number): Omit<Piece, 'text'> {
  if (code === 0) return { bold: false, dim: false, color: null };
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code >= 30 && code <= 37) return { ...style, color: palette[code - 30] ?? null };
  return code === 39 ? { ...style, color: null } : style;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
