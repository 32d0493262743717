/** The languages in which everything that people read exists. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** One text in every language. `{name}` marks a value that is filled in; the same names stand in each language. */
export type Text = Readonly<Record<Language, string>>;

/** What fills a slot. A text fills each language with its own words. */
export type Value = string | number | Text;

/** The names that a text wants filled in, read from its English form. */
export type Slots<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;

/** The values for a text: an object with exactly its slots; nothing at all where it has none. */
export type Values<T extends Text> = [Slots<T['en']>] extends [never] ? [] : [Record<Slots<T['en']>, Value>];

/**
 * Fills a text in, in all languages at once, so that whoever shows it picks the language last.
 * Values are put in as they are; a terminal or HTML writer does its own escaping.
 */
export function phrase<const T extends Text>(text: T, ...values: Values<T>): Text {
  const given = (values[0] ?? {}) as Record<string, Value>;
  return fill(text, given);
}

/** As {@link phrase}, for a text that is chosen at run time; the caller answers for the slots. */
export function fill(text: Text, values: Readonly<Record<string, Value>>): Text {
  const put = (language: Language) =>
    text[language].replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return whole;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { en: put('en'), 'zh-CN': put('zh-CN') };
}

/** The same words in every language: names, versions, paths. */
export function verbatim(words: string): Text {
  return { en: words, 'zh-CN': words };
}
