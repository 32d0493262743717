import { fill, type Text, verbatim } from '../base/text.ts';
import { goldenWords as words } from '../messages/golden-plan.ts';

const shown = 12;

/** A text whose `{names}` are some of a list, and how many more there are. Both languages part names by their own comma. */
export function listedTexts(text: Text, names: readonly Text[]): Text {
  const first = names.slice(0, shown);
  const rest = names.length - first.length;
  const parts = rest > 0 ? [...first, fill(words.more, { count: rest })] : first;
  return fill(text, {
    count: names.length,
    names: { en: parts.map(({ en }) => en).join(', '), 'zh-CN': parts.map((part) => part['zh-CN']).join('，') },
  });
}

export function listedNames(text: Text, names: readonly string[]): Text {
  return listedTexts(text, [...new Set(names)].map(verbatim));
}
