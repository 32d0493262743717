import { renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UnfitFile } from '../base/bounded-file.ts';
import { failure, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { checkReplaceable } from '../base/output-name.ts';
import { sqliteCode } from '../base/sqlite-code.ts';
import { wordsOf } from '../base/system-words.ts';
import { fill, type Text } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import { writeCanonical } from './canonical-database.ts';
import { databaseFile } from './database-file.ts';
import { inScratchFolder } from './scratch-folder.ts';
import { type UpdateOptions, type UpdateResult, updateDatabase } from './update.ts';
import { integrityFault, syncPath } from './update-workspace.ts';

export interface BuildOptions extends Omit<UpdateOptions, 'home' | 'allowShrink' | 'patience'> {
  /** The file to write. It takes the place of one that is there when it is whole, and not before. */
  readonly output: string;
  /** RFC 3339; null for the time of the newest record. */
  readonly builtAt: string | null;
}

export interface BuildResult extends Pick<UpdateResult, 'skipped' | 'notes'> {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly facts: DatabaseFacts;
}

/**
 * Makes a database of the sources, and of nothing else: what this machine has plays no part. The same sources give the same file, byte
 * for byte (with the same version of Plimsoll and of Node.js). Throws errors of the catalogue; a file that was there then stays.
 */
export async function buildDatabase({ output, builtAt, ...options }: BuildOptions): Promise<BuildResult> {
  const file = resolve(output);
  try {
    checkReplaceable(file);
    return await inScratchFolder(dirname(file), `.${basename(file)}.building-`, async (folder) => {
      const { skipped, notes } = await updateDatabase({ ...options, home: folder, allowShrink: true });
      options.progress.step({ what: fill(texts.writing, { file }), done: 0, total: null, unit: 'records' });
      const next = join(folder, 'canonical.db');
      const facts = writeCanonical(databaseFile(folder), next, builtAt);
      const fault = integrityFault(next);
      if (fault !== null) throw failure('build-not-written', { file, reason: fault });
      options.signal.throwIfAborted();
      syncPath(next);
      renameSync(next, file);
      syncPath(dirname(file));
      return { file, size: statSync(file).size, facts, skipped, notes };
    });
  } catch (error) {
    options.signal.throwIfAborted();
    throw buildFailure(error, file);
  }
}

/** What a build failed with, in words about its file. */
function buildFailure(error: unknown, file: string): unknown {
  const isOfHome =
    error instanceof PlimsollError && (error.code === 'no-room-for-database' || error.code === 'database-not-written');
  if (error instanceof PlimsollError && !isOfHome) return error;
  const isOurs =
    isOfHome || error instanceof UnfitFile || systemCode(error) !== undefined || sqliteCode(error) !== undefined;
  return isOurs
    ? failureFrom(error, 'build-not-written', { file, reason: isOfHome ? error.what : wordsOf(error) })
    : error;
}

const texts = {
  writing: { en: 'Writing {file}', 'zh-CN': '正在写入 {file}' },
} as const satisfies Record<string, Text>;
