import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elf, fat } from '../../../test/build/executables.ts';
import { windowsLibrary } from '../../../test/build/managed-library.ts';
import { executablesIn } from './executable.ts';
import { readKernelModule } from './kernel-module.ts';
import { readPackageNote } from './package-note.ts';
import { readPeFacts } from './pe-facts.ts';
import { versionIn, versionMark } from './version-mark.ts';

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** A note of an ELF file, which is one of a package where the type is that of one. */
function note(type: number, text: string): Buffer {
  const content = Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4, '\0'));
  const head = Buffer.alloc(16, 'FDO\0', 'latin1');
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(content.length, 4);
  head.writeUInt32LE(type, 8);
  return Buffer.concat([head.subarray(0, 12), Buffer.from('FDO\0'), content]);
}
const ours = (changes: object = {}) => note(0xcafe1a7e, JSON.stringify({ name: 'a', version: '1', ...changes }));
const other = note(1, '');
/** A program with so many segments in front of one with these notes. */
function noted(notes: readonly Buffer[], segments = 0): Buffer {
  const sections = [...times(segments, () => Buffer.alloc(0)), Buffer.concat(notes)];
  const bytes = elf(sections.map((content, at) => ({ name: `.n${at}`, content })));
  bytes.writeUInt32LE(4, 64 + segments * 56);
  return bytes;
}
const noteIn = (bytes: Buffer) => readPackageNote(bytes)?.name ?? null;

const nginx = versionMark('nginx/{version}', null)!;
const marks = (others: number) => Buffer.from(`${'nginx/ '.repeat(others)}nginx/1.24.0 `);
const module = (license: string) =>
  readKernelModule(elf([{ name: '.modinfo', content: Buffer.from(`license=${license}\0vermagic=6.1 SMP\0`) }]));

const versionBehind = (others: number) => readPeFacts(windowsLibrary({ ProductVersion: '1' }, { others }))?.texts.size;

/** Just as much as is read, and what comes of one more. */
const cases: readonly [string, () => unknown, unknown, () => unknown, unknown][] = [
  [
    'segments in front of a package note',
    () => noteIn(noted([ours()], 63)),
    'a',
    () => noteIn(noted([ours()], 64)),
    null,
  ],
  [
    'notes in front of it',
    () => noteIn(noted([...times(63, () => other), ours()])),
    'a',
    () => noteIn(noted([...times(64, () => other), ours()])),
    null,
  ],
  [
    'the length of what it says',
    () => noteIn(noted([ours({ os: 'x'.repeat(256) })])),
    'a',
    () => noteIn(noted([ours({ os: 'x'.repeat(257) })])),
    null,
  ],
  [
    'places where a version is sought',
    () => versionIn(marks(1999), nginx),
    '1.24.0',
    () => versionIn(marks(2000), nginx),
    null,
  ],
  [
    'programs in a file for several machines',
    () => executablesIn(fat(...times(44, () => elf([])))).length,
    44,
    () => executablesIn(fat(...times(45, () => elf([])))).length,
    44,
  ],
  ['resources in front of the version of a library', () => versionBehind(999), 1, () => versionBehind(1000), 0],
  [
    'the length of what a kernel module says',
    () => module('x'.repeat(256))?.license.length,
    256,
    () => module('x'.repeat(257))?.license.length,
    256,
  ],
];
for (const [what, fits, read, tooMuch, rest] of cases) {
  test(what, () => {
    assert.equal(fits(), read);
    assert.equal(tooMuch(), rest);
  });
}
