import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { dotnetBundle } from '../../../test/build/dotnet-bundle.ts';
import { elf, fat, goBlob, pointedGoBlob, symbolTable } from '../../../test/build/executables.ts';
import { library, nativeElf, nativeSbom } from '../../../test/build/native-image.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { bundleMark, readBundledList } from './dotnet-bundle.ts';
import { ExecutableFault, executablesIn } from './executable.ts';
import { goBuildInfoIn, readGoBuildInfo } from './go-build-info.ts';
import { goLinkedTexts } from './go-linked-texts.ts';
import { readKernelModule } from './kernel-module.ts';
import { readNativeSboms } from './native-image-sbom.ts';
import { readRustAuditData } from './rust-audit-data.ts';

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const goProgram = (modules: number) =>
  elf([
    {
      name: '.go.buildinfo',
      content: goBlob('go1.21', `path\ta\nmod\ta\tv1\n${times(modules, (at) => `dep\tb/${at}\tv1\n`).join('')}`),
    },
  ]);
const rustProgram = (crates: number) =>
  elf([
    {
      name: '.dep-v0',
      content: deflateSync(
        JSON.stringify({
          packages: times(crates, (at) => ({ name: `a${at}`, version: '1.0.0', source: 'crates.io' })),
        }),
      ),
    },
  ]);
/** Whose first section says how many there are, as it does where they are too many for their field. */
const elfOf = (sections: number) => {
  const bytes = Buffer.alloc(64 + sections * 64);
  elf([]).copy(bytes, 0, 0, 64);
  bytes.writeBigUInt64LE(64n, 40);
  bytes.fill(0, 60, 64);
  bytes.writeBigUInt64LE(BigInt(sections), 64 + 32);
  return bytes;
};
const machOOf = (commands: number, sections = 0) => {
  const bytes = Buffer.alloc(32 + commands * 8 + 72 + sections * 80 + 72 + 80);
  bytes.writeUInt32LE(0xfeedfacf, 0);
  bytes.writeUInt32LE(commands, 16);
  for (let i = 0; i < commands; i += 1) bytes.writeUInt32LE(8, 32 + i * 8 + 4);
  const last = 32 + (commands - 1) * 8;
  bytes.writeUInt32LE(0x19, last);
  bytes.writeUInt32LE(72 + sections * 80, last + 4);
  bytes.writeUInt32LE(sections, last + 64);
  return bytes;
};
/** A text about modules that is this long with the marks around it. */
const goText = (length: number) => `path\t${'a'.repeat(length - 32 - 'path\t\n'.length)}\n`;
const goSection = (content: Buffer) => elf([{ name: '.go.buildinfo', content, address: 0x10000 }]);
/** With marks in front that have a header behind them and a length that does not end. */
const goPiece = (others: number) => {
  const other = Buffer.concat([goBlob('', '').subarray(0, 32), Buffer.alloc(16, 0xff)]);
  return Buffer.concat([...times(others, () => other), goBlob('go1.21', '')]);
};
/** With sections of a mebibyte in front that have the right name and nothing in them, all of them the same bytes. */
const goProgramBehind = (others: number) => {
  const empty = { name: '.go.buildinfo', content: Buffer.alloc(0) };
  const first = { ...empty, content: Buffer.alloc(1 << 20) };
  const bytes = elf([first, ...times(others - 1, () => empty), { ...empty, content: goBlob('go1.21', '') }]);
  const table = Number(bytes.readBigUInt64LE(40)) + 64;
  for (let at = 1; at < others; at += 1) bytes.copy(bytes, table + at * 64 + 24, table + 24, table + 40);
  return bytes;
};
const rustList = (length: number) => elf([{ name: '.dep-v0', content: deflateSync('{"packages":[]}'.padEnd(length)) }]);
/** A bundle that says that it is made of so many files, of which the first is the list. */
const bundleOf = (files: number) => {
  const bytes = dotnetBundle('{}', { kind: 3 });
  bytes.writeUInt32LE(files, Number(bytes.readBigUInt64LE(bytes.indexOf(bundleMark) - 8)) + 8);
  return bytes;
};
const moduleOf = (fields: number) =>
  elf([{ name: '.modinfo', content: Buffer.from(`${'a=b\0'.repeat(fields - 1)}vermagic=6.1 SMP\0`) }]);
const native = nativeElf(nativeSbom(library('a', 'b', '1')));

/** What follows the end of the compressed data is passed over. */
const nativeOf = (compressed: number) => {
  const list = gzipSync(nativeSbom(library('a', 'b', '1')));
  return nativeElf('', { compressed: Buffer.concat([list, Buffer.alloc(compressed - list.length)]) });
};

const found = (list: readonly unknown[]) => assert.equal(list.length, 1);

