import { type ErrorCode, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { sqliteCodes as codes, sqliteCode } from '../base/sqlite-code.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Value } from '../base/text.ts';

/** Whether an error says that the content of the file is not what was written. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === codes.corrupt || code === codes.notADatabase || code === codes.ioError;
}

/** What reading `file` failed with, for people. */
export function readFailure(error: unknown, file: Value): PlimsollError {
  if (error instanceof PlimsollError) return error;
  const code: ErrorCode =
    sqliteCode(error) === codes.cannotOpen || ['EACCES', 'EISDIR', 'ELOOP'].includes(systemCode(error) ?? '')
      ? 'database-unreadable'
      : 'database-damaged';
  return failureFrom(error, code, { file, reason: wordsOf(error) });
}

/** What writing a new database below `home` failed with, for people. Errors of the catalogue pass. */
export function writeFailure(error: unknown, home: string): unknown {
  if (error instanceof PlimsollError) return error;
  const code = systemCode(error);
  if (sqliteCode(error) === codes.full || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return failureFrom(error, 'no-room-for-database', { home });
  }
  // A statement of ours that SQLite does not understand is a defect, not trouble with this machine.
  const trouble = sqliteCode(error) !== undefined && sqliteCode(error) !== codes.logic;
  const ours = trouble || ['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR'].includes(code ?? '');
  return ours ? failureFrom(error, 'database-not-written', { home, reason: wordsOf(error) }) : error;
}
