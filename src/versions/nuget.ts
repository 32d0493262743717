import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, endOfDigits, trimZeros } from './numerals.ts';

export interface NugetVersion {
  /** Major, minor, patch and revision, without zeros in front (`''` is 0). */
  readonly numbers: readonly string[];
  /** Empty for a release; in lower case. */
  readonly labels: readonly string[];
}

const shape = /^(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * Versions of .NET packages (learn.microsoft.com, "Package versioning"): semantic versions with a fourth number if one likes, in which numbers
 * may be missing, zeros may stand in front and capital letters count as small ones.
 */
export const nuget: VersionScheme<NugetVersion> = {
  name: 'nuget',
  parse(text) {
    const [, numbers, labels] = shape.exec(text.trim()) ?? [];
    if (numbers === undefined) throw new InvalidVersion('nuget', text);
    const parts = numbers.split('.').map(trimZeros);
    return {
      numbers: [...parts, '', '', ''].slice(0, 4),
      labels: labels === undefined ? [] : labels.toLowerCase().split('.'),
    };
  },
  compare(a, b) {
    for (let at = 0; at < 4; at += 1) {
      const order = compareNumerals(a.numbers[at] ?? '', b.numbers[at] ?? '');
      if (order !== 0) return order;
    }
    if (a.labels.length === 0 || b.labels.length === 0) {
      return a.labels.length === b.labels.length ? 0 : a.labels.length === 0 ? 1 : -1;
    }
    for (const [at, label] of a.labels.entries()) {
      const other = b.labels[at];
      const order = other === undefined ? 1 : compareLabels(label, other);
      if (order !== 0) return order;
    }
    return a.labels.length === b.labels.length ? 0 : -1;
  },
};

function compareLabels(a: string, b: string): -1 | 0 | 1 {
  const [isNumber, isOther] = [endOfDigits(a, 0) === a.length, endOfDigits(b, 0) === b.length];
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return isNumber ? compareNumerals(trimZeros(a), trimZeros(b)) : compareTexts(a, b);
}
