/**
 * What may not reach a terminal, a log or a page as it is: control characters (ANSI escapes begin with one), line and paragraph
 * separators, bidirectional overrides and other invisible characters, lone surrogates, private use.
 * `Default_Ignorable_Code_Point` covers what is drawn as nothing without being a format character (Hangul fillers, tags).
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** More marks on one letter than any script needs: they would be drawn over the lines above and below. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes a text from an image, a feed or a policy safe to show: one line, nothing invisible, nothing that moves a cursor or turns
 * the direction of what follows; at most `limit` UTF-16 units of it, then `…`. What is taken out stays visible as an escape (`\x1b`,
 * `\u{202e}`). Not reversible: a backslash is left as it is. HTML and Markdown escape on top of it.
 */
export function printable(text: string, limit = 1024): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(unprintable, escapeOf).replace(stackedMarks, '$1');
}

function escapeOf(character: string): string {
  const short = named[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

/** What moves a cursor or turns the direction of a text and that JSON may hold as it is. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu;

/** A JSON text that means the same and that a terminal can show: what JSON itself does not escape is escaped, too. */
export function printableJson(json: string): string {
  // Counting bytes takes a tenth of looking at each letter.
  const isAscii = Buffer.byteLength(json) === json.length && !json.includes('\x7f');
  return isAscii ? json : json.replace(unseen, unitsOf);
}

function unitsOf(character: string): string {
  let units = '';
  for (let i = 0; i < character.length; i += 1) units += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return units;
}
