import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../../test/build/executables.ts';
import { elfOutline } from './elf-outline.ts';
import { bytesOf, executablesIn } from './executable.ts';

const HEAD = 512;
const text = Buffer.alloc(100_000, 't');
const sections = [
  { name: '.text', content: text },
  { name: '.data', content: Buffer.from('written to') },
  { name: '.dynstr', content: Buffer.from('\0name\0') },
];
/** Of these, only the second one is writable. */
const program = changed(elf(sections), (bytes) => {
  for (const i of [0, 2]) bytes.writeUInt32LE(5, 64 + i * 56 + 4);
});

function changed(of: Buffer, change: (bytes: Buffer, tableAt: number) => void): Buffer {
  const bytes = Buffer.from(of);
  change(bytes, Number(bytes.readBigUInt64LE(40)));
  return bytes;
}

/** What was read of a file besides its first bytes; null where all of it would have to be. */
function outlined(bytes: Buffer, sought: readonly string[] = []) {
  const room = Buffer.alloc(bytes.length, '?');
  bytes.copy(room, 0, 0, HEAD);
  let read = 0;
  const into = (target: Buffer, offset: number) => {
    read += target.length;
    return bytes.copy(target, 0, offset);
  };
  const isTold = elfOutline(room, Math.min(HEAD, bytes.length), into, sought);
  return { read, room: isTold ? room : null };
}

describe('the outline of an ELF file that is read in parts', () => {
  test('has its tables, what is writable and the names of symbols, and nothing else', () => {
    const { read, room } = outlined(program);
    assert.ok(room !== null && read < 5000, `${read} bytes`);
    const [seen, whole] = [room, program].map((bytes) => executablesIn(bytes)[0]!);
    assert.deepEqual({ ...seen, bytes: null }, { ...whole, bytes: null });
    const contentOf = (name: string) =>
      bytesOf(seen!, seen!.sections.find((section) => section.name === name)!).toString('latin1');
    assert.equal(contentOf('.data'), 'written to');
    assert.equal(contentOf('.dynstr'), '\0name\0');
    assert.ok(!contentOf('.text').includes('t'.repeat(2000)));
  });

  test('is told of a file with two thousand sections, and of none with more', () => {
    const of = (count: number) => {
      const given = Array.from({ length: count }, () => ({ name: '.a', content: Buffer.alloc(0) }));
      // Its segments would not fit into the first bytes.
      return changed(elf(given), (bytes) => {
        bytes.writeUInt16LE(1, 56);
        assert.equal(bytes.readUInt16LE(60), count + 2);
      });
    };
    assert.ok(outlined(of(1998)).room !== null);
    assert.ok(outlined(of(1999)).room === null);
  });

  test('is not told of a file with a section that is sought', () =>
    assert.ok(outlined(program, ['.data']).room === null));

  const cases: readonly [string, Buffer][] = [
    [
      'a table of gigabytes',
      changed(program, (bytes) => {
        bytes.writeUInt16LE(0xffff, 58);
        bytes.writeUInt16LE(0xfff0, 60);
      }),
    ],
    ['a table behind the end', changed(program, (bytes) => bytes.writeBigUInt64LE(1n << 40n, 40))],
    [
      'names of gigabytes',
      changed(program, (bytes, table) => {
        const at = table + bytes.readUInt16LE(62) * bytes.readUInt16LE(58);
        bytes.writeBigUInt64LE(1n << 40n, at + 32);
      }),
    ],
    ['names in a section that is none', changed(program, (bytes) => bytes.writeUInt16LE(0xfff0, 62))],
    ['no sections', elf(sections, { hasSections: false })],
    ['more segments than the first bytes have', changed(program, (bytes) => bytes.writeUInt16LE(100, 56))],
    ['the head alone', program.subarray(0, 64)],
    ['more that is writable than is worth it', elf([{ name: '.data', content: Buffer.alloc(5 << 20) }])],
  ];
  for (const [name, bytes] of cases) {
    test(`${name}: not told, and nothing large was asked for`, () => {
      const { read, room } = outlined(bytes);
      assert.ok(room === null);
      assert.ok(read < 5 << 20, `${read} bytes`);
    });
  }
});
