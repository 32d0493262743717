import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { harvestOf, lineCollector } from '../../test/build/collector.ts';
import { file, hardlink, paxEntry, tar } from '../../test/build/tar.ts';
import type { Collector } from './collector.ts';
import { FileRoom } from './file-room.ts';
import { beginsAsProgram, ProgramReader } from './program-reader.ts';

const elf = Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1');
const mark = Buffer.from('MARK');

/** Takes a package from each program: its length, and how many pieces it came in. */
function programCollector(): Collector {
  const taken = (name: string, version: string) => ({
    items: [
      {
        ...lineCollector().take({ path: '', size: 0, mode: 0, uid: 0, gid: 0 }, Buffer.from(`${name} ${version}`))
          .items[0]!,
      },
    ],
  });
  return {
    ...lineCollector({ programs: { marks: [mark], sections: ['.wanted'] } }),
    name: 'programs',
    take: (_, content) => (content.includes('nothing') ? { items: [] } : taken('whole', String(content.length))),
    takePieces: (_, pieces) => taken('pieces', pieces.map(({ length }) => length).join('+')),
  };
}

const program = (size: number, text = '') =>
  Buffer.concat([elf, Buffer.from(text), Buffer.alloc(size - 8 - text.length, 1)]);

async function taken(...entries: Parameters<typeof tar>[0]): Promise<string[]> {
  const { files } = await harvestOf(tar(entries), {
    collectors: [lineCollector(), programCollector()],
    maxFileSize: 2000,
  });
  return files.flatMap(({ path, items, gaps }) => [
    ...items.flatMap((item) => (item.kind === 'package' ? [`${path}: ${item.name} ${item.version}`] : [])),
    ...gaps.map(({ reason }) => `${path}: ${reason}`),
  ]);
}

describe('programs of a layer', () => {
  const cases: readonly [string, Parameters<typeof tar>[0], readonly string[]][] = [
    ['anywhere, whatever their name and mode', [file('data.txt', program(5000))], ['data.txt: whole 5000']],
    [
      'beside files that are none',
      [file('a', 'x'.repeat(3000)), file('b', program(700), 0o755), file('c', '')],
      ['b: whole 700'],
    ],
    [
      'but not small ones that nobody may execute and nothing loads',
      [
        file('a', program(4095)),
        file('b', program(4096)),
        file('c', program(700), 0o711),
        file('libd.so.1', program(700)),
      ],
      ['b: whole 4096', 'c: whole 700', 'libd.so.1: whole 700'],
    ],
    ['that say nothing are not remembered', [file('a', program(700, 'nothing'), 0o755)], []],
    [
      'under a name that another collector wants',
      [file('db', Buffer.concat([program(700), Buffer.from('\nx 1')]))],
      ['db: x 1', 'db: whole 704'],
    ],
    [
      'under such a name, and too large for it',
      [file('db', program(3000), 0o755)],
      ['db: too-large', 'db: whole 3000'],
    ],
    [
      'with a second name',
      [file('a', program(700), 0o755), hardlink('b', 'a'), hardlink('c', 'b')],
      ['a: whole 700', 'b: whole 700', 'c: whole 700'],
    ],
    ['that a later entry replaces', [file('a', program(700), 0o755), file('a', 'x'.repeat(600))], []],
    [
      'with holes cannot be read',
      [paxEntry({ 'GNU.sparse.map': '0,600,9000,2', 'GNU.sparse.size': '9002' }, file('a', program(602)))],
      ['a: unsupported-format'],
    ],
  ];
  for (const [name, entries, expected] of cases) {
    test(name, async () =>
      assert.deepEqual(
        (await taken(...entries)).filter((line) => !line.includes('\x7f')),
        expected,
      ),
    );
  }

  test('one that the layer ends in is a gap', async () => {
    const { files, gaps } = await harvestOf(tar([file('a', program(5000))]).subarray(0, 3000), {
      collectors: [programCollector()],
    });
    assert.deepEqual(
      [files.map(({ gaps }) => gaps[0]?.reason), gaps.map(({ reason }) => reason)],
      [['truncated'], ['truncated']],
    );
  });
});

