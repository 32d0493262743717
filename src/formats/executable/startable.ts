import { fieldsOf } from './fields.ts';

/** Which kernel's programs a file is one of, or that it is one for a runtime which engines start in a kernel's place. */
export type ProgramForm = 'ELF' | 'PE' | 'Mach-O' | 'WebAssembly';

const EXECUTABLE = 2;
const SHARED = 3;
const INTERPRETER = 3;
const MACH_EXECUTABLE = 2;
/** A NUL and `asm`. */
const WASM = 0x0061736d;
const library = /\.(?:so|dylib|node|dll)(?:\.[0-9.]*)?$/;

/**
 * What kind of program a file is that can be started by itself, told from its first bytes and its name; null for libraries, object files and what
 * is none. ELF (System V ABI, "ELF Header"): a file of fixed addresses, or a relocatable one that asks for an interpreter. One that
 * has an entry and asks for none is a static program where its name is not that of a library, which in old files have an entry, too.
 */
export function startableForm(head: Buffer, name: string): ProgramForm | null {
  const magic = head.length < 20 ? 0 : head.readUInt32BE(0);
  if (magic === WASM) return 'WebAssembly';
  if (magic === 0x7f454c46) return isStartableElf(head, name) ? 'ELF' : null;
  if (magic >>> 16 === 0x4d5a) return library.test(name) ? null : 'PE';
  const isLittleEndian = magic === 0xcefaedfe || magic === 0xcffaedfe;
  if (isLittleEndian || magic === 0xfeedface || magic === 0xfeedfacf)
    return fieldsOf(head, isLittleEndian).u32(12) === MACH_EXECUTABLE ? 'Mach-O' : null;
  // Several in one file, which need not begin with an executable one.
  return magic === 0xcafebabe || magic === 0xcafebabf ? (library.test(name) ? null : 'Mach-O') : null;
}

function isTypeOfProgram(type: number): boolean {
  return type === EXECUTABLE || type === SHARED;
}

/**
 * Linux starts a program whatever the bytes behind its magic say of its width and byte order, and so does the loader of its libraries: what counts is what the fields hold
 * when they are read as the machine does.
 */
function isStartableElf(head: Buffer, name: string): boolean {
  const isLittleEndian = isTypeOfProgram(head.readUInt16LE(16));
  const { u16, u32, word } = fieldsOf(head, isLittleEndian);
  // A segment's entry has 56 bytes in a wide file: no other size is loaded.
  const isWide = u16(54) === 56;
  const type = u16(16);
  if (!isTypeOfProgram(type)) return false;
  if (type === EXECUTABLE) return true;
  const table = word(isWide ? 32 : 28, isWide);
  const size = u16(isWide ? 54 : 42);
  const count = u16(isWide ? 56 : 44);
  for (let i = 0; i < count; i += 1) {
    const kind = u32(table + i * size);
    // The kernel reads a table anywhere in the file. What asks for an interpreter behind what is seen here would pass as a library.
    if (kind === INTERPRETER || Number.isNaN(kind)) return true;
  }
  return word(24, isWide) > 0 && !library.test(name);
}
