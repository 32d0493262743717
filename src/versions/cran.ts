import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, trimZeros } from './numerals.ts';

/** What R has room for in a number; a larger one it takes for missing. */
const maxNumber = '2147483647';

/** Versions of R packages (R's `numeric_version`): numbers parted by dots or hyphens, which mean the same; what goes on is higher. */
export const cran: VersionScheme<readonly string[]> = {
  name: 'cran',
  parse(text) {
    if (!/^\d+(?:[.-]\d+)*$/.test(text)) throw new InvalidVersion('cran', text);
    const numbers = text.split(/[.-]/).map(trimZeros);
    if (numbers.some((number) => compareNumerals(number, maxNumber) > 0)) throw new InvalidVersion('cran', text);
    return numbers;
  },
  compare(a, b) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareNumerals(a[at] ?? '', b[at] ?? '');
      if (order !== 0) return order;
    }
    return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
  },
};
