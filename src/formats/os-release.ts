/**
 * Reads os-release(5) and files of its kind (lsb-release): `NAME=value` lines with the quoting of the shell. Names that the format does
 * not allow and lines that a shell would not take as an assignment are left out. The last of several assignments stands, as in a shell.
 */
export function readOsRelease(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.slice(0, MAX_TEXT).split('\n', MAX_LINES)) {
    const assignment = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.replace(/\r$/, ''));
    if (assignment === null) continue;
    const [, name = '', value = ''] = assignment;
    fields.set(name, unquoted(value));
  }
  return fields;
}

const MAX_TEXT = 64 * 1024;
const MAX_LINES = 1000;

/**
 * One shell word (os-release(5): "All strings should be in UTF-8 encoding … quoted with single or double quotes"). Ends at the first blank
 * outside quotes; nothing is expanded.
 */
function unquoted(value: string): string {
  let word = '';
  let quote = '';
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (quote === "'") {
      if (character === "'") quote = '';
      else word += character;
    } else if (character === '\\') {
      const next = value.charAt(at + 1);
      // Between double quotes a backslash means itself, but for the characters that are special there (POSIX, 2.2.3).
      if (quote === '"' && !'$`"\\'.includes(next)) word += character;
      else {
        word += next;
        at += 1;
      }
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (quote === '' && (character === ' ' || character === '\t')) break;
    else word += character;
  }
  return word;
}
