import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../../test/build/executables.ts';
import { elfSectionNames } from './elf.ts';

const program = elf([{ name: '.dep-v0', content: Buffer.from('x') }]);

/** The names, and the most bytes that were asked for at once. */
function names(bytes: Buffer): { readonly found: string | null; readonly most: number } {
  let most = 0;
  const found = elfSectionNames((offset, size) => {
    most = Math.max(most, size);
    return bytes.subarray(offset, offset + size);
  });
  return { found, most };
}

function changed(change: (bytes: Buffer, tableAt: number) => void): Buffer {
  const bytes = Buffer.from(program);
  change(bytes, Number(bytes.readBigUInt64LE(40)));
  return bytes;
}

describe('names of sections, of a file that is read in parts', () => {
  test('are told', () => assert.match(names(program).found ?? '', /\.dep-v0\0/));

  const cases: readonly [string, Buffer][] = [
    [
      'a table of gigabytes',
      changed((bytes) => {
        bytes.writeUInt16LE(0xffff, 58);
        bytes.writeUInt16LE(0xfff0, 60);
      }),
    ],
    ['a table behind the end', changed((bytes) => bytes.writeBigUInt64LE(1n << 40n, 40))],
    [
      'names of gigabytes',
      changed((bytes, table) => {
        const at = table + bytes.readUInt16LE(62) * bytes.readUInt16LE(58);
        bytes.writeBigUInt64LE(1n << 40n, at + 32);
      }),
    ],
    ['names in a section that is none', changed((bytes) => bytes.writeUInt16LE(0xfff0, 62))],
    ['the head alone', program.subarray(0, 64)],
  ];
  for (const [name, bytes] of cases) {
    test(`${name}: not told, and nothing large was asked for`, () => {
      const { found, most } = names(bytes);
      assert.equal(found, null);
      assert.ok(most < 5 << 20, `${most} bytes`);
    });
  }
});
