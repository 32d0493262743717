import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { readApkDatabase } from './apk-installed.ts';
import { AsarFault, asarFiles } from './asar.ts';
import { hashPairs } from './berkeley-db/hash-pairs.ts';
import { DatabaseFault } from './database-fault.ts';
import { dockerfileLabels } from './dockerfile-labels.ts';
import { readBundledList } from './executable/dotnet-bundle.ts';
import { ExecutableFault } from './executable/executable.ts';
import { readGoBuildInfo } from './executable/go-build-info.ts';
import { readNativeSboms } from './executable/native-image-sbom.ts';
import { readPeFacts } from './executable/pe-facts.ts';
import { readPom } from './java/pom.ts';
import { readClasspathIndex } from './lock-files/java-indexes.ts';
import { unxz } from './xz.ts';

/** Milliseconds of a processor. Each of these took over twenty seconds, most of them hours where the input was as large as is read. */
const MOST = 6000;

function quick(name: string, read: () => unknown, check: (found: unknown) => void): void {
  test(name, () => {
    const before = processorTime();
    check(read());
    const took = processorTime() - before;
    assert.ok(took < MOST, `${took} ms`);
  });
}

/** What a reader throws, or that it throws nothing. */
const thrown = (read: () => unknown): unknown => {
  try {
    read();
    return null;
  } catch (error) {
    return error;
  }
};

/** An ELF file whose writable segments are each the whole of it. */
function segments(count: number, content: Buffer, from = 0): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(64 + count * 56), content]);
  bytes.writeUInt32BE(0x7f454c46, 0);
  [bytes[4], bytes[5]] = [2, 1];
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(count, 56);
  for (let at = 64; at < 64 + count * 56; at += 56) {
    bytes.writeUInt32LE(1, at);
    bytes.writeUInt32LE(2, at + 4);
    bytes.writeBigUInt64LE(BigInt(from), at + 8);
    bytes.writeBigUInt64LE(BigInt(bytes.length), at + 32);
  }
  return bytes;
}

/** A universal file that names the same bytes for each machine. */
function sameAgain(program: Buffer): Buffer {
  const head = Buffer.alloc(4096);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(44, 4);
  for (let at = 8; at < 8 + 44 * 20; at += 20) {
    head.writeUInt32BE(4096, at + 8);
    head.writeUInt32BE(program.length, at + 12);
  }
  return Buffer.concat([head, program]);
}

/** A program of Windows with so many sections, the last of which has a list of names. */
function windows(sections: number, names: number): Buffer {
  const [optional, table] = [88, 328];
  const data = table + sections * 40;
  const [functions, ordinals] = [data + 64, data + 72];
  const texts = ordinals + names * 2 + 8;
  const bytes = Buffer.alloc(texts + names * 4 + 64);
  const base = 0x10000000;
  const u32 = (value: number, at: number) => bytes.writeUInt32LE(value, at);
  bytes.write('MZ', 0, 'latin1');
  u32(64, 60);
  u32(0x4550, 64);
  bytes.writeUInt16LE(sections, 70);
  bytes.writeUInt16LE(240, 84);
  bytes.writeUInt16LE(0x20b, optional);
  u32(16, optional + 108);
  u32(base + data, optional + 112);
  for (let i = 0; i < sections; i += 1) {
    const isLast = i === sections - 1;
    u32(isLast ? base : 0x7f000000, table + i * 40 + 12);
    u32(isLast ? bytes.length : 1, table + i * 40 + 16);
  }
  u32(names, data + 24);
  for (const [at, place] of [functions, texts, ordinals].entries()) u32(base + place, data + 28 + at * 4);
  for (let i = 0; i < names; i += 1) u32(base + data, texts + i * 4);
  return bytes;
}

const manySections = windows(32_000, 60_000);
quick(
  'exports of a PE file with very many sections are a fault',
  () => [thrown(() => readNativeSboms(manySections)), readPeFacts(manySections)],
  (found) => {
    const [fault, facts] = found as [unknown, unknown];
    assert.ok(fault instanceof ExecutableFault);
    assert.deepEqual(facts, { isManaged: false, texts: new Map() });
  },
);

