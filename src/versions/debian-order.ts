import { isDigit, isLetter } from './numerals.ts';

/** Orders parts of Debian versions (deb-version(7), "Sorting algorithm"): runs of digits by value, what lies between them by {@link rank}. One byte a character. */
export function compareDebianTexts(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a.charCodeAt(i))) || (j < b.length && !isDigit(b.charCodeAt(j)))) {
      const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(j));
      if (difference !== 0) return difference < 0 ? -1 : 1;
      i++;
      j++;
    }
    while (a.charCodeAt(i) === 48) i++;
    while (b.charCodeAt(j) === 48) j++;
    let first = 0;
    while (isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j))) {
      if (first === 0) first = a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (isDigit(a.charCodeAt(i))) return 1;
    if (isDigit(b.charCodeAt(j))) return -1;
    if (first !== 0) return first < 0 ? -1 : 1;
  }
  return 0;
}

/** `~` before the end, the end (and digits) before letters, letters before all else. Bytes beyond ASCII are signed in dpkg, so come between. */
function rank(code: number): number {
  if (Number.isNaN(code) || isDigit(code)) return 0;
  if (isLetter(code)) return code;
  if (code === 126) return -1;
  return code < 128 ? code + 256 : code;
}
