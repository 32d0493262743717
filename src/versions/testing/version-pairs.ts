import { versionPieces } from './version-pieces.ts';

type Pair = readonly [string, string];
/** A number from 0 up to, not including, the one given. */
type Below = (limit: number) => number;

/** What stands in no version, or only in one of another scheme, or is read by one tool and not by the next. */
const strays = [
  ...[
    '_',
    ':',
    '!',
    '@',
    '#',
    '=',
    '^',
    '~',
    '$',
    '%',
    '*',
    '/',
    '\\',
    ',',
    '(',
    '"',
    '..',
    '--',
    '-.',
    '.-',
    '++',
    '~~',
  ],
  ...[
    'A',
    'Z',
    'v',
    'V',
    'x',
    'X',
    'e5',
    '0x1',
    '00',
    '-0',
    '+0',
    '.0',
    '2147483648',
    '4294967296',
    '9223372036854775808',
  ],
  ...['18446744073709551616', '1234567890', '٣', '１', '²', 'é', 'ß', 'İ', 'ſ', '𝟙', '\u200b', '\u0301'],
];

/**
 * Endless pairs of texts for a scheme, the same ones for the same seed: mostly versions, often much alike, now and then spoiled. They are put
 * together from the scheme's pieces; where versions of real packages are given, from those of one package at a time.
 */
export function* versionPairs(
  scheme: string,
  seed: number,
  packages: readonly (readonly string[])[] = [],
): Generator<Pair> {
  const random = seededRandom(seed);
  const below: Below = (limit) => Math.floor(random() * limit);
  const pick = (from: readonly string[]) => from[below(from.length)] ?? '';
  const pieces = versionPieces(scheme).filter((piece) => piece.trim() === piece);
  const made = () => Array.from({ length: 1 + below(1 + below(6)) }, () => pick(pieces)).join('');
  for (;;) {
    const known = packages[below(packages.length)];
    const a = known === undefined ? made() : pick(known);
    const other = known === undefined ? made() : pick(known);
    const b = random() < 0.35 ? other : changed(a, pieces, below);
    const isSpoiled = random() < 0.15;
    yield [random() < 0.3 ? changed(a, pieces, below) : a, isSpoiled ? changed(b, strays, below) : b];
  }
}

/** The same text with one thing about it changed; no text is empty. */
function changed(text: string, pieces: readonly string[], below: Below): string {
  const at = below(text.length + 1);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const piece = pieces[below(pieces.length)] ?? '';
  const ways: readonly (() => string)[] = [
    () => before + piece + after,
    () => before + piece,
    () => text + piece,
    () => before + piece + after.slice(1 + below(4)),
    () => before + after.slice(1),
    () => before + (after[0] ?? '') + after,
    () => before + (/\d/.test(after) ? after.replace(/\d+/, '0$&') : '0'),
    () => before + after.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    () => before + after.replace(/[A-Za-z]+/, (word) => (/[a-z]/.test(word) ? word.toUpperCase() : word.toLowerCase())),
    () => before + after.replace(/[._+~-]/, () => '._+~-'.charAt(below(5))),
    () => text.replace(/(?:[._-]0+)+$/, '') || text,
  ];
  return ways[below(ways.length)]?.() || text;
}

/** Pseudo-random numbers in [0, 1), the same ones for the same seed (mulberry32, public domain). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