describe('a program that is too large to be held', () => {
  const size = 100 << 20;
  const seen = (parts: readonly Buffer[]) => {
    const reader = new ProgramReader([programCollector()], new FileRoom());
    reader.begin({ path: 'a', size });
    for (const part of parts) reader.data(part);
    return reader.finish();
  };
  const filler = Buffer.alloc(1 << 20, 1);
  const rest = (count: number) => Array.from({ length: count }, () => filler);

  test('is told by what follows its marks', () => {
    const found = seen([elf, ...rest(3), Buffer.from('..MARKabc'), ...rest(3)]);
    assert.ok(found.kind === 'pieces');
    assert.deepEqual(
      found.pieces.map((piece) => [piece.toString('latin1', 0, 7), piece.length]),
      [['MARKabc', 1 << 20]],
    );
  });

  test('also where a mark lies across two chunks, or three', () => {
    for (const cut of [
      ['x', 'MARKabc'],
      ['xMA', 'RKabc'],
      ['xM', 'A', 'R', 'Kabc'],
      ['xMARK', 'abc'],
    ]) {
      const found = seen([elf, ...rest(1), ...cut.map((part) => Buffer.from(part)), ...rest(2)]);
      assert.ok(found.kind === 'pieces');
      assert.deepEqual(
        found.pieces.map((piece) => piece.toString('latin1', 0, 7)),
        ['MARKabc'],
        cut.join('|'),
      );
    }
  });

  test('a mark within a piece makes it longer, so that none hides another', () => {
    const found = seen([elf, Buffer.from('MARK'), filler.subarray(10), Buffer.from('MARKabc'), ...rest(3)]);
    assert.ok(found.kind === 'pieces');
    assert.deepEqual(
      found.pieces.map(({ length }) => length),
      [4 + filler.length - 10 + (1 << 20)],
    );
  });

  test('marks without end are cut off, and said to be', () => {
    const found = seen([elf, ...Array.from({ length: 40 }, () => [mark, filler]).flat()]);
    assert.ok(found.kind === 'pieces' && found.hasMore);
    assert.ok(found.pieces.reduce((sum, { length }) => sum + length, 0) <= 16 << 20);
  });
});

describe('a file that may be executed and names what starts it', () => {
  const seen = (path: string, mode: number, parts: readonly string[], size = parts.join('').length) => {
    const reader = new ProgramReader([], new FileRoom(), true);
    reader.begin({ path, size, mode });
    for (const part of parts) reader.data(Buffer.from(part, 'latin1'));
    const found = reader.hasEnough ? reader.stop() : reader.finish();
    return found.kind === 'script' ? [found.content.toString('latin1'), found.isWhole] : found.kind;
  };
  const script = `#!/bin/sh\n${'x'.repeat(300)}`;
  const archive = `PK\x03\x04${'x'.repeat(300)}`;

  test('is shown as a whole, in whatever pieces it comes', () => {
    assert.deepEqual(seen('a', 0o755, [script]), [script, true]);
    assert.deepEqual(seen('a.b', 0o100, ['#!', script.slice(2, 5), script.slice(5)]), [script, true]);
    assert.deepEqual(seen('a', 0o755, [archive.slice(0, 100), archive.slice(100)]), [archive, true]);
  });

  test('is none where nobody may execute it, or its ending says what it is', () => {
    assert.equal(seen('a', 0o644, [script]), 'none');
    assert.equal(seen('a.zip', 0o755, [archive]), 'none');
    assert.equal(seen('a', 0o755, ['x'.repeat(300)]), 'none');
  });

  test('of a large one its beginning is enough', () => {
    const rest = 'x'.repeat(4096);
    assert.deepEqual(seen('a', 0o755, [script, rest], 65 << 20), [`${script}${rest}`.slice(0, 4096), false]);
    assert.deepEqual(seen('a', 0o755, [script.slice(0, 3), script.slice(3), rest], 65 << 20), [
      `${script}${rest}`.slice(0, 4096),
      false,
    ]);
  });
});

test('what begins as a program does', () => {
  const cases: readonly [string, boolean][] = [
    ['7f454c4602010100', true],
    ['4d5a900003000000', true],
    ['cffaedfe07000001', true],
    ['feedface00000012', true],
    ['cafebabe00000002', true],
    ['cafebabe00000034', false],
    ['23212f62696e2f73', false],
    ['504b030414000000', false],
  ];
  for (const [hex, is] of cases) assert.equal(beginsAsProgram(Buffer.from(hex, 'hex')), is, hex);
});

test('a mark that a name asks for may stand everywhere in a large program', () => {
  const plain = programCollector();
  const named = { ...plain, wants: { programs: { marks: [], sections: [], marksFor: () => [mark] } } };
  const chunk = Buffer.alloc(1 << 20, 1);
  mark.copy(chunk, 1000);
  const hasMore = (collector: Collector) => {
    const reader = new ProgramReader([collector], new FileRoom());
    reader.begin({ path: 'browser', size: 80 << 20 });
    reader.data(Buffer.concat([elf, chunk.subarray(8)]));
    for (let at = 1; at < 80; at += 1) reader.data(chunk);
    const seen = reader.finish();
    return seen.kind === 'pieces' && seen.hasMore;
  };
  assert.equal(hasMore(named), false);
  assert.equal(hasMore(plain), true);
});
