import { failureFrom, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Out } from './io.ts';
import type { StandardStream } from './standard-stream.ts';

/** Colour where a terminal takes it and nobody said no (https://no-color.org: any value but the empty one). */
export function wantsColor(
  stream: StandardStream,
  environment: Readonly<Record<string, string | undefined>>,
  noColor: boolean,
): boolean {
  if (noColor || (environment['NO_COLOR'] ?? '') !== '') return false;
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

/**
 * Standard output for commands. A reader that went away (EPIPE) makes it quiet, the work and its exit code go on; anything else,
 * a full disk for one, is `cannot-write`.
 */
export function standardOut(stream: StandardStream, color: boolean): Out {
  let gone = false;
  stream.on('error', (error) => {
    // Seen by the callback of the write as well; without a listener Node.js would die of it.
    gone ||= systemCode(error) === 'EPIPE';
  });
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        if (gone || text === '') return resolve();
        stream.write(text, (error) => {
          if (error === undefined || error === null || systemCode(error) === 'EPIPE') return resolve();
          reject(failureFrom(error, 'cannot-write', { file: texts.standardOutput, reason: wordsOf(error) }));
        });
      }),
    isTerminal: stream.isTTY === true,
    color,
    columns: stream.columns || 80,
  };
}

const texts = {
  standardOutput: { en: 'standard output', 'zh-CN': '标准输出' },
} as const;
