import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, endOfDigits, trimZeros } from './numerals.ts';

/** Numbers without zeros in front (`''` is 0), and words. */
type Segment = { readonly number: string } | { readonly word: string };

/** Neither the numbers before the first word nor what follows them end in zeros. */
export type GemVersion = readonly Segment[];

const zero: Segment = { number: '' };
/** Digits, then dots before digits and letters, then perhaps a hyphen and more of these. */
const shape = /^\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Versions of Ruby gems as RubyGems reads them (`Gem::Version`): a hyphen stands for `.pre.`, and a word makes a version come before its release. */
export const gem: VersionScheme<GemVersion> = {
  name: 'gem',
  parse(original) {
    const text = original.trim();
    if (!shape.test(text)) throw new InvalidVersion('gem', original);
    const segments = (text.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? []).map(segmentOf);
    const firstWord = segments.findIndex((segment) => 'word' in segment);
    if (firstWord === -1) return trimmed(segments);
    return [...trimmed(segments.slice(0, firstWord)), ...trimmed(segments.slice(firstWord))];
  },
  compare(a, b) {
    for (let at = 0; at < a.length || at < b.length; at += 1) {
      const order = compareSegments(a[at] ?? zero, b[at] ?? zero);
      if (order !== 0) return order;
    }
    return 0;
  },
};

function segmentOf(text: string): Segment {
  return endOfDigits(text, 0) === text.length ? { number: trimZeros(text) } : { word: text };
}

function trimmed(segments: readonly Segment[]): readonly Segment[] {
  const last = segments.findLastIndex((segment) => !('number' in segment && segment.number === ''));
  return segments.slice(0, last + 1);
}

function compareSegments(a: Segment, b: Segment): -1 | 0 | 1 {
  if ('word' in a) return 'word' in b ? compareTexts(a.word, b.word) : -1;
  return 'word' in b ? 1 : compareNumerals(a.number, b.number);
}
