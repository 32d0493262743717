/** A line of a file whose structure is its indentation. */
export interface IndentedLine {
  /** Blanks in front. */
  readonly indent: number;
  /** Without blanks around it. */
  readonly text: string;
}

/** More letters than any of these tools puts into a line; whoever must know all lines asks before whether there is a longer one. */
export const LONGEST_LINE = 65_536;

/**
 * The lines of a file that a tool writes in block style, always in the same form (lock files of yarn, pnpm, Dart, CocoaPods, Stack). No YAML:
 * anchors, aliases and flow style mean nothing here, so there is nothing that could unfold. Empty lines, comments and overlong lines are left out.
 */
export function* indentedLines(content: Buffer): Generator<IndentedLine> {
  const whole = content.toString('utf8');
  for (let at = 0; at < whole.length; ) {
    const feed = whole.indexOf('\n', at);
    const end = feed === -1 ? whole.length : feed;
    const line = end - at > LONGEST_LINE ? '' : whole.slice(at, end);
    at = end + 1;
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    yield { indent: line.length - line.trimStart().length, text };
  }
}

/** `key: value` with its quotation marks taken off; null where a line is something else. The value may be empty. */
export function keyAndValue(text: string): { readonly key: string; readonly value: string } | null {
  const [, quoted, double, plain, value = ''] =
    /^(?:'([^']*)'|"([^"]*)"|([^'":\s][^:]*?)):(?:\s+(\S.*))?$/.exec(text) ?? [];
  const key = quoted ?? double ?? plain;
  return key === undefined ? null : { key, value: unquoted(value) };
}

export function unquoted(text: string): string {
  const first = text[0];
  const isQuoted = text.length > 1 && (first === '"' || first === "'") && text.endsWith(first);
  return isQuoted ? text.slice(1, -1) : text;
}
