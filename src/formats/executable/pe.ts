import { type Executable, ExecutableFault, type Range } from './executable.ts';
import { fieldsOf } from './fields.ts';

const WIDE = 0x20b;
const WRITABLE = 0x80000000;
/** The format allows 96; linkers for other systems have made some more. */
const MAX_SECTIONS = 1000;

/** An image with what its header says besides of its sections. */
export interface PeLayout {
  readonly executable: Executable;
  /** What addresses of directories count from. */
  readonly base: number;
  /** A directory by its place in the table; null where the table ends before it. */
  readonly directory: (place: number) => { readonly address: number; readonly size: number } | null;
}

/** Microsoft's "PE Format": null for what is no image of it. Throws {@link ExecutableFault} for more sections than any linker makes. */
export function readPe(bytes: Buffer): Executable | null {
  return peLayout(bytes)?.executable ?? null;
}

export function peLayout(bytes: Buffer): PeLayout | null {
  if (bytes.length < 64 || bytes.toString('latin1', 0, 2) !== 'MZ') return null;
  const { u16, u32, word, name } = fieldsOf(bytes, true);
  const header = u32(60);
  if (u32(header) !== 0x00004550) return null;
  const optional = header + 24;
  const isWide = u16(optional) === WIDE;
  const base = word(optional + (isWide ? 24 : 28), isWide);
  const table = optional + u16(header + 20);
  const sections: Range[] = [];
  for (let i = 0; i < u16(header + 6) && table + i * 40 < bytes.length; i += 1) {
    if (i >= MAX_SECTIONS) throw new ExecutableFault('more sections than any linker makes');
    const at = table + i * 40;
    const [address, size, offset] = [base + u32(at + 12), u32(at + 16), u32(at + 20)];
    if (!(offset < bytes.length)) continue;
    sections.push({ name: name(at, 8), address, offset, size, isWritable: u32(at + 36) % (2 * WRITABLE) >= WRITABLE });
  }
  const directories = optional + (isWide ? 112 : 96);
  const count = u32(directories - 4);
  return {
    executable: { bytes, sections, mapped: sections },
    base,
    directory: (place) =>
      place < count ? { address: u32(directories + 8 * place), size: u32(directories + 8 * place + 4) } : null,
  };
}
