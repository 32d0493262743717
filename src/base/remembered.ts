import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { systemCode } from './errors.ts';

/** What a text was once found to mean, so that the same text need not be read again. */
export interface Remembered {
  /** Null for a text that was not kept, or is no longer there. */
  recall(text: string): unknown;
  /** Values that JSON does not carry whole are not kept. A disk that takes nothing costs time later, and is no error. */
  keep(text: string, value: unknown): void;
}

/** When there are this many, all go: each text is read once more. */
const most = 200;

/**
 * Remembers beside the compiled code of this process: whoever may write there could run code here anyway, and the launcher has looked
 * whose folder it is. Without compiled code nothing is remembered.
 *
 * @param kind what is remembered, with the version of its meaning: another one knows nothing of this one
 * @param beside the folder of compiled code
 */
export function remembered(kind: string, beside: string | null = getCompileCacheDir() ?? null): Remembered {
  if (beside === null) return { recall: () => null, keep: () => {} };
  const folder = join(beside, kind);
  const fileOf = (text: string) => join(folder, sumOf(text));
  return {
    recall(text) {
      try {
        const [sum, words = ''] = readFileSync(fileOf(text), 'utf8').split('\n', 2);
        return sum === sumOf(words) ? JSON.parse(words) : null;
      } catch (error) {
        // Not there or not readable: the text itself is read.
        if (systemCode(error) !== undefined) return null;
        throw error;
      }
    },
    keep(text, value) {
      const words = JSON.stringify(value);
      if (!isDeepStrictEqual(JSON.parse(words), value)) return;
      const file = fileOf(text);
      const draft = `${file}.${process.pid}`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if (readdirSync(folder).length >= most) rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(draft, `${sumOf(words)}\n${words}`, { mode: 0o600 });
        renameSync(draft, file);
      } catch (error) {
        if (systemCode(error) === undefined) throw error;
        clear(draft);
      }
    },
  };
}

function clear(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
