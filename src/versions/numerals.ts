/** Numbers as texts of decimal digits: versions hold longer ones than a double can. */

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLetter(code: number): boolean {
  return isLowerCase(code) || (code >= 65 && code <= 90);
}

export function isLowerCase(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** Where the run of digits that begins at `from` ends. */
export function endOfDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Cuts the zeros in front off, so that {@link compareNumerals} can compare; zero itself is `''`. */
export function trimZeros(digits: string): string {
  let at = 0;
  while (digits.charCodeAt(at) === 48) at++;
  return at === 0 ? digits : digits.slice(at);
}

/** By value, where neither begins with a zero other than both being written alike. */
export function compareNumerals(a: string, b: string): -1 | 0 | 1 {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return compareTexts(a, b);
}

/** The text in UTF-8, one byte a character, for what a tool reads byte by byte. */
export function bytesOf(text: string): string {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 127) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
}

/** By code unit, which for ASCII is by byte; a text that goes on is higher. */
export function compareTexts(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
