import { systemCode } from './errors.ts';

/** Primary result codes of SQLite that callers tell apart (https://sqlite.org/rescode.html). */
export const sqliteCodes = {
  logic: 1,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** SQLITE_IOERR_SHMSIZE: there is no room for the memory that readers and writers share. */
const noRoomToShare = 10 | (19 << 8);

/** The primary result code of an error that SQLite raised; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  if (code === noRoomToShare) return sqliteCodes.full;
  return code === undefined ? undefined : code & 0xff;
}

function extendedCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || systemCode(error) !== 'ERR_SQLITE_ERROR') return undefined;
  const code = 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code : undefined;
}
