import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, trimZeros } from './numerals.ts';

/** Versions of Haskell packages (pvp.haskell.org; Cabal's `Version`): numbers of up to nine digits, parted by dots; what goes on is higher. */
export const hackage: VersionScheme<readonly string[]> = {
  name: 'hackage',
  parse(text) {
    // No number but zero itself begins with a zero.
    if (!/^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8}))*$/.test(text)) throw new InvalidVersion('hackage', text);
    return text.split('.').map(trimZeros);
  },
  compare(a, b) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareNumerals(a[at] ?? '', b[at] ?? '');
      if (order !== 0) return order;
    }
    return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
  },
};
