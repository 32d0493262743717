/** A database file that does not follow its format (https://www.sqlite.org/fileformat2.html). */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  readonly kind: 'corrupt' | 'truncated' | 'unsupported-format';

  constructor(kind: SqliteError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The pages of a database, numbered from 1. */
export interface SqlitePages {
  /** Bytes of a page that hold content; the rest is reserved for extensions. */
  readonly usable: number;
  readonly count: number;
  /** Null where the page is not there. */
  page(number: number): Buffer | null;
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

/** The pages of a whole database file. Throws {@link SqliteError} where its header is none. */
export function pagesOfFile(file: Buffer): SqlitePages {
  const { pageSize, usable } = readDatabaseHeader(file);
  const count = Math.floor(file.length / pageSize);
  return {
    usable,
    count,
    page: (number) => {
      if (!Number.isInteger(number) || number < 1 || number > count) return null;
      return file.subarray((number - 1) * pageSize, number * pageSize);
    },
  };
}

/** Reads the header of page 1 ("The Database Header"). */
function readDatabaseHeader(page: Buffer): { readonly pageSize: number; readonly usable: number } {
  if (page.length < 100) throw new SqliteError('truncated', 'the header ends too early');
  if (!page.subarray(0, 16).equals(MAGIC)) throw new SqliteError('corrupt', 'it is no SQLite database');
  const written = page.readUInt16BE(16);
  const pageSize = written === 1 ? 65536 : written;
  if (!isPageSize(pageSize)) throw new SqliteError('corrupt', `a page size of ${pageSize}`);
  const usable = pageSize - page.readUInt8(20);
  if (usable < 480) throw new SqliteError('corrupt', 'too much of a page is reserved');
  // 0 stands in a database that has no table yet.
  const encoding = page.readUInt32BE(56);
  if (encoding > 1) throw new SqliteError('unsupported-format', 'its texts are UTF-16');
  return { pageSize, usable };
}

export function isPageSize(size: number): boolean {
  return size >= 512 && size <= 65536 && (size & (size - 1)) === 0;
}
