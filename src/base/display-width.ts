/** Code points that take two columns: East Asian Wide and Fullwidth of UAX #11, as ranges. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x2fffd],
  [0x30000, 0x3fffd],
];

const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const emoji = /^\p{Emoji_Presentation}$/u;
const plain = /^[\x20-\x7e]*$/;

/** Columns that a printable text takes on a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text in at most `width` columns; what was longer ends in `…`. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  return `${cutAt(text, width - 1)[0]}…`;
}

/** The text in exactly `width` columns: clipped, or filled up with spaces. */
export function fit(text: string, width: number): string {
  const clipped = clip(text, width);
  return clipped + ' '.repeat(Math.max(0, width - displayWidth(clipped)));
}

/**
 * Breaks a text into lines of at most `width` columns: at spaces, between Chinese characters, and inside a word only where the word alone is
 * wider than a line.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  for (const word of piecesOf(text)) {
    if (displayWidth(line + word.trimEnd()) <= room) {
      line += word;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = word.trimStart();
    while (displayWidth(line.trimEnd()) > room) {
      const [head, tail] = cutAt(line, room);
      lines.push(head);
      line = tail;
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Words with the spaces after them; wide characters one by one, closing punctuation kept with what it closes. */
function piecesOf(text: string): string[] {
  return text.match(pieces) ?? [];
}

/** A Chinese character, or a word, each with its punctuation; opening punctuation alone only where nothing follows it. */
const pieces =
  /(?:[（「『“]*(?![（「『“])(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+)[，。；：、！？）」』”…]*|[（「『“]+)?\s*/gu;

function cutAt(text: string, width: number): [string, string] {
  let used = 0;
  let end = 0;
  for (const character of text) {
    const next = characterWidth(character);
    if (used + next > width) break;
    used += next;
    end += character.length;
  }
  return [text.slice(0, end), text.slice(end)];
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (zeroWidth.test(character)) return 0;
  if (emoji.test(character)) return 2;
  return wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
