import { elf, fat, goBlob, machO, pe } from '../../build/executables.ts';
import { file } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { judging } from './images.ts';

const most = (1n << 64n) - 1n;
const blob = goBlob('go1.21.5', 'path\ta.b/c\nmod\ta.b/c\tv1.0.0\th1:\ndep\td.e/f\tv2.0.0\th1:\n');
const program = (content: () => Buffer) => judging(() => file('app/server', content(), 0o755));
const found = { exit: 0, error: null, packages: ['d.e/f v2.0.0'] } as const;
const goProgram = () => elf([{ name: '.go.buildinfo', content: blob }]);

function changed(bytes: Buffer, change: (bytes: Buffer, table: number) => void): Buffer {
  change(bytes, Number(bytes.readBigUInt64LE(40)));
  return bytes;
}

/** The number of sections where there are more than its field holds (System V ABI, "Sections"): zero there, and a size in the first section. */
function counting(count: bigint): Buffer {
  return changed(goProgram(), (bytes, table) => {
    bytes.writeUInt16LE(0, 60);
    bytes.writeBigUInt64LE(count, table + 32);
  });
}

/** Tables of programs that lie. A program in which the mark of a list is, and whose list cannot be told, is a gap; the tables alone are none. */
export const tableCases: readonly HostileCase[] = [
  {
    name: 'ELF: every section 2^64 - 1 bytes long',
    prepare: program(() =>
      changed(goProgram(), (bytes, table) => {
        for (let i = 0; i < bytes.readUInt16LE(60); i += 1) bytes.writeBigUInt64LE(most, table + i * 64 + 32);
      }),
    ),
    ...found,
  },
  { name: 'ELF: a number of sections that stands elsewhere', prepare: program(() => counting(4n)), ...found },
  { name: 'ELF: 2^64 - 1 sections', prepare: program(() => counting(most)), ...found },
  {
    name: 'ELF: a million sections, all of them the whole file',
    prepare: program(() => {
      const section = Buffer.alloc(64);
      section.writeBigUInt64LE(most, 32);
      const bytes = Buffer.concat([goProgram(), Buffer.alloc(64 << 20, section)]);
      return changed(bytes, (whole) => {
        whole.writeBigUInt64LE(BigInt(whole.length - (64 << 20)), 40);
        whole.writeUInt16LE(0, 60);
        whole.writeUInt16LE(0, 62);
      });
    }),
    ...found,
  },
  {
    name: 'PE: 65,535 sections, of which there is one',
    prepare: program(() => {
      const bytes = pe([{ name: '.data', content: blob }]);
      bytes.writeUInt16LE(0xffff, bytes.readUInt32LE(60) + 6);
      return bytes;
    }),
    ...found,
  },
  {
    name: 'Mach-O: a universal file in a universal file, forty deep',
    prepare: program(() => {
      let bytes = machO([{ name: '__go_buildinfo', content: blob }]);
      for (let i = 0; i < 40; i += 1) bytes = fat(bytes);
      return bytes;
    }),
    ...found,
  },
  {
    // With more slices than there are kinds of processors the first bytes are those of a Java class: nobody starts it.
    name: 'Mach-O: a universal file of 2^32 - 1 slices',
    prepare: program(() => {
      const bytes = fat(machO([{ name: '__go_buildinfo', content: blob }]));
      bytes.writeUInt32BE(0xffffffff, 4);
      return bytes;
    }),
    exit: 0,
    error: null,
  },
];
