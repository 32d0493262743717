import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { Text } from '../base/text.ts';

const longest = 1000;

/** What a person gives as a reason or a name for the record. It is read by others later: one line, and nothing invisible in it. */
export function spokenLine(flag: string, given: string | null, commandLine: string, example: string): string {
  if (given === null) throw failure('missing-flag', { command: commandLine, flag, example });
  const line = given.trim();
  if (line === '' || printable(line, longest) !== line) {
    throw failure('bad-flag-value', { flag, given: printable(given, 80), expected: texts.line });
  }
  return line;
}

const texts = {
  line: {
    en: 'one line of visible text, at most 1000 characters',
    'zh-CN': '一行可见文字，最多 1000 个字符',
  },
} as const satisfies Record<string, Text>;