/** Just as much as is read, then one more: which is a fault, and never a shorter list. */
const cases: readonly (readonly [name: string, fits: () => unknown, tooMuch: () => unknown])[] = [
  ['modules of a Go program', () => readGoBuildInfo(goProgram(20_000)), () => readGoBuildInfo(goProgram(20_001))],
  [
    'a text of a Go program',
    () => readGoBuildInfo(goSection(goBlob('go1.21', goText(8 << 20)))),
    () => readGoBuildInfo(goSection(goBlob('go1.21', goText((8 << 20) + 1)))),
  ],
  [
    'a text of a Go program from before 1.18',
    () => readGoBuildInfo(goSection(pointedGoBlob('go1.17', goText(8 << 20), 0x10000))),
    () => readGoBuildInfo(goSection(pointedGoBlob('go1.17', goText((8 << 20) + 1), 0x10000))),
  ],
  ['marks of Go in one piece', () => found(goBuildInfoIn(goPiece(7))), () => goBuildInfoIn(goPiece(8))],
  [
    'what is searched for the mark of Go',
    () => found(readGoBuildInfo(goProgramBehind(63))),
    () => readGoBuildInfo(goProgramBehind(64)),
  ],
  [
    'the list of a .NET bundle',
    () => readBundledList(dotnetBundle(' '.repeat(8 << 20))),
    () => readBundledList(dotnetBundle(' '.repeat((8 << 20) + 1))),
  ],
  ['files of a .NET bundle', () => readBundledList(bundleOf(100_000)), () => readBundledList(bundleOf(100_001))],
  [
    'bytes of a list of crates',
    () => readRustAuditData(rustList(8 << 20)),
    () => readRustAuditData(rustList((8 << 20) + 1)),
  ],
  [
    'crates of a Rust program',
    () => readRustAuditData(rustProgram(20_000)),
    () => readRustAuditData(rustProgram(20_001)),
  ],
  [
    'lists of crates in one file',
    () => readRustAuditData(fat(...times(8, () => rustProgram(1)))),
    () => readRustAuditData(fat(...times(9, () => rustProgram(1)))),
  ],
  ['sections of an ELF file', () => executablesIn(elfOf(100_000)), () => executablesIn(elfOf(100_001))],
  ['commands of a Mach-O file', () => executablesIn(machOOf(10_000)), () => executablesIn(machOOf(10_001))],
  ['sections of a Mach-O file', () => executablesIn(machOOf(1, 10_000)), () => executablesIn(machOOf(1, 10_001))],
  [
    'compressed bytes of the list of a native image',
    () => readNativeSboms(nativeOf(16 << 20)),
    () => readNativeSboms(nativeOf((16 << 20) + 1)),
  ],
  [
    'bytes of the list of a native image',
    () => readNativeSboms(nativeElf(' '.repeat(64 << 20))),
    () => readNativeSboms(nativeElf(' '.repeat((64 << 20) + 1))),
  ],
  [
    'symbols of a native image',
    () => found(readNativeSboms(nativeElf(nativeSbom(), { others: 499_998 }))),
    () => readNativeSboms(nativeElf(nativeSbom(), { others: 499_999 })),
  ],
  [
    'lists of a native image in one file',
    () => readNativeSboms(fat(...times(4, () => native))),
    () => readNativeSboms(fat(...times(5, () => native))),
  ],
];
for (const [name, fits, tooMuch] of cases) {
  test(name, () => {
    assert.doesNotThrow(fits);
    assert.throws(tooMuch, ExecutableFault);
  });
}

test('what says that it is made of four billion programs is looked at for no more than there are machines', () => {
  const endless = fat(rustProgram(1));
  endless.writeUInt32BE(0xffffffff, 4);
  const before = processorTime();
  assert.equal(readRustAuditData(endless)?.length, 1);
  assert.ok(processorTime() - before < 1000);
});

test('names of sections that are said to go on to the end of a file are not read at once for each program in it', () => {
  const programs = fat(...times(44, () => elf([])));
  const whole = Buffer.concat([programs, Buffer.alloc(256 << 20)]);
  for (let at = 8; at < 8 + 44 * 20; at += 20) {
    const start = whole.readUInt32BE(at + 8);
    whole.writeUInt32BE(whole.length - start, at + 12);
    const [table, size, names] = [Number(whole.readBigUInt64LE(start + 40)), 64, whole.readUInt16LE(start + 62)];
    whole.writeBigUInt64LE(BigInt(256 << 20), start + table + names * size + 32);
  }
  const before = processorTime();
  assert.equal(executablesIn(whole).length, 44);
  assert.ok(processorTime() - before < 500);
});

test('tables that only say that they are long end with the file', () => {
  const long = elfOf(10);
  long.writeBigUInt64LE(2n ** 62n, 64 + 32);
  const commands = machOOf(10);
  commands.writeUInt32LE(0xffffffff, 16);
  const before = processorTime();
  assert.equal(executablesIn(long).length, 1);
  assert.equal(executablesIn(commands).length, 1);
  assert.ok(processorTime() - before < 1000);
});

test('of the settings that a Go program was built with a thousand are kept', () => {
  const lines = times(1001, (at) => `build\tkey${at}=x\n`).join('');
  assert.equal(readGoBuildInfo(goSection(goBlob('go1.21', lines)))[0]?.settings.size, 1000);
});

test('what a kernel module says of itself is read for ten thousand fields', () => {
  assert.equal(readKernelModule(moduleOf(10_000))?.release, '6.1');
  assert.equal(readKernelModule(moduleOf(10_001)), null);
});

test('a text of a Go program counts once, however often its table of symbols names it, and a thousand of them are read', () => {
  const texts = { name: '.rodata', content: Buffer.from('2.3.4', 'latin1'), address: 0x500000 };
  const found = (names: readonly string[], repeats: number) => {
    const [table, strings] = symbolTable(Object.fromEntries(names.map((name) => [name, [0x500000, 5]])))();
    assert.ok(table !== undefined && strings !== undefined);
    const content = Buffer.concat(times(repeats, () => Buffer.from(table.content)));
    return goLinkedTexts(elf([texts, { ...table, content }, strings]));
  };
  assert.equal(found(['main.version.str'], 50_000).length, 1);
  assert.equal(
    found(
      times(1001, (at) => `main.version${at}.str`),
      1,
    ).length,
    1000,
  );
});
