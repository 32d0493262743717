import { bytesOf, type Executable, executablesIn } from './executable.ts';
import { fieldsOf } from './fields.ts';

/** A text that a build wrote into a variable (`go help link`, `-X importpath.name=value`). */
export interface LinkedText {
  readonly package: string;
  readonly name: string;
  readonly value: string;
}

/** The linker calls the text of a variable by the variable's name with this behind it (Go's `cmd/link/internal/ld`, `addstrdata`). */
const ENDING = '.str';
/** Builds write a handful. */
const MAX_TEXTS = 1000;
const LONGEST_NAME = 500;
const LONGEST_TEXT = 200;

/**
 * The texts that an ELF program's table of symbols tells of. Empty where it has none (`-s`), and for a program that no linker of Go's made. A build with
 * `-trimpath` leaves them out of the build information, and this is where they are then.
 */
export function goLinkedTexts(bytes: Buffer): readonly LinkedText[] {
  return bytes[0] === 0x7f ? executablesIn(bytes).flatMap((executable) => [...textsOf(executable)]) : [];
}

function* textsOf(executable: Executable): Generator<LinkedText> {
  const { bytes, sections, mapped } = executable;
  const [symbols, strings] = ['.symtab', '.strtab'].map((name) => sections.find((section) => section.name === name));
  if (symbols === undefined || strings === undefined) return;
  const names = namesIn(bytesOf(executable, strings));
  if (names.size === 0) return;
  const isWide = bytes[4] === 2;
  const table = bytesOf(executable, symbols);
  const { u32, word } = fieldsOf(table, bytes[5] !== 2);
  const entrySize = isWide ? 24 : 16;
  for (let at = 0; at < table.length; at += entrySize) {
    const name = names.get(u32(at));
    if (name === undefined) continue;
    // A variable has one text, and a table may say so millions of times.
    names.delete(u32(at));
    const [address, size] = isWide ? [word(at + 8, true), word(at + 16, true)] : [u32(at + 4), u32(at + 8)];
    const range = mapped.find((one) => address >= one.address && address + size <= one.address + one.size);
    if (range === undefined || !(size <= LONGEST_TEXT)) continue;
    const start = range.offset + (address - range.address);
    const value = bytes.toString('latin1', start, start + size).replace(/\0+$/, '');
    // What is behind the last slash has its dots written otherwise, but for the one before the variable (Go's `cmd/internal/objabi`, `PathToPrefix`).
    const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    if (dot !== -1) yield { package: unescaped(name.slice(0, dot)), name: name.slice(dot + 1), value };
  }
}

/** Where in a table of names such a one begins, and the name without its ending. */
function namesIn(strings: Buffer): Map<number, string> {
  const found = new Map<number, string>();
  const sought = Buffer.from(`${ENDING}\0`, 'latin1');
  for (let at = strings.indexOf(sought); at !== -1 && found.size < MAX_TEXTS; at = strings.indexOf(sought, at + 1)) {
    const start = strings.lastIndexOf(0, at) + 1;
    if (at - start <= LONGEST_NAME) found.set(start, strings.toString('latin1', start, at));
  }
  return found;
}

function unescaped(path: string): string {
  return path.replace(/%([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
