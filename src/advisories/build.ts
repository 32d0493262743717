import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { failure, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { sqliteCode } from '../base/sqlite-code.ts';
import { wordsOf } from '../base/system-words.ts';
import { fill, type Text } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import { writeCanonical } from './canonical-database.ts';
import { databaseFile } from './database-file.ts';
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

/** What a build that was killed left behind is removed after so many milliseconds. */
const abandonedAfter = 24 * 3600_000;

/**
 * Makes a database of the sources, and of nothing else: what this machine has plays no part. The same sources give the same file, byte
 * for byte (with the same version of Plimsoll and of Node.js). Throws errors of the catalogue; a file that was there then stays.
 */
export async function buildDatabase({ output, builtAt, ...options }: BuildOptions): Promise<BuildResult> {
  const file = resolve(output);
  const prefix = `.${basename(file)}.building-`;
  let folder: string | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    removeAbandoned(dirname(file), prefix);
    folder = mkdtempSync(join(dirname(file), prefix));
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
  } catch (error) {
    options.signal.throwIfAborted();
    throw buildFailure(error, file);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function removeAbandoned(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith(prefix) && Date.now() - statSync(path).mtimeMs > abandonedAfter)
      rmSync(path, { recursive: true, force: true });
  }
}

/** What a build failed with, in words about its file. */
function buildFailure(error: unknown, file: string): unknown {
  const isOfHome =
    error instanceof PlimsollError && (error.code === 'no-room-for-database' || error.code === 'database-not-written');
  if (error instanceof PlimsollError && !isOfHome) return error;
  const isOurs = isOfHome || systemCode(error) !== undefined || sqliteCode(error) !== undefined;
  return isOurs
    ? failureFrom(error, 'build-not-written', { file, reason: isOfHome ? error.what : wordsOf(error) })
    : error;
}

const texts = {
  writing: { en: 'Writing {file}', 'zh-CN': '正在写入 {file}' },
} as const satisfies Record<string, Text>;
