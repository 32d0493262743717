import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, isDigit, trimZeros } from './numerals.ts';

/** Versions of Nix packages (nix.dev, "builtins.compareVersions"): runs of digits and of other characters between dots and hyphens; `pre` comes before all else. */
export const nix: VersionScheme<readonly string[]> = {
  name: 'nix',
  parse(text) {
    if (!/^[A-Za-z0-9+._?=-]+$/.test(text)) throw new InvalidVersion('nix', text);
    return text.match(/\d+|[^\d.-]+/g) ?? [];
  },
  compare(a, b) {
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
      const order = comparePieces(a[at] ?? '', b[at] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  },
};

const NUMBER = 2;
const maxNumber = '2147483647';

function comparePieces(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return left === NUMBER ? compareNumerals(trimZeros(a), trimZeros(b)) : compareTexts(a, b);
}

/** `pre`, then the end and words (the end before them), then numbers. What is more than Nix has room for (a time with its seconds) it takes for a word. */
function rankOf(piece: string): number {
  if (piece === 'pre') return 0;
  return isDigit(piece.charCodeAt(0)) && compareNumerals(trimZeros(piece), maxNumber) <= 0 ? NUMBER : 1;
}
