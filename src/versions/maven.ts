import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareNumerals, compareTexts, endOfDigits, isDigit, trimZeros } from './numerals.ts';

/** A number without zeros in front (`''` is 0), or a qualifier as it is compared: its rank, and its letters where it is none of the known ones. */
type Item = { readonly number: string } | { readonly rank: number; readonly letters: string };

/** What hyphens and changes between digits and letters part, each part without what says nothing at its end. */
export type MavenVersion = readonly (readonly Item[])[];

/** Qualifiers in their order; a release is none of them. */
const qualifiers: ReadonlyMap<string, number> = new Map([
  ['alpha', 0],
  ['beta', 1],
  ['milestone', 2],
  ['rc', 3],
  ['cr', 3],
  ['snapshot', 4],
  ['', 5],
  ['ga', 5],
  ['final', 5],
  ['release', 5],
  ['sp', 6],
]);
/** Characters. No file system takes the file of a longer one. */
const LONGEST = 1024;
const RELEASE = 5;
const UNKNOWN = 7;
const shortForms: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);
/** What a POM's version may not hold (Maven's model validation): ranges, unresolved properties, paths. */
const forbidden = /[\\/:"<>|?*[\](){},\s]/;

/**
 * Maven versions by the "Version Order Specification" of its POM reference, as Maven 3 itself (`ComparableVersion`) reads what that leaves open.
 * Maven's own order has circles (1-rc < 1 < 1.x.2 < 1-rc): there a word with a dot on either side, or in front of the first number, is not what it
 * is between hyphens, and a part of zeros (1-0-rc) remains. Here they are as the specification says.
 */
export const maven: VersionScheme<MavenVersion> = { name: 'maven', parse, compare };

function parse(original: string): MavenVersion {
  if (original === '' || original.length > LONGEST || forbidden.test(original))
    throw new InvalidVersion('maven', original);
  const text = original.toLowerCase();
  let part: Item[] = [];
  const parts = [part];
  const close = () => {
    while (part.length > 0 && isNothing(part.at(-1))) part.pop();
  };
  const open = () => {
    close();
    if (part.length === 0 && parts.length > 1) return;
    part = [];
    parts.push(part);
  };
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isSeparator = code === 46 || code === 45;
    const isDigits = at > start && isDigit(text.charCodeAt(at - 1));
    if (at > start && (isSeparator || at === text.length || isDigit(code) !== isDigits)) {
      // A word counts for the same behind a dot as behind a hyphen, and where the version begins with it.
      if (!isDigits) open();
      part.push(itemOf(text.slice(start, at), isDigit(code)));
      if (!isSeparator && at < text.length) open();
      start = at;
    } else if (isSeparator) part.push({ number: '' });
    if (code === 45) open();
    if (isSeparator) start = at + 1;
  }
  close();
  while (parts.length > 1 && parts.at(-1)?.length === 0) parts.pop();
  return parts;
}

function itemOf(text: string, isBeforeDigit: boolean): Item {
  if (endOfDigits(text, 0) === text.length) return { number: trimZeros(text) };
  const word = (isBeforeDigit ? shortForms.get(text) : undefined) ?? text;
  const rank = qualifiers.get(word);
  return rank === undefined ? { rank: UNKNOWN, letters: word } : { rank, letters: '' };
}

function isNothing(item: Item | undefined): boolean {
  return item !== undefined && compareWithNothing(item) === 0;
}

function compareWithNothing(item: Item): -1 | 0 | 1 {
  if ('number' in item) return item.number === '' ? 0 : 1;
  return item.rank === RELEASE ? 0 : item.rank < RELEASE ? -1 : 1;
}

/** Each part holds its items and, behind them, all parts that follow. */
function compare(a: MavenVersion, b: MavenVersion): -1 | 0 | 1 {
  for (let at = 0; ; at += 1) {
    for (let i = 0; ; i += 1) {
      const [left, right] = [elementOf(a, at, i), elementOf(b, at, i)];
      if (left === 'parts' && right === 'parts') break;
      if (left === null && right === null) return 0;
      const order = compareElements(left, right, a, b, at + 1);
      if (order !== 0) return order;
    }
  }
}

type Element = Item | 'parts' | null;

function elementOf(version: MavenVersion, at: number, i: number): Element {
  const items = version[at] ?? [];
  return items[i] ?? (i === items.length && at + 1 < version.length ? 'parts' : null);
}

function compareElements(left: Element, right: Element, a: MavenVersion, b: MavenVersion, rest: number): -1 | 0 | 1 {
  if (left === 'parts') return comparePartsWith(right, a, rest);
  if (right === 'parts') return reversed(comparePartsWith(left, b, rest));
  if (left === null) return right === null ? 0 : reversed(compareWithNothing(right));
  if (right === null) return compareWithNothing(left);
  if ('number' in left) return 'number' in right ? compareNumerals(left.number, right.number) : 1;
  if ('number' in right) return -1;
  return left.rank === right.rank ? compareTexts(left.letters, right.letters) : left.rank < right.rank ? -1 : 1;
}

/** What follows a hyphen is below a number behind a dot, and above a qualifier. */
function comparePartsWith(other: Element, version: MavenVersion, rest: number): -1 | 0 | 1 {
  if (other !== null && other !== 'parts') return 'number' in other ? -1 : 1;
  for (const part of version.slice(rest)) {
    for (const item of part) {
      const order = compareWithNothing(item);
      if (order !== 0) return order;
    }
  }
  return 0;
}

function reversed(order: -1 | 0 | 1): -1 | 0 | 1 {
  return order === 0 ? 0 : order === 1 ? -1 : 1;
}
