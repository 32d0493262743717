import { type Executable, ExecutableFault, type Range } from './executable.ts';
import { type Fields, fieldsOf } from './fields.ts';

/** More than any linker makes. Of a table that goes on behind the file's end only what is there is read. */
const MAX_ENTRIES = 100_000;
const LONGEST_NAME = 64;
const LOAD = 1;
const WRITABLE_SEGMENT = 2;
const NO_BITS = 8;
const WRITABLE_SECTION = 1;
const EXTENDED = 0xffff;

/** System V ABI, "Object Files": null for what is no ELF file or has no header of one. Throws {@link ExecutableFault} for tables without end. */
export function readElf(bytes: Buffer): Executable | null {
  if (bytes.length < 52 || bytes.readUInt32BE(0) !== 0x7f454c46) return null;
  const isWide = bytes[4] === 2;
  const fields = fieldsOf(bytes, bytes[5] !== 2);
  const { u16, u32, word } = fields;
  const [programs, sections] = isWide ? [word(32, true), word(40, true)] : [u32(28), u32(32)];
  const counts = isWide ? 54 : 42;

  const mapped: Range[] = [];
  const programSize = u16(counts);
  const programCount = programSize >= (isWide ? 56 : 32) ? fitting(bytes, programs, programSize, u16(counts + 2)) : 0;
  for (let i = 0; i < programCount; i += 1) {
    const at = programs + i * programSize;
    if (u32(at) !== LOAD) continue;
    const [offset, address, size, flags] = isWide
      ? [word(at + 8, true), word(at + 16, true), word(at + 32, true), u32(at + 4)]
      : [u32(at + 4), u32(at + 8), u32(at + 16), u32(at + 24)];
    const isWritable = (flags & WRITABLE_SEGMENT) !== 0;
    if (isWithin(bytes, offset)) mapped.push({ name: '', address, offset, size, isWritable });
  }

  const sectionSize = u16(counts + 4);
  const fits = sectionSize >= (isWide ? 64 : 40) && isWithin(bytes, sections);
  const header = (i: number) => sections + i * sectionSize;
  const [addressAt, offsetAt, sizeAt, linkAt] = isWide ? [16, 24, 32, 40] : [12, 16, 20, 24];
  const value = (i: number, at: number) => word(header(i) + at, isWide);
  // Where there are too many for their field, the first section, which is none, has the numbers.
  const count = fits ? fitting(bytes, sections, sectionSize, u16(counts + 6) || value(0, sizeAt)) : 0;
  const naming = u16(counts + 8) === EXTENDED ? u32(header(0) + linkAt) : u16(counts + 8);
  const nameOf = fits ? namesAt(bytes, fields, value(naming, offsetAt), value(naming, sizeAt)) : () => null;
  const found: Range[] = [];
  for (let i = 1; i < count; i += 1) {
    const offset = value(i, offsetAt);
    const name = isWithin(bytes, offset) && u32(header(i) + 4) !== NO_BITS ? nameOf(u32(header(i))) : null;
    if (name === null) continue;
    const isWritable = (u32(header(i) + 8) & WRITABLE_SECTION) !== 0;
    found.push({ name, address: value(i, addressAt), offset, size: value(i, sizeAt), isWritable });
  }
  return { bytes, sections: found, mapped };
}

/** Longest table of names that is read at once. */
const MAX_NAMES = 64 << 10;

/** Names of sections by where they stand in a table; null for what stands behind its end. */
function namesAt(bytes: Buffer, fields: Fields, offset: number, size: number): (at: number) => string | null {
  // A name may go on behind the end.
  const end = offset + size + LONGEST_NAME;
  const text = offset >= 0 && size <= MAX_NAMES ? bytes.toString('latin1', offset, end) : null;
  return (at) => {
    if (!(at < size)) return null;
    if (text === null) return fields.name(offset + at, LONGEST_NAME);
    const nul = text.indexOf('\0', at);
    return text.slice(at, nul === -1 ? at + LONGEST_NAME : Math.min(nul, at + LONGEST_NAME));
  };
}

/** Entries of a table for which the file has room. Throws {@link ExecutableFault} for more than are read: what lies behind them is nobody's to hide. */
function fitting(bytes: Buffer, start: number, size: number, count: number): number {
  const there = Math.max(0, Math.min(count, Math.floor((bytes.length - start) / size))) || 0;
  if (there > MAX_ENTRIES) throw new ExecutableFault('a longer table than any linker makes');
  return there;
}

function isWithin(bytes: Buffer, offset: number): boolean {
  return offset > 0 ? offset < bytes.length : offset === 0;
}
