import { failure, failureFrom, PlimsollError, reasonOf, systemCode } from '../base/errors.ts';
import { sqliteCode, sqliteCodes } from '../base/sqlite-code.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { Fault } from './fault.ts';

const noRoom: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** The error for a ledger whose content is not what was signed. */
export function damaged(file: string, reason: Text, cause?: unknown): PlimsollError {
  return failureFrom(cause, 'ledger-damaged', { file, reason });
}

/** As {@link Fault}, saying of which entry. */
export function inEntry(sequence: number, error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  return new Fault(fill(faultWords.inEntry, { sequence, reason: error.reason }), error);
}

/** What reading `file` failed with, for people. Never nothing: a reader that goes on without it would let images pass. */
export function readFailure(error: unknown, file: string): unknown {
  if (error instanceof PlimsollError) return error;
  if (error instanceof Fault) return damaged(file, error.reason, error);
  switch (sqliteCode(error)) {
    case sqliteCodes.busy:
    case sqliteCodes.locked:
      return failureFrom(error, 'ledger-busy', { home: file, holder: anotherProcess });
    case sqliteCodes.cannotOpen:
    case sqliteCodes.readOnly:
      return failureFrom(error, 'ledger-unreadable', { file, reason: reasonOf(error) });
    case undefined:
      return systemCode(error)?.startsWith('E') === true
        ? failureFrom(error, 'ledger-unreadable', { file, reason: reasonOf(error) })
        : error;
    default:
      return damaged(file, verbatim(reasonOf(error)), error);
  }
}

/** What writing the ledger of a state directory failed with, for people. */
export function writeFailure(error: unknown, home: string, file: string): unknown {
  const code = sqliteCode(error);
  if (code === sqliteCodes.full || noRoom.includes(systemCode(error)))
    return failureFrom(error, 'no-room-for-ledger', { home });
  if (code === sqliteCodes.busy || code === sqliteCodes.locked) return busy(home, anotherProcess);
  if (code === sqliteCodes.ioError || code === sqliteCodes.readOnly || systemCode(error)?.match(/^E[A-Z]+$/))
    return failureFrom(error, 'ledger-not-written', { home, reason: reasonOf(error) });
  return readFailure(error, file);
}

export function busy(home: string, holder: string | Text): PlimsollError {
  return failure('ledger-busy', { home, holder });
}

export const anotherProcess = { en: 'another process', 'zh-CN': '另一个进程' } as const satisfies Text;
