import type { Executable, Range } from './executable.ts';
import { fieldsOf } from './fields.ts';

/** More than any linker makes. Of a table that goes on behind the file's end only what is there is read. */
const MAX_ENTRIES = 100_000;
const LONGEST_NAME = 64;
const LOAD = 1;
const WRITABLE_SEGMENT = 2;
const NO_BITS = 8;
const WRITABLE_SECTION = 1;
const EXTENDED = 0xffff;

/** System V ABI, "Object Files": null for what is no ELF file or has no header of one. */
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
  const section = (i: number) => {
    const at = sections + i * sectionSize;
    const [address, offset, size] = isWide
      ? [word(at + 16, true), word(at + 24, true), word(at + 32, true)]
      : [u32(at + 12), u32(at + 16), u32(at + 20)];
    return {
      nameAt: u32(at),
      type: u32(at + 4),
      flags: u32(at + 8),
      address,
      offset,
      size,
      link: u32(at + (isWide ? 40 : 24)),
    };
  };
  // Where there are too many for their field, the first section, which is none, has the numbers.
  const count = fits ? fitting(bytes, sections, sectionSize, u16(counts + 6) || section(0).size) : 0;
  const names = fits ? section(u16(counts + 8) === EXTENDED ? section(0).link : u16(counts + 8)) : null;
  const found: Range[] = [];
  for (let i = 1; i < count && names !== null; i += 1) {
    const { nameAt, type, flags, address, offset, size } = section(i);
    if (!isWithin(bytes, offset) || type === NO_BITS || !(nameAt < names.size)) continue;
    const name = fields.name(names.offset + nameAt, LONGEST_NAME);
    found.push({ name, address, offset, size, isWritable: (flags & WRITABLE_SECTION) !== 0 });
  }
  return { bytes, sections: found, mapped };
}

/** Entries of a table for which the file has room. */
function fitting(bytes: Buffer, start: number, size: number, count: number): number {
  return Math.max(0, Math.min(count, MAX_ENTRIES, Math.floor((bytes.length - start) / size))) || 0;
}

function isWithin(bytes: Buffer, offset: number): boolean {
  return offset > 0 ? offset < bytes.length : offset === 0;
}
