import { fill, type Language, languages, type Text, verbatim } from '../base/text.ts';

const glue = {
  or: { en: '{first}, or {last}', 'zh-CN': '{first}，或{last}' },
  comma: { en: '{first}, {last}', 'zh-CN': '{first}、{last}' },
  aside: { en: '{first}; {last}', 'zh-CN': '{first}；{last}' },
} as const satisfies Record<string, Text>;

/** `a, b, or c`; empty for nothing. */
export function orList(texts: readonly Text[]): Text {
  const last = texts.at(-1);
  if (last === undefined) return verbatim('');
  if (texts.length === 1) return last;
  return fill(glue.or, { first: commaList(texts.slice(0, -1)), last });
}

/** `a, b, c`; empty for nothing. */
export function commaList(texts: readonly Text[]): Text {
  return joined(texts, glue.comma);
}

/** `a; b; c`; empty for nothing. */
export function asideList(texts: readonly Text[]): Text {
  return joined(texts, glue.aside);
}

/** A sentence, and what it announces in lines of their own below it; nothing where it announces nothing. */
export function listed(sentence: Text, items: readonly Text[]): readonly Text[] {
  return items.length === 0 ? [] : [sentence, ...items.map((item) => indented(item, 2))];
}

/** The same words further to the right. */
export function indented(text: Text, by: number): Text {
  const made = languages.map((language): [Language, string] => [language, `${' '.repeat(by)}${text[language]}`]);
  return Object.fromEntries(made) as Record<Language, string>;
}

function joined(texts: readonly Text[], by: Text): Text {
  const [first, ...rest] = texts;
  return rest.reduce((all, text) => fill(by, { first: all, last: text }), first ?? verbatim(''));
}
