import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, trimZeros } from './numerals.ts';

/** How words begin, in their order (php.net, "version_compare"); a number lies between `RC` and `pl`, any other word before all. */
const words = [/^dev/, /^a/, /^b/, /^RC|^rc/, /^#/, /^p/];
const NUMBER = 4;

/** Versions of WordPress and what is added to it, as PHP's `version_compare` orders them: any texts, in pieces of digits and of others. */
export const php: VersionScheme<readonly string[]> = {
  name: 'php',
  parse(text) {
    // PHP takes anything; what has no digit is no version that anybody could have meant.
    if (!/^[\w.+~-]*\d[\w.+~-]*$/.test(text)) throw new InvalidVersion('php', text);
    return text.match(/\d+|[A-Za-z]+/g) ?? [];
  },
  compare(a, b) {
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
      const order = comparePieces(a[at], b[at]);
      if (order !== 0) return order;
    }
    return 0;
  },
};

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
  return /^\d/.test(piece);
}

function signOf(difference: number): -1 | 0 | 1 {
  return difference === 0 ? 0 : difference < 0 ? -1 : 1;
}
