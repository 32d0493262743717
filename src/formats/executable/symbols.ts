import { bytesOf, type Executable, ExecutableFault, type Range } from './executable.ts';
import { fieldsOf } from './fields.ts';

/** What programs export is far below. */
const MAX_SYMBOLS = 500_000;
const LONGEST_NAME = 64;
const SYMBOL_TABLE = 2;

/**
 * Where in memory an executable has what it exports under these names: by an ELF file's symbols (System V ABI, "Symbol Table"), a Mach-O file's
 * (`mach-o/nlist.h`, where each name has a `_` before it), a PE file's exports (Microsoft's "PE Format", ".edata"). A name that it does not have is left out. Throws {@link ExecutableFault}
 * where a table goes on behind what is read of it, and not all names were found: the others may be there.
 */
export function symbolAddresses(executable: Executable, names: readonly string[]): ReadonlyMap<string, number> {
  const { bytes } = executable;
  const found = new Map<string, number>();
  for (const [name, address] of symbolsOf(executable, bytes, names)) {
    if (address > 0 && names.includes(name) && !found.has(name)) found.set(name, address);
    if (found.size === names.length) break;
  }
  return found;
}

type Symbols = Iterable<readonly [name: string, address: number]>;

function symbolsOf(executable: Executable, bytes: Buffer, names: readonly string[]): Symbols {
  if (bytes[0] === 0x7f) return elfSymbols(executable, names);
  return bytes[0] === 0x4d ? peExports(executable) : machOSymbols(bytes, names);
}

/** A table of names without the longest of them has not all of them: then that of the symbols, which is larger, is not looked at. */
function hasNames(texts: Buffer, names: readonly string[]): boolean {
  const longest = names.reduce((best, name) => (name.length > best.length ? name : best), '');
  return texts.includes(Buffer.from(`${longest}\0`, 'latin1'));
}

function checkCount(done: number): void {
  if (done >= MAX_SYMBOLS) throw new ExecutableFault('more symbols than any program exports');
}

function* elfSymbols({ bytes, sections }: Executable, names: readonly string[]): Symbols {
  const isWide = bytes[4] === 2;
  const isLittleEndian = bytes[5] !== 2;
  for (const [table, texts] of [
    ['.dynsym', '.dynstr'],
    ['.symtab', '.strtab'],
  ]) {
    const [entries, strings] = [table, texts].map((name) => sections.find((section) => section.name === name));
    if (entries === undefined || strings === undefined) continue;
    const [symbols, text] = [entries, strings].map((range: Range) =>
      bytes.subarray(range.offset, range.offset + range.size),
    );
    if (symbols === undefined || text === undefined || !hasNames(text, names)) continue;
    const { u32, word } = fieldsOf(symbols, isLittleEndian);
    const { name } = fieldsOf(text, isLittleEndian);
    const size = isWide ? 24 : 16;
    for (let i = 0; i < symbols.length / size; i += 1) {
      checkCount(i);
      const at = i * size;
      yield [name(u32(at), LONGEST_NAME), isWide ? word(at + 8, true) : u32(at + 4)];
    }
  }
}

function* machOSymbols(bytes: Buffer, names: readonly string[]): Symbols {
  const isLittleEndian = bytes[0] !== 0xfe;
  const { u32, word } = fieldsOf(bytes, isLittleEndian);
  const isWide = u32(0) === 0xfeedfacf;
  let at = isWide ? 32 : 28;
  for (let i = 0; i < Math.min(u32(16), 10_000) && u32(at + 4) >= 8; at += u32(at + 4), i += 1) {
    if (u32(at) !== SYMBOL_TABLE) continue;
    const text = bytes.subarray(u32(at + 16), u32(at + 16) + u32(at + 20));
    // A program has one such command.
    if (!hasNames(text, names)) return;
    const { name } = fieldsOf(text, isLittleEndian);
    const [start, size] = [u32(at + 8), isWide ? 16 : 12];
    for (let j = 0; j < u32(at + 12) && start + j * size < bytes.length; j += 1) {
      checkCount(j);
      const entry = start + j * size;
      yield [name(u32(entry), LONGEST_NAME).replace(/^_/, ''), word(entry + 8, isWide)];
    }
    return;
  }
}

function* peExports(executable: Executable): Symbols {
  const { bytes, sections } = executable;
  const header = fieldsOf(bytes, true);
  const optional = header.u32(60) + 24;
  const isWide = header.u16(optional) === 0x20b;
  const base = header.word(optional + (isWide ? 24 : 28), isWide);
  /** What lies from an address on, relative to that of the image, to the end of its section. */
  const from = (address: number) => {
    const range = sections.find((one) => base + address >= one.address && base + address < one.address + one.size);
    return range === undefined ? null : bytesOf(executable, range).subarray(base + address - range.address);
  };
  const count = header.u32(optional + (isWide ? 108 : 92));
  const directory = count > 0 ? from(header.u32(optional + (isWide ? 112 : 96))) : null;
  if (directory === null) return;
  const { u32 } = fieldsOf(directory, true);
  const [functions, texts, ordinals] = [28, 32, 36].map((at) => from(u32(at)));
  if (!functions || !texts || !ordinals) return;
  for (let i = 0; i < u32(24) && i * 4 < texts.length; i += 1) {
    checkCount(i);
    const text = from(fieldsOf(texts, true).u32(i * 4));
    const address = fieldsOf(functions, true).u32(fieldsOf(ordinals, true).u16(i * 2) * 4);
    if (text !== null) yield [fieldsOf(text, true).name(0, LONGEST_NAME), base + address];
  }
}
