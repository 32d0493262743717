import { isPageSize, SqliteError } from './sqlite-pages.ts';

/** The pages that a write-ahead log holds, each in its last committed form. */
export interface WalPages {
  readonly pageSize: number;
  readonly pages: ReadonlyMap<number, Buffer>;
}

const MAGIC_LITTLE = 0x377f0682;
const MAGIC_BIG = 0x377f0683;
const FORMAT = 3007000;
const HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Reads a write-ahead log ("The Write-Ahead Log"). A frame counts when its salts are the header's, its checksum continues the one before
 * it, and a commit follows; the first frame that does not ends the log, as for SQLite. Null where there is nothing in it.
 */
export function readWal(file: Buffer): WalPages | null {
  if (file.length < HEADER) return null;
  const magic = file.readUInt32BE(0);
  if (magic === 0) return null;
  if (magic !== MAGIC_LITTLE && magic !== MAGIC_BIG) throw new SqliteError('corrupt', 'it is no write-ahead log');
  if (file.readUInt32BE(4) !== FORMAT) throw new SqliteError('unsupported-format', 'a log of another format');
  const pageSize = file.readUInt32BE(8);
  if (!isPageSize(pageSize)) throw new SqliteError('corrupt', `a page size of ${pageSize}`);
  const sum = checksum(magic === MAGIC_BIG);
  sum.add(file.subarray(0, 24));
  // SQLite takes a log whose own header does not add up for an empty one.
  if (!sum.is(file.readUInt32BE(24), file.readUInt32BE(28))) return null;

  const committed = new Map<number, Buffer>();
  const open = new Map<number, Buffer>();
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= file.length; at += FRAME_HEADER + pageSize) {
    const number = file.readUInt32BE(at);
    if (number === 0 || file.compare(file, 16, 24, at + 8, at + 16) !== 0) break;
    const page = file.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize);
    sum.add(file.subarray(at, at + 8));
    sum.add(page);
    if (!sum.is(file.readUInt32BE(at + 16), file.readUInt32BE(at + 20))) break;
    open.set(number, page);
    const sizeAfterCommit = file.readUInt32BE(at + 4);
    if (sizeAfterCommit === 0) continue;
    for (const [key, value] of open) committed.set(key, value);
    open.clear();
  }
  return committed.size === 0 ? null : { pageSize, pages: committed };
}

/** The running checksum over 32-bit words ("Checksum Algorithm"); the byte order of the words is the log's own. */
function checksum(bigEndian: boolean): {
  add(bytes: Buffer): void;
  is(first: number, second: number): boolean;
} {
  let first = 0;
  let second = 0;
  return {
    add(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let at = 0; at < bytes.length; at += 8) {
        first = (first + view.getUint32(at, !bigEndian) + second) >>> 0;
        second = (second + view.getUint32(at + 4, !bigEndian) + first) >>> 0;
      }
    },
    is: (a, b) => first === a && second === b,
  };
}