quick(
  'a Mach-O file with ten thousand tables of symbols, in a universal file that names it for each machine',
  () => {
    const commands = 10_000;
    const program = Buffer.alloc(5_000_000, 's');
    program.writeUInt32LE(0xfeedfacf, 0);
    program.writeUInt32LE(commands, 16);
    for (let at = 32; at < 32 + commands * 24; at += 24) {
      const command = [2, 24, 0, 0, 0, program.length];
      for (const [i, value] of command.entries()) program.writeUInt32LE(value, at + i * 4);
    }
    return readNativeSboms(Buffer.concat([sameAgain(program), Buffer.from('\0sbom_length\0')]));
  },
  (found) => assert.deepEqual(found, []),
);

quick(
  'the mark of a bundle is looked for once, however many segments are writable',
  () => readBundledList(segments(65_000, Buffer.alloc(6_000_000, 0x8b))),
  (found) => assert.equal(found, null),
);

quick(
  'the mark of Go is looked for in so many bytes, however many programs a file says that it is',
  () => readGoBuildInfo(sameAgain(segments(34, Buffer.alloc(2_000_000, '\xff Go buildinf:', 'latin1'), 4096))),
  (found) => assert.deepEqual(found, []),
);

quick(
  'variables of a Dockerfile that have no end',
  () => dockerfileLabels(`LABEL a=${'${a:-'.repeat(100_000)}`),
  (found) => assert.equal(typeof found, 'object'),
);

quick(
  'a project with an element of a very long name',
  () =>
    readPom(
      Buffer.from(`<project><${'a'.repeat(500_000)}>${'<x/>'.repeat(120_000)}</${'a'.repeat(500_000)}></project>`),
    ),
  (found) => assert.deepEqual((found as { licenses: unknown }).licenses, []),
);

quick(
  'names and versions of jars that could be parted anywhere',
  () => readClasspathIndex(Buffer.from(`- ${'-1a'.repeat(1300)}\n`.repeat(2500))),
  (found) => assert.deepEqual(found, []),
);

quick(
  'an archive of Electron with a folder of a very long name',
  () => {
    const files = Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [at, { size: 0, offset: '0' }]));
    const json = Buffer.from(JSON.stringify({ files: { ['a'.repeat(1_300_000)]: { files } } }));
    const head = Buffer.alloc(16);
    for (const [at, value] of [4, json.length + 8, json.length + 4, json.length].entries())
      head.writeUInt32LE(value, at * 4);
    return thrown(() => asarFiles(Buffer.concat([head, json]), (path) => path.endsWith('package.json'), 8 << 20));
  },
  (found) => assert.ok(found instanceof AsarFault),
);

quick(
  'a database of apk with a directory of a very long name: no system has such files',
  () => readApkDatabase(`P:a\nV:1\nF:${'a'.repeat(1_000_000)}\n${'R:b\n'.repeat(150_000)}F:usr\nR:c\n`, () => true),
  (found) =>
    assert.deepEqual(
      (found as ReturnType<typeof readApkDatabase>).packages.map(({ files }) => files.map(({ path }) => path)),
      [['usr/c']],
    ),
);

const xz = (content: Buffer) =>
  Buffer.concat([Buffer.from('fd377a585a00000000000000', 'hex'), content, Buffer.alloc(5)]);
const blockHead = Buffer.from([2, 0, 0x21, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
quick(
  'an xz file of blocks with nothing in them',
  () => unxz(xz(Buffer.alloc(16 * 400_000, Buffer.concat([blockHead, Buffer.alloc(4)]))), 16 << 20),
  (found) => assert.equal(found, null),
);
quick(
  'an xz file of pieces of one byte that set everything anew',
  () => {
    const piece = Buffer.from([0xe0, 0, 0, 0, 5, 4, 0, 0, 0, 0, 0, 0]);
    return unxz(xz(Buffer.concat([blockHead, Buffer.alloc(12 * 1_500_000, piece)])), 16 << 20);
  },
  (found) => assert.equal(found, null),
);

quick(
  'a database of rpm in which all is damaged',
  () => {
    const [pages, size] = [100_000, 512];
    const file = Buffer.alloc(pages * size);
    for (const [value, at] of [
      [0x61561, 12],
      [9, 16],
      [size, 20],
      [pages - 1, 32],
    ] as const)
      file.writeUInt32LE(value, at);
    file[25] = 8;
    for (let page = size; page < file.length; page += size) {
      file[page + 25] = 13;
      file.writeUInt16LE(160, page + 20);
      for (let i = 0; i < 160; i += 1) file.writeUInt16LE(511 - i, page + 26 + i * 2);
    }
    return thrown(() => [...hashPairs(file)]);
  },
  (found) => assert.ok(found instanceof DatabaseFault),
);
