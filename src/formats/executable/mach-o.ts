import { type Executable, ExecutableFault, type Range } from './executable.ts';
import { fieldsOf } from './fields.ts';

/** What any linker makes is far below. */
const MAX_COMMANDS = 10_000;
const MAX_SECTIONS = 10_000;
const MAX_SLICES = 44;
const SEGMENT = 1;
const SEGMENT_64 = 0x19;
const WRITE = 2;

/** Apple's `mach-o/loader.h`: null for what is no such file. Throws {@link ExecutableFault} for tables without end. */
export function readMachO(bytes: Buffer): Executable | null {
  if (bytes.length < 28) return null;
  const isLittleEndian = bytes[0] !== 0xfe;
  const { u32, word, name } = fieldsOf(bytes, isLittleEndian);
  const magic = u32(0);
  if (magic !== 0xfeedface && magic !== 0xfeedfacf) return null;
  const mapped: Range[] = [];
  const sections: Range[] = [];
  let at = magic === 0xfeedfacf ? 32 : 28;
  for (let i = 0; i < u32(16); i += 1) {
    const [command, size] = [u32(at), u32(at + 4)];
    if (!(size >= 8)) break;
    if (i >= MAX_COMMANDS) throw new ExecutableFault('more commands than any linker makes');
    if (command === SEGMENT || command === SEGMENT_64) {
      const isWide = command === SEGMENT_64;
      const step = isWide ? 8 : 4;
      const start = at + 24;
      const isWritable = (u32(start + step * 4 + 4) & WRITE) !== 0;
      const [address, offset] = [word(start, isWide), word(start + step * 2, isWide)];
      mapped.push({ name: '', address, offset, size: word(start + step * 3, isWide), isWritable });
      const each = isWide ? 80 : 68;
      // No more than the command itself has room for.
      const count = Math.min(u32(start + step * 4 + 8), Math.floor(Math.min(size, bytes.length - at) / each));
      if (sections.length + count > MAX_SECTIONS) throw new ExecutableFault('more sections than any linker makes');
      for (let j = 0; j < count; j += 1) {
        const section = start + step * 4 + 16 + j * each;
        sections.push({
          name: name(section, 16),
          address: word(section + 32, isWide),
          size: word(section + 32 + step, isWide),
          offset: u32(section + 32 + step * 2),
          isWritable,
        });
      }
    }
    at += size;
  }
  const isThere = ({ offset }: Range) => offset < bytes.length;
  return { bytes, sections: sections.filter(isThere), mapped: mapped.filter(isThere) };
}

/**
 * The executables of a universal file (`mach-o/fat.h`), each for another architecture; any other file as it is. One ends where the next one begins, and no
 * two begin in the same place: what is in the file once is looked at once.
 */
export function slicesOfFat(bytes: Buffer): readonly Buffer[] {
  const { u32, word } = fieldsOf(bytes, false);
  const isWide = u32(0) === 0xcafebabf;
  if (u32(0) !== 0xcafebabe && !isWide) return [bytes];
  const sizes = new Map<number, number>();
  for (let i = 0; i < Math.min(u32(4), MAX_SLICES); i += 1) {
    const at = 8 + i * (isWide ? 32 : 20);
    const offset = word(at + 8, isWide);
    const size = word(at + (isWide ? 16 : 12), isWide);
    if (offset > 0 && offset < bytes.length) sizes.set(offset, Math.max(size, sizes.get(offset) ?? 0));
  }
  const starts = [...sizes.keys()].sort((a, b) => a - b);
  return starts.map((start, at) =>
    bytes.subarray(start, Math.min(start + (sizes.get(start) ?? 0), starts[at + 1] ?? bytes.length)),
  );
}
