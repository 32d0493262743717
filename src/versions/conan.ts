import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, trimZeros } from './numerals.ts';

type Item = { readonly number: string } | { readonly word: string };

export interface ConanVersion {
  /** Without zeros at the end. */
  readonly items: readonly Item[];
  /** Null for a release. */
  readonly pre: ConanVersion | null;
  readonly build: ConanVersion | null;
}

/** What a reference may hold (`name/version@user/channel`), capitals as in Conan 1. */
const shape = /^[A-Za-z0-9_][A-Za-z0-9_+.-]{0,100}$/;
/**
 * Versions of Conan packages (docs.conan.io, "Version"): `items-pre+build`, any number of items between dots. A number and a word Conan compares as texts, which
 * goes in circles (9, 10, 1a); here numbers come before words that begin with a digit.
 */
export const conan: VersionScheme<ConanVersion> = {
  name: 'conan',
  parse(text) {
    if (!shape.test(text)) throw new InvalidVersion('conan', text);
    const version = read(text);
    const items = [version, version.pre, version.build].flatMap((part) => part?.items ?? []);
    // Python reads a number with a sign.
    if (items.some((item) => 'word' in item && /^[+-]\d/.test(item.word))) throw new InvalidVersion('conan', text);
    return version;
  },
  compare,
};

function read(text: string): ConanVersion {
  const plus = text.lastIndexOf('+');
  const main = plus === -1 ? text : text.slice(0, plus);
  const hyphen = main.indexOf('-');
  const items = (hyphen === -1 ? main : main.slice(0, hyphen)).split('.').map(itemOf);
  const last = items.findLastIndex((item) => !('number' in item && item.number === ''));
  return {
    items: items.slice(0, last + 1),
    pre: hyphen === -1 ? null : plain(main.slice(hyphen + 1)),
    build: plus === -1 ? null : plain(text.slice(plus + 1)),
  };
}

/** What stands behind a hyphen or a plus has items alone. */
function plain(text: string): ConanVersion {
  const items = text.split('.').map(itemOf);
  const last = items.findLastIndex((item) => !('number' in item && item.number === ''));
  return { items: items.slice(0, last + 1), pre: null, build: null };
}

/** Python takes underscores between digits for nothing. */
function itemOf(text: string): Item {
  return /^\d+(?:_\d+)*$/.test(text) ? { number: trimZeros(text.replaceAll('_', '')) } : { word: text };
}

function compare(a: ConanVersion, b: ConanVersion): -1 | 0 | 1 {
  const order = compareItems(a.items, b.items);
  if (order !== 0) return order;
  if (a.pre === null || b.pre === null) {
    if (a.pre !== b.pre) return a.pre === null ? 1 : -1;
  } else {
    const pre = compareItems(a.pre.items, b.pre.items);
    if (pre !== 0) return pre;
  }
  if (a.build === null || b.build === null) return a.build === b.build ? 0 : a.build === null ? -1 : 1;
  return compareItems(a.build.items, b.build.items);
}

function compareItems(a: readonly Item[], b: readonly Item[]): -1 | 0 | 1 {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compareOne(a[at] ?? { word: '' }, b[at] ?? { word: '' });
    if (order !== 0) return order;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

function compareOne(a: Item, b: Item): -1 | 0 | 1 {
  if ('number' in a)
    return 'number' in b ? compareNumerals(a.number, b.number) : compareWithNumber(b.word) === 1 ? -1 : 1;
  return 'number' in b ? compareWithNumber(a.word) : compareTexts(a.word, b.word);
}

/** Nothing, a plus and a hyphen come before all digits. */
function compareWithNumber(word: string): -1 | 1 {
  return word < '0' ? -1 : 1;
}
