import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';

export interface LuaRocksVersion {
  readonly parts: readonly number[];
  /** That of the rockspec; -1 where the version has none, which for LuaRocks is equal to any. Here it is the lowest, so that the order has no circles. */
  readonly revision: number;
}

/** What words stand for. Any other one counts a thousandth of its first letter's code. */
const words: ReadonlyMap<string, number> = new Map([
  ['dev', 120_000_000],
  ['scm', 110_000_000],
  ['cvs', 100_000_000],
  ['rc', -1000],
  ['pre', -10_000],
  ['beta', -100_000],
  ['alpha', -1_000_000],
]);

/** Versions of Lua rocks, as LuaRocks orders them: numbers and words, behind the last hyphen the revision of the rockspec (`1.2.3-1`). */
export const luarocks: VersionScheme<LuaRocksVersion> = {
  name: 'luarocks',
  parse(text) {
    const [, main = text, revision] = /^(.*)-(\d+)$/s.exec(text) ?? [];
    const parts = partsOf(main);
    if (parts === null) throw new InvalidVersion('luarocks', text);
    return { parts, revision: revision === undefined ? -1 : Number(revision) };
  },
  compare(a, b) {
    for (let at = 0; at < Math.max(a.parts.length, b.parts.length); at += 1) {
      const [left, right] = [a.parts[at] ?? 0, b.parts[at] ?? 0];
      if (left !== right) return left < right ? -1 : 1;
    }
    return a.revision === b.revision ? 0 : a.revision < b.revision ? -1 : 1;
  },
};

/** A word and the number behind it are one part, and of words in a row the last one counts. */
function partsOf(text: string): readonly number[] | null {
  const parts: number[] = [];
  let word: number | null = null;
  let at = 0;
  const piece = /(\d+|[A-Za-z]+)[._-]*/y;
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    at = piece.lastIndex;
    const [, token = ''] = found;
    if (/\d/.test(token)) {
      const number = Number(token);
      parts.push(word === null ? number : word + number / 100_000);
      word = null;
    } else word = words.get(token) ?? token.charCodeAt(0) / 1000;
  }
  if (word !== null) parts.push(word);
  return at === text.length && at > 0 ? parts : null;
}
