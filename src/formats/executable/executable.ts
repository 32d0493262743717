import { readElf } from './elf.ts';
import { readMachO, slicesOfFat } from './mach-o.ts';
import { readPe } from './pe.ts';

/** A named part of an executable's file, or a range that is mapped into memory. */
export interface Range {
  /** Empty for a mapped range. */
  readonly name: string;
  readonly address: number;
  readonly offset: number;
  /** Bytes in the file. */
  readonly size: number;
  readonly isWritable: boolean;
}

/** An executable of one architecture: its bytes and where in them things are. Ranges may lie beyond its end; reading them gives less. */
export interface Executable {
  readonly bytes: Buffer;
  readonly sections: readonly Range[];
  /** What is loaded, by address. */
  readonly mapped: readonly Range[];
}

/** An executable that contradicts itself, or of which something that it announces is missing. */
export class ExecutableFault extends Error {
  override readonly name = 'ExecutableFault';
}

/**
 * Reads the tables of ELF, PE and Mach-O files, one executable for each architecture. Empty for anything else, and where the tables are
 * damaged: whoever looks for something in it has to look whether its mark is there all the same. Throws {@link ExecutableFault} for longer tables than any
 * linker makes.
 */
export function executablesIn(bytes: Buffer): readonly Executable[] {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const found = slicesOfFat(bytes).flatMap((slice) => readElf(slice) ?? readPe(slice) ?? readMachO(slice) ?? []);
  known.set(bytes, found);
  return found;
}

/** Whoever looks for something in a program is followed by others that look for something else in the same bytes. */
const known = new WeakMap<Buffer, readonly Executable[]>();

/** The bytes of a range that are there. */
export function bytesOf({ bytes }: Executable, { offset, size }: Range): Buffer {
  return bytes.subarray(offset, offset + size);
}

/** The bytes at an address of memory; throws {@link ExecutableFault} where they are not in the file. */
export function bytesAt({ bytes, mapped }: Executable, address: number, size: number): Buffer {
  const range = mapped.find((one) => address >= one.address && address + size <= one.address + one.size);
  if (range === undefined) throw new ExecutableFault('an address that is not mapped');
  const start = range.offset + (address - range.address);
  if (start + size > bytes.length) throw new ExecutableFault('an address behind the end of the file');
  return bytes.subarray(start, start + size);
}
