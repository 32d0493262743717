import { executablesIn, type Range } from './executable.ts';
import { fieldsOf } from './fields.ts';

/** Reads from a place of a file on, as much as fits; returns how many bytes there were. */
export type ReadInto = (target: Buffer, offset: number) => number;

/** Of a file that takes more to tell, all may as well be read. */
const MOST_ENTRIES = 2000;
const MOST_READ = 4 << 20;
/** Names stand in front of the table of sections in what linkers make: both are read at once. */
const BEFORE_TABLE = 1024;
/** A name that does not end where its table does is read on. */
const BEHIND_NAMES = 64;
const symbolTables: ReadonlySet<string> = new Set(['.dynsym', '.dynstr', '.symtab', '.strtab']);

/**
 * Reads of an ELF file what is in it: headers and tables, names of sections, symbols, and what is writable, each to its place in memory as large as the
 * file. What is in other places of that memory is anything. False where the file has one of the sections that are sought, or cannot be told in
 * this way: then it is for its reader to read all of it.
 *
 * @param room the first `filled` bytes are there already
 */
export function elfOutline(room: Buffer, filled: number, read: ReadInto, sought: readonly string[]): boolean {
  if (filled < 64 || room.readUInt32BE(0) !== 0x7f454c46) return false;
  const isWide = room[4] === 2;
  const fields = fieldsOf(room, room[5] !== 2);
  const { u16, u32, word } = fields;
  let left = MOST_READ;
  const fill = (from: number, to: number): boolean => {
    const start = Math.max(0, from);
    const end = Math.min(room.length, to);
    left -= end - start;
    return end >= start && left >= 0 && read(room.subarray(start, end), start) === end - start;
  };

  const [programs, sections] = isWide ? [word(32, true), word(40, true)] : [u32(28), u32(32)];
  const [programSize, programCount, size, count, names] = [0, 2, 4, 6, 8].map((at) => u16((isWide ? 54 : 42) + at));
  if (size === undefined || count === undefined || names === undefined) return false;
  if (!(programs + (programSize ?? 0) * (programCount ?? 0) <= filled)) return false;
  if (!(sections > 0) || size < (isWide ? 64 : 40) || count > MOST_ENTRIES || names >= count) return false;
  const [start, end] = [sections - BEFORE_TABLE, sections + size * count];
  if (!(end <= room.length) || !fill(start, end)) return false;
  const named = sections + names * size;
  const [offset, length] = isWide
    ? [word(named + 24, true), word(named + 32, true)]
    : [u32(named + 16), u32(named + 20)];
  if (!(offset + length <= room.length)) return false;
  const isThere = offset >= start && offset + length + BEHIND_NAMES <= end;
  if (!isThere && !fill(offset, offset + length + BEHIND_NAMES)) return false;

  const [executable, another] = executablesIn(room);
  if (executable === undefined || another !== undefined) return false;
  const { sections: found, mapped } = executable;
  if (found.length === 0 || mapped.length === 0 || found.some(({ name }) => sought.includes(name))) return false;
  const parts = [
    ...mapped.filter(({ isWritable }) => isWritable),
    ...found.filter(({ name }) => symbolTables.has(name)),
  ];
  return parts.every(({ offset, size }: Range) => fill(offset, offset + size));
}
