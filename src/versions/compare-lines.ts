import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';

/** What one line with two versions comes to. */
export type Comparison = '<' | '=' | '>' | 'invalid';

/** Characters of a line. A longer one is no pair of versions. */
const maxLine = 16 * 2 ** 20;

/** Compares the two words of a line; `invalid` where there are not two, or one is no version in the scheme. */
export function compareLine<V>(scheme: VersionScheme<V>, line: string): Comparison {
  const [a, b, ...more] = line.trim().split(/[ \t\r]+/);
  if (a === undefined || b === undefined || more.length > 0) return 'invalid';
  try {
    const order = scheme.compare(scheme.parse(a), scheme.parse(b));
    if (order === 0) return '=';
    return order < 0 ? '<' : '>';
  } catch (error) {
    if (error instanceof InvalidVersion) return 'invalid';
    throw error;
  }
}

/**
 * What `versions compare` does: UTF-8 text with a pair of versions a line in, in pieces of any size; one {@link Comparison} a line out,
 * many lines a piece. Every line gets its answer, empty ones too; what follows the last line end is a line unless it is empty.
 */
export async function* compareLines<V>(
  input: AsyncIterable<string | Uint8Array>,
  scheme: VersionScheme<V>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    length += part.length;
    if (length <= maxLine) parts.push(part);
    else parts = [];
  };
  const answer = (): string => {
    const comparison = length > maxLine ? 'invalid' : compareLine(scheme, parts.join(''));
    parts = [];
    length = 0;
    return `${comparison}\n`;
  };
  for await (const piece of input) {
    const lines = (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })).split('\n');
    const unfinished = lines.pop() ?? '';
    const answers = lines.map((line) => {
      add(line);
      return answer();
    });
    add(unfinished);
    if (answers.length > 0) yield answers.join('');
  }
  add(decoder.decode());
  if (length > 0) yield answer();
}
