import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, trimZeros } from './numerals.ts';

/**
 * Versions of Perl modules (perldoc version): with a `v` or two dots, numbers parted by dots; else a decimal number, of which each three digits
 * behind the point are one number (`1.5` is `v1.500`). An underscore marks a trial release and has no say in the order.
 */
export const cpan: VersionScheme<readonly string[]> = {
  name: 'cpan',
  parse(text) {
    const trimmed = text.replace(/_/g, '');
    if (!wellFormed.test(text)) throw new InvalidVersion('cpan', text);
    const isDotted = trimmed.startsWith('v') || trimmed.indexOf('.') !== trimmed.lastIndexOf('.');
    const numbers = isDotted ? dotted(trimmed.replace(/^v/, '')) : decimal(trimmed);
    const last = numbers.findLastIndex((number) => number !== '');
    return numbers.slice(0, last + 1);
  },
  compare(a, b) {
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
      const order = compareNumerals(a[at] ?? '', b[at] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  },
};

/** `v1`, `v1.2.3_4`, `1.2.3`; `1`, `1.02_03`, `.5`. */
const wellFormed =
  /^(?:v\d+(?:(?:\.\d+)+(?:_\d+)?)?|\d*(?:\.\d+){2,}(?:_\d+)?|\d+(?:\.(?:\d+(?:_\d+)?)?)?|\.\d+(?:_\d+)?)$/;

function dotted(text: string): string[] {
  return text.split('.').map(trimZeros);
}

function decimal(text: string): string[] {
  const [whole = '', fraction = ''] = text.split('.');
  const groups = fraction.match(/\d{1,3}/g) ?? [];
  return [trimZeros(whole), ...groups.map((group) => trimZeros(group.padEnd(3, '0')))];
}
