import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { elf, fat, goBlob, machO, pe, pointedGoBlob, symbolTable } from '../../../test/build/executables.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { library, nativeElf, nativeFat, nativeMachO, nativePe, nativeSbom } from '../../../test/build/native-image.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { elfOutline } from './elf-outline.ts';
import { bytesAt, bytesOf, ExecutableFault, executablesIn } from './executable.ts';
import { goBuildInfoIn, goMark, readGoBuildInfo } from './go-build-info.ts';
import { goLinkedTexts } from './go-linked-texts.ts';
import { readNativeSboms } from './native-image-sbom.ts';
import { readRustAuditData } from './rust-audit-data.ts';

const modules = 'path\ta.b/c\nmod\ta.b/c\tv1.0.0\th1:\ndep\td.e/f\tv2.0.0\n=>\tg.h/i\tv3.0.0\nbuild\tGOOS=linux\n';
const blob = goBlob('go1.21.5', modules);
const old = (isWide: boolean) => pointedGoBlob('go1.17', modules, 0x10000, { isWide });
const go = '.go.buildinfo';
const samples: readonly [string, Buffer][] = [
  ['ELF', elf([{ name: go, content: blob }])],
  ['ELF of 32 bits', elf([{ name: go, content: old(false) }], { isWide: false })],
  ['ELF with symbols', elf([{ name: go, content: blob }, ...symbolTable({ 'main.version.str': [0x10000, 6] })()])],
  ['ELF with pointers', elf([{ name: go, content: old(true) }])],
  ['PE', pe([{ name: '.data', content: blob }])],
  ['Mach-O', machO([{ name: '__go_buildinfo', content: blob }])],
  ['a universal file', fat(machO([{ name: '__go_buildinfo', content: blob }]), machO([{ name: 'x', content: blob }]))],
];

function unlessFaulty<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExecutableFault) return null;
    throw error;
  }
}

for (const [at, [name, sample]] of samples.entries()) {
  test(`${name}: damaged anyhow, it is read or refused`, () => {
    const before = processorTime();
    let count = 0;
    for (const mutant of mutants(sample, { seed: 70 + at, count: 2000 })) {
      count += 1;
      for (const info of unlessFaulty(() => readGoBuildInfo(mutant)) ?? []) assert.notEqual(info.goVersion, '');
      for (const { value } of goLinkedTexts(mutant)) assert.ok(value.length <= 200);
      for (const executable of executablesIn(mutant)) {
        for (const range of [...executable.sections, ...executable.mapped]) {
          assert.ok(bytesOf(executable, range).length <= mutant.length);
          unlessFaulty(() => bytesAt(executable, range.address, 16));
        }
      }
    }
    assert.ok(processorTime() - before < count * 5, 'the work of one is bounded by its size');
  });
}

/** Whether anything at all is found in a program, or wrong with it. */
function says(bytes: Buffer): boolean {
  const lists = unlessFaulty(() => [readGoBuildInfo(bytes), readRustAuditData(bytes) ?? [], readNativeSboms(bytes)]);
  return lists === null || lists.some(({ length }) => length > 0);
}

test('of a program whose outline says nothing, damaged anyhow, the whole says nothing', () => {
  const plain = (name: string, content: Buffer) =>
    elf([
      { name: '.text', content: Buffer.alloc(9000, 1) },
      { name, content },
      { name: '.dynstr', content: Buffer.from('\0main\0') },
    ]);
  const sought = [go, '__go_buildinfo', '.dep-v0'];
  let [told, silent] = [0, 0];
  for (const [at, sample] of [
    plain('.data', Buffer.from('nothing')),
    plain('.renamed', blob),
    plain('.renamed', old(true)),
    plain(go, blob),
    nativeElf(nativeSbom(library('a', 'b', '1'))),
  ].entries()) {
    for (const mutant of [sample, ...mutants(sample, { seed: 90 + at, count: 2000 })]) {
      const [head, stale] = [512, Buffer.concat([goMark, Buffer.from('\0sbom_length\0'), Buffer.alloc(90)])];
      const room = Buffer.alloc(mutant.length, stale);
      mutant.copy(room, 0, 0, head);
      const read = (target: Buffer, offset: number) => mutant.copy(target, 0, offset);
      if (!elfOutline(room, Math.min(head, mutant.length), read, sought)) continue;
      told += 1;
      if (says(room)) continue;
      silent += 1;
      assert.ok(!says(mutant));
    }
  }
  assert.ok(told > 2000 && silent > 400, `${told} outlines, of which ${silent} say nothing`);
});

