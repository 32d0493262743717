import { UnfitFile } from '../base/bounded-file.ts';
import { failure, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { sqliteCode, sqliteCodes } from '../base/sqlite-code.ts';
import { wordsOf } from '../base/system-words.ts';
import { fill, type Text } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { Fault } from './fault.ts';

const noRoom: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** As {@link Fault}, saying of which entry. */
export function inEntry(sequence: number, error: unknown): unknown {
  if (!(error instanceof Fault) || error.sequence !== null) return error;
  return new Fault(fill(faultWords.inEntry, { sequence, reason: error.reason }), { cause: error, sequence });
}

/** What reading `file` failed with, for people. Never nothing: a reader that goes on without it would let images pass. */
export function readFailure(error: unknown, file: string): unknown {
  if (error instanceof PlimsollError) return error;
  if (error instanceof Fault) return failureFrom(error, 'ledger-damaged', { file, reason: error.reason });
  switch (sqliteCode(error)) {
    case sqliteCodes.busy:
    case sqliteCodes.locked:
      return failureFrom(error, 'ledger-busy', { home: file, holder: anotherProcess });
    case sqliteCodes.cannotOpen:
    case sqliteCodes.readOnly:
    case sqliteCodes.ioError:
    case sqliteCodes.full:
      return failureFrom(error, 'ledger-unreadable', { file, reason: wordsOf(error) });
    case undefined:
      return error instanceof UnfitFile || systemCode(error)?.startsWith('E') === true
        ? failureFrom(error, 'ledger-unreadable', { file, reason: wordsOf(error) })
        : error;
    default:
      return failureFrom(error, 'ledger-damaged', { file, reason: wordsOf(error) });
  }
}

/** What writing the ledger of a state directory failed with, for people. */
export function writeFailure(error: unknown, home: string, file: string): unknown {
  const code = sqliteCode(error);
  if (code === sqliteCodes.full || noRoom.includes(systemCode(error)))
    return failureFrom(error, 'no-room-for-ledger', { home });
  if (code === sqliteCodes.busy || code === sqliteCodes.locked) return busy(home, anotherProcess);
  if (code === sqliteCodes.ioError || code === sqliteCodes.readOnly || systemCode(error)?.match(/^E[A-Z]+$/))
    return failureFrom(error, 'ledger-not-written', { home, reason: wordsOf(error) });
  return readFailure(error, file);
}

export function busy(home: string, holder: string | Text): PlimsollError {
  return failure('ledger-busy', { home, holder });
}

export const anotherProcess = { en: 'another process', 'zh-CN': '另一个进程' } as const satisfies Text;
