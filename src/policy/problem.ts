import { failureFrom, type PlimsollError } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { fill, type Language, languages, type Text } from '../base/text.ts';
import { asideList } from './listing.ts';

/** Something wrong with a policy, where it stands. */
export interface Problem {
  /** As the user named it. */
  readonly file: string;
  /** Both from 1; a column counts UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly text: Text;
  /** What to write instead. */
  readonly hint: Text;
}

/** More than this is not read by anybody. */
const maxListed = 20;
/** A file may have a key of a megabyte; its place says which one it is. */
const maxWords = 400;

/**
 * The error for a policy with problems. All of them stand in its two lines: the first one with what to do about it, then the others; with
 * `--verbose` each on a line of its own.
 */
export function policyInvalid(problems: readonly Problem[]): PlimsollError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  // Problems of several files stay in the order in which the files are read.
  const files = [...new Set(problems.map((problem) => problem.file))];
  const ordered = files.flatMap((file) => sorted.filter((problem) => problem.file === file));
  const [first, ...others] = ordered;
  if (first === undefined) throw new TypeError('a policy without problems is no error');
  const shown = others.slice(0, maxListed).map((problem) =>
    fill(texts.other, {
      place: placeOf(problem, problem.file === first.file),
      text: safe(problem.text, maxWords),
    }),
  );
  const more = others.length > maxListed ? [fill(texts.more, { count: others.length - maxListed })] : [];
  const remedy =
    others.length === 0
      ? safe(first.hint, maxWords)
      : fill(texts.also, { hint: safe(first.hint, maxWords), others: asideList([...shown, ...more]) });
  const cause = new Error(
    ordered
      .slice(0, 1000)
      .map((problem) => printable(`${placeOf(problem, false)} ${problem.text.en} ${problem.hint.en}`))
      .join('\n'),
  );
  const { file, line, column, text } = first;
  return failureFrom(cause, 'policy-invalid', {
    file: printable(file),
    line,
    column,
    problem: safe(text, maxWords),
    hint: safe(remedy, maxWords * (maxListed + 2)),
  });
}

function placeOf({ file, line, column }: Problem, isKnown: boolean): string {
  return isKnown ? `${line}:${column}` : `${file}:${line}:${column}`;
}

/** Words of a file stand in texts. */
function safe(text: Text, limit: number): Text {
  const made = languages.map((language): [Language, string] => [language, printable(text[language], limit)]);
  return Object.fromEntries(made) as Record<Language, string>;
}

const texts = {
  other: { en: '{place} {text}', 'zh-CN': '{place} {text}' },
  more: { en: 'and {count} more', 'zh-CN': '另有 {count} 处' },
  also: { en: '{hint} Also wrong: {others}', 'zh-CN': '{hint}其他问题：{others}' },
} as const satisfies Record<string, Text>;
