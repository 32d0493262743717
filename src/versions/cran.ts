import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, trimZeros } from './numerals.ts';

/** Versions of R packages (R's `numeric_version`): numbers parted by dots or hyphens, which mean the same; what goes on is higher. */
export const cran: VersionScheme<readonly string[]> = {
  name: 'cran',
  parse(text) {
    if (!/^\d+(?:[.-]\d+)*$/.test(text)) throw new InvalidVersion('cran', text);
    return text.split(/[.-]/).map(trimZeros);
  },
  compare(a, b) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareNumerals(a[at] ?? '', b[at] ?? '');
      if (order !== 0) return order;
    }
    return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
  },
};