test('a piece of a program, damaged anyhow', () => {
  for (const mutant of mutants(blob, { seed: 79, count: 2000 })) unlessFaulty(() => goBuildInfoIn(mutant));
});

test('a list of crates, damaged anyhow', () => {
  const json = '{"packages":[{"name":"a","version":"1.0.0","source":"crates.io"},{"name":"b","version":"2.0.0"}]}';
  const sample = elf([{ name: '.dep-v0', content: deflateSync(json, { level: 0 }) }]);
  for (const mutant of mutants(sample, { seed: 80, count: 2000 })) {
    for (const { name, version } of unlessFaulty(() => readRustAuditData(mutant)) ?? [])
      assert.ok(name !== '' && version !== '');
  }
});

test('a list of what native-image compiled in, damaged anyhow', () => {
  const sbom = nativeSbom(library('a', 'b', '1'));
  for (const [at, sample] of [nativeElf(sbom), nativePe(sbom), nativeMachO(sbom), nativeFat(sbom, sbom)].entries()) {
    const before = processorTime();
    for (const mutant of mutants(sample, { seed: 81 + at, count: 2000 })) {
      for (const document of unlessFaulty(() => readNativeSboms(mutant)) ?? []) assert.ok(document.length <= 64 << 20);
    }
    assert.ok(processorTime() - before < 10_000);
  }
});

test('tables made to take long do not', () => {
  const long = Buffer.alloc(4_000_000, 1);
  const same = (name: string, count: number) =>
    elf(Array.from({ length: count }, (_, i) => ({ name, content: i === 0 ? long : Buffer.alloc(0) })));
  const overlapping = (name: string) => {
    const bytes = same(name, 5000);
    // Every section gets the first one's offset and size.
    const table = Number(bytes.readBigUInt64LE(40));
    for (let i = 2; i <= 5000; i += 1) bytes.copy(bytes, table + i * 64 + 24, table + 64 + 24, table + 64 + 40);
    return bytes;
  };
  const tiny = elf([{ name: 'x', content: Buffer.alloc(200) }]);
  tiny.writeUInt16LE(0xffff, 56);
  tiny.writeUInt16LE(0xffff, 60);
  const commands = Buffer.alloc(400_000);
  for (let at = 0; at < commands.length; at += 8) commands.writeUInt32LE(0x19, at);
  for (let at = 4; at < commands.length; at += 8) commands.writeUInt32LE(8, at);
  const segments = Buffer.concat([
    machO([]).subarray(0, 16),
    Buffer.from([0xff, 0xff, 0, 0]),
    Buffer.alloc(12),
    commands,
  ]);
  // Millions of symbols, each of the longest name that is looked at.
  const symbols = elf([
    { name: '.dynsym', content: Buffer.alloc(24_000_000, 1) },
    { name: '.dynstr', content: Buffer.concat([Buffer.alloc(1 << 20, 'x'), Buffer.from('\0sbom_length\0')]) },
  ]);
  const exports = pe([{ name: '.edata', content: Buffer.alloc(8_000_000, 1), address: 0x1010101 }], {
    address: 0x1010101,
    size: 1,
  });
  for (const [sample, times] of [
    [overlapping(go), 1],
    [overlapping('.dep-v0'), 1],
    [segments, 1],
    [tiny, 5000],
    [symbols, 1],
    [exports, 1],
  ] as const) {
    const before = processorTime();
    for (let i = 0; i < times; i += 1) {
      unlessFaulty(() => readGoBuildInfo(sample));
      unlessFaulty(() => readRustAuditData(sample));
      unlessFaulty(() => readNativeSboms(sample));
    }
    assert.ok(processorTime() - before < 2000);
  }
});

test('a million marks take no time', () => {
  const before = processorTime();
  const content = Buffer.alloc(16_000_000, Buffer.concat([goMark, Buffer.from([8, 2])]));
  unlessFaulty(() => readGoBuildInfo(elf([{ name: go, content }])));
  unlessFaulty(() => goBuildInfoIn(content));
  assert.ok(processorTime() - before < 4000);
});
