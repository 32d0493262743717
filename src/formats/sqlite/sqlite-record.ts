import { SqliteError } from './sqlite-pages.ts';
import { readVarint } from './sqlite-varint.ts';

export type SqliteValue = null | number | string | Buffer;

/** The first `limit` columns of a record ("Record Format"). Integers past 2^53 lose their low bits. */
export function readRecord(record: Buffer, limit: number): readonly SqliteValue[] {
  const header = readVarint(record, 0, record.length);
  if (header === null || header.value < header.next || header.value > record.length) {
    throw new SqliteError('corrupt', 'the header of a record runs over');
  }
  const values: SqliteValue[] = [];
  let at = header.next;
  let content = header.value;
  while (at < header.value && values.length < limit) {
    const type = readVarint(record, at, header.value);
    if (type === null) throw new SqliteError('corrupt', 'the header of a record ends too early');
    const length = lengthOf(type.value);
    if (content + length > record.length) throw new SqliteError('corrupt', 'a column runs out of its record');
    values.push(columnOf(record, content, type.value, length));
    at = type.next;
    content += length;
  }
  return values;
}

/** Bytes of a column by its serial type. */
function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  const length = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type];
  if (length === undefined) throw new SqliteError('corrupt', `serial type ${type}`);
  return length;
}

function columnOf(record: Buffer, at: number, type: number, length: number): SqliteValue {
  if (type === 0) return null;
  if (type === 7) return record.readDoubleBE(at);
  if (type === 8) return 0;
  if (type === 9) return 1;
  if (type === 6) return Number(record.readBigInt64BE(at));
  if (type < 7) return record.readIntBE(at, length);
  return type % 2 === 0 ? record.subarray(at, at + length) : record.toString('utf8', at, at + length);
}
