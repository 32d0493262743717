import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, trimZeros } from './numerals.ts';

export interface NugetVersion {
  /** Major, minor, patch and revision, without zeros in front (`''` is 0). */
  readonly numbers: readonly string[];
  /** Empty for a release; in lower case. */
  readonly labels: readonly string[];
}

/** What .NET has room for. */
const maxNumber = '2147483647';
const shape = /^(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * Versions of .NET packages (learn.microsoft.com, "Package versioning"), as NuGet itself reads them: semantic versions with a fourth number if one
 * likes, in which numbers may be missing, zeros may stand in front of them (not in labels) and capital letters count as small ones.
 */
export const nuget: VersionScheme<NugetVersion> = {
  name: 'nuget',
  parse(text) {
    const [, numbers, labels] = shape.exec(text.trim()) ?? [];
    if (numbers === undefined) throw new InvalidVersion('nuget', text);
    const parts = numbers.split('.').map(trimZeros);
    if (parts.some((number) => compareNumerals(number, maxNumber) > 0)) throw new InvalidVersion('nuget', text);
    const ownLabels = labels === undefined ? [] : labels.toLowerCase().split('.');
    if (ownLabels.some((label) => /^0\d+$/.test(label))) throw new InvalidVersion('nuget', text);
    return {
      numbers: [...parts, '', '', ''].slice(0, 4),
      labels: ownLabels,
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
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === null || right === null) {
    if (left !== right) return left === null ? 1 : -1;
    return compareTexts(a, b);
  }
  return left === right ? 0 : left < right ? -1 : 1;
}

/** NuGet takes a hyphen in front of digits for a sign (`1.0--11`), and a number that .NET has no room for is a word. */
function numberOf(label: string): number | null {
  if (!/^-?\d+$/.test(label)) return null;
  const number = Number(label);
  return number >= -2147483648 && number <= 2147483647 ? number : null;
}
