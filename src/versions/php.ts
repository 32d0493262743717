import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, isDigit, isLetter, trimZeros } from './numerals.ts';

/** How words begin, in their order (php.net, "version_compare"); a number lies between `RC` and `pl`, any other word before all. */
const words = [/^dev/, /^a/, /^b/, /^RC|^rc/, /^#/, /^p/];
const NUMBER = 4;

/**
 * Versions of WordPress and what is added to it, as PHP's `version_compare` orders them. PHP takes any text. Here one without a digit is none,
 * which nobody could have meant, nor is one that ends in a separator: PHP says of it that it comes before itself.
 */
export const php: VersionScheme<readonly string[]> = {
  name: 'php',
  parse(text) {
    if (!/^[\w.+~-]*$/.test(text) || !/\d/.test(text) || !/[A-Za-z0-9]$/.test(text))
      throw new InvalidVersion('php', text);
    return piecesOf(text);
  },
  compare(a, b) {
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
      const order = comparePieces(a[at], b[at]);
      if (order !== 0) return order;
    }
    return 0;
  },
};

/**
 * Parts where digits and others meet, and at separators, however many follow each other. As PHP does: the first character stays as it is, and
 * so does a `~` right behind a digit.
 */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = text.startsWith('.') ? [''] : [];
  let piece = text.startsWith('.') ? '' : text.charAt(0);
  const close = () => {
    pieces.push(piece);
    piece = '';
  };
  for (let at = 1; at < text.length; at += 1) {
    const [before, code] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
    const isSeparator = !isDigit(code) && !isLetter(code);
    const isKept = text[at] === '~' && isDigit(before);
    const turns = isDigit(code) ? !isDigit(before) : isDigit(before);
    if ((turns || isSeparator) && piece !== '') close();
    if (!isSeparator || isKept) piece += text.charAt(at);
  }
  return [...pieces, piece];
}

/** A version that goes on with a number is later; one that goes on with a word as that word compares with a number. */
function comparePieces(a: string | undefined, b: string | undefined): -1 | 0 | 1 {
  if (a === undefined || b === undefined) {
    const rest = a ?? b ?? '';
    const order = isNumber(rest) ? 1 : signOf(rankOf(rest) - NUMBER);
    return a === undefined ? signOf(-order) : order;
  }
  if (isNumber(a) && isNumber(b)) return compareNumerals(trimZeros(a), trimZeros(b));
  return signOf(rankOf(a) - rankOf(b));
}

function rankOf(piece: string): number {
  return isNumber(piece) ? NUMBER : words.findIndex((word) => word.test(piece));
}

function isNumber(piece: string): boolean {
  return isDigit(piece.charCodeAt(0));
}

function signOf(difference: number): -1 | 0 | 1 {
  return difference === 0 ? 0 : difference < 0 ? -1 : 1;
}
