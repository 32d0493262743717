import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elf, fat, machO, pe } from '../../../test/build/executables.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { startableForm } from './startable.ts';

const sections = [{ name: '.text', content: Buffer.alloc(16) }];
const fixed = elf(sections);
/** The same file as another type of ELF (`e_type`), with an entry, and with a segment of another type. */
function changed(type: number, entry: number, segment = 1): Buffer {
  const bytes = Buffer.from(fixed);
  bytes.writeUInt16LE(type, 16);
  bytes.writeBigUInt64LE(BigInt(entry), 24);
  bytes.writeUInt32LE(segment, Number(bytes.readBigUInt64LE(32)));
  return bytes;
}

/** A library by its name, of which the table of segments lies behind all else, with empty ones in front of the one that asks for an interpreter. */
function behind(others: number, seen = Number.POSITIVE_INFINITY): Buffer {
  const table = Buffer.alloc((others + 1) * 56);
  table.writeUInt32LE(3, others * 56);
  const bytes = Buffer.concat([changed(3, 0), table]);
  bytes.writeBigUInt64LE(BigInt(bytes.length - table.length), 32);
  bytes.writeUInt16LE(others + 1, 56);
  return bytes.subarray(0, seen);
}

/** The same file, which says of itself that it is of another width or byte order. */
function mislabelled(bytes: Buffer, at: 4 | 5, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
}

const cases: readonly [string, Buffer, string, string | null][] = [
  ['fixed addresses', fixed, 'a', 'ELF'],
  ['of 32 bits, the other byte order', elf(sections, { isWide: false, isLittleEndian: false }), 'a', 'ELF'],
  ['asks for an interpreter', changed(3, 0, 3), 'a', 'ELF'],
  ['asks for one and is named as a library, as the C library is', changed(3, 0, 3), 'libc.so.6', 'ELF'],
  ['static, at any address', changed(3, 4096), 'a', 'ELF'],
  ['asks for one behind more segments than linkers make', behind(64), 'liba.so.1', 'ELF'],
  ['does so behind what is seen of it', behind(200, 4096), 'liba.so.1', 'ELF'],
  ['a library', changed(3, 0), 'liba.so.1', null],
  ['a library of an old linker', changed(3, 4096), 'liba.so.1', null],
  ['says another byte order than it has, which Linux does not look at', mislabelled(fixed, 5, 2), 'a', 'ELF'],
  ['says another width, likewise', mislabelled(changed(3, 0, 3), 4, 1), 'liba.so.1', 'ELF'],
  ['says another byte order, at any address', mislabelled(changed(3, 0, 3), 5, 2), 'liba.so.1', 'ELF'],
  ['a library that says another width', mislabelled(changed(3, 0), 4, 1), 'liba.so.1', null],
  ['an object file', changed(1, 0), 'a.o', null],
  ['a core', changed(4, 0), 'core', null],
  ['PE', pe(sections), 'a.exe', 'PE'],
  ['a library of .NET', pe(sections), 'a.dll', null],
  ['Mach-O', machO(sections), 'a', 'Mach-O'],
  ['Mach-O of several machines', fat(machO(sections)), 'a', 'Mach-O'],
  ['WebAssembly', Buffer.concat([Buffer.from('\0asm\x01\0\0\0'), Buffer.alloc(20)]), 'a.wasm', 'WebAssembly'],
  ['text', Buffer.from('#!/bin/sh\nexec something\n'), 'a', null],
  ['nothing', Buffer.alloc(0), 'a', null],
];
for (const [name, bytes, fileName, form] of cases) {
  test(name, () => assert.equal(startableForm(bytes, fileName), form));
}

test('damaged anyhow, it is one or none', () => {
  for (const mutant of mutants(fixed, { seed: 92, count: 3000 }))
    assert.ok([null, 'ELF', 'PE', 'Mach-O', 'WebAssembly'].includes(startableForm(mutant.subarray(0, 4096), 'a')));
});
