/**
 * Where a program says its version: a text of it with places in it.
 *
 * `{version}` is the version, with what is before a release (`-rc1`); `{version+}` the same with a letter or patch level that belongs to it
 * (`1.1.1w`, `9.2p1`, `1.8.0_392`), `{version+p}` one with a patch level, `{version-}` its numbers alone, of which there may be one, `{version~}` the same with what is before a release,
 * `{version3}` three numbers, whatever follows, `{named}` one of three or four numbers that begins with those in the file's own name; `{some}` a few characters but no NUL; `{d}` a digit;
 * `{pad}` NULs, as compilers put them in front of what they align; `{host}` the name that engines give a container, `{hash}` that of a commit. All else stands there literally.
 */
export interface VersionMark {
  /** The longest literal part, by which the place is found. */
  readonly needle: Buffer;
  readonly pattern: RegExp;
}

const numbers = '\\d{1,6}(?:\\.\\d{1,8}){1,4}';
const early = '(?:[-.~]?(?:alpha|beta|rc|RC|preview|pre|dev)[-.]?\\d{0,4}|-\\d{1,4}\\.\\d{1,4}\\.(?:beta|dev))?';
const places: Readonly<Record<string, string>> = {
  '{version}': `(?<version>${numbers}${early})(?!\\.?\\d)`,
  '{version+}': `(?<version>${numbers}(?:[a-z]{1,2}|-?[pP]\\d{1,3}|_\\d{1,4})?${early})(?![\\da-z])`,
  '{version+p}': `(?<version>${numbers}p\\d{1,3})(?!\\d)`,
  '{version-}': '(?<version>\\d{1,6}(?:\\.\\d{1,8}){0,4})(?!\\.?\\d)',
  '{version~}': `(?<version>\\d{1,6}(?:\\.\\d{1,8}){0,4}${early})(?!\\.?\\d)`,
  '{version3}': '(?<version>\\d{1,6}(?:\\.\\d{1,8}){2})',
  '{some}': '[^\\0]{0,80}',
  '{d}': '\\d',
  '{pad}': '\\0{1,32}',
  '{host}': '[0-9a-f]{12}',
  '{hash}': '[0-9a-f]{40}',
};
/** Bytes around the needle in which the whole mark lies. */
const REACH = 160;
/** Places of one needle that are looked at. */
const MAX_TRIES = 2000;

/** @param named the numbers in the file's name; a mark that asks for them is null without */
export function versionMark(template: string, named: string | null): VersionMark | null {
  const asksName = template.includes('{named}');
  if (asksName && named === null) return null;
  const numerals = named ?? '';
  const parts = template.split(/(\{(?:version(?:\+p|[+~3-])?|named|some|d|pad|host|hash)\})/);
  const texts = asksName
    ? template.replace('{named}', `${numerals}.\0{some}`).split(/\0\{some\}|\{(?:some|d)\}/)
    : parts;
  const literals = texts.filter((part) => !Object.hasOwn(places, part));
  const longest = literals.reduce((best, part) => (part.length > best.length ? part : best), '');
  const missing = 3 - numerals.split('.').length;
  const begun = `(?<version>${escaped(numerals)}(?:\\.\\d{1,8}){${Math.max(1, missing)},${Math.max(1, missing) + 1}}(?:(?:a|b|rc)\\d{1,3})?)(?!\\.?\\d)`;
  const pattern = parts.map((part) => (part === '{named}' ? begun : (places[part] ?? escaped(part)))).join('');
  // Executables are full of NULs: looking for one would find them all.
  return { needle: Buffer.from(longest.replace(/^\0+|\0+$/g, ''), 'latin1'), pattern: new RegExp(pattern, 'g') };
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** The version that stands where the mark says, the first one if there are several; null for none. */
export function versionIn(content: Buffer, { needle, pattern }: VersionMark): string | null {
  let tries = 0;
  for (let at = content.indexOf(needle); at !== -1 && tries < MAX_TRIES; at = content.indexOf(needle, at + 1)) {
    tries += 1;
    const start = Math.max(0, at - REACH);
    const window = content.toString('latin1', start, at + needle.length + REACH);
    pattern.lastIndex = 0;
    for (let match = pattern.exec(window); match !== null; match = pattern.exec(window)) {
      const isHere = match.index <= at - start && match.index + match[0].length >= at - start + needle.length;
      const version = match.groups?.['version'];
      if (isHere && version !== undefined) return version;
      pattern.lastIndex = match.index + 1;
    }
  }
  return null;
}
