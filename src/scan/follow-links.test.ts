import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chunks, lineCollector } from '../../test/build/collector.ts';
import { digestOf, dockerArchive, ociArchive } from '../../test/build/image.ts';
import { comparable, gapNames, lineEcosystem, packageNames, scanWith } from '../../test/build/scan-parts.ts';
import { directory, file, hardlink, symlink, tar } from '../../test/build/tar.ts';
import type { Wanted } from '../collect/collector.ts';
import { archive } from '../images/archive.ts';
import { openArchiveImage } from '../images/archive-image.ts';
import { readArchiveStream } from '../images/archive-stream.ts';
import type { ImageSource } from '../images/image-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-links-'));
after(() => rmSync(folder, { recursive: true }));

let number = 0;
function written(content: Buffer): string {
  number += 1;
  const path = join(folder, `file-${number}`);
  writeFileSync(path, content);
  return `archive:${path}`;
}

async function scanned(layers: readonly Buffer[], wants: Wanted = { paths: ['db'] }) {
  const ecosystem = lineEcosystem(lineCollector(wants));
  const plain = await scanWith([archive], written(dockerArchive({ layers })), { ecosystem });
  for (const other of [
    gzipSync(dockerArchive({ layers })),
    ociArchive({ layers }, 'zstd'),
    gzipSync(ociArchive({ layers })),
  ]) {
    const home = mkdtempSync(join(folder, 'home-'));
    const ref = written(other);
    for (let time = 0; time < 2; time += 1) {
      const report = await scanWith([archive], ref, { ecosystem, home });
      assert.deepEqual(comparable(report), comparable(plain));
    }
  }
  return plain;
}

describe('a wanted path that is a link is read where it leads, whatever the archive', () => {
  const cases: readonly [string, readonly Buffer[], (readonly string[])?][] = [
    ['a symbolic link', [tar([file('opt/moved', 'one 1'), symlink('db', 'opt/moved')])]],
    ['made in a later layer, absolute', [tar([file('opt/moved', 'one 1')]), tar([symlink('db', '/opt/moved')])]],
    [
      'through a linked directory',
      [tar([file('real/moved', 'one 1'), symlink('dir', '../../real')]), tar([symlink('db', 'dir/moved')])],
    ],
    ['a hard link', [tar([file('moved', 'one 1'), hardlink('db', 'moved')])]],
    ['a hard link to a hard link', [tar([file('a', 'one 1'), hardlink('b', 'a'), hardlink('db', 'b')])]],
    ['a hard link to a symbolic one', [tar([file('a', 'one 1'), symlink('b', 'a'), hardlink('db', 'b')])]],
    ['a symbolic link to a hard one', [tar([file('a', 'one 1'), hardlink('b', 'a'), symlink('db', 'b')])]],
    [
      'a hard link to a file that is replaced afterwards',
      [tar([file('a', 'one 1'), hardlink('db', 'a'), file('a', 'other 1')])],
    ],
    [
      'a hard link to another name of a file that is replaced in between',
      [tar([file('a', 'one 1'), hardlink('b', 'a'), file('a', 'other 1'), hardlink('db', 'b')])],
    ],
    [
      'a hard link back to itself over another name',
      [tar([file('db', 'one 1'), hardlink('b', 'db'), file('db', 'other 1'), hardlink('db', 'b')])],
    ],
    [
      'a link in the place of a directory of the same layer',
      [tar([file('d/db', 'other 1'), file('e/db', 'one 1'), symlink('d', 'e'), symlink('db', 'd/db')])],
    ],
    [
      'a link to what a later layer deletes',
      [tar([file('m', 'one 1'), symlink('db', 'm')]), tar([file('.wh.m', '')])],
      [],
    ],
    ['a circle', [tar([symlink('db', 'x'), symlink('x', 'db')])], []],
    ['out of the image', [tar([symlink('db', '../../../etc/passwd')])], []],
  ];
  for (const [name, layers, expected = ['one']] of cases) {
    test(name, async () => {
      const report = await scanned(layers);
      assert.deepEqual(packageNames(report), expected);
      assert.deepEqual(gapNames(report), []);
    });
  }

  test('each package keeps the layer that brought it', async () => {
    const layers = [
      tar([file('m', 'one 1'), symlink('db', 'm')]),
      tar([file('m', 'one 1\ntwo 2')]),
      tar([file('m', 'two 2\nthree 3')]),
    ];
    const { inventory } = await scanned(layers);
    assert.deepEqual(
      inventory.packages.map(({ name, layer, path }) => [name, layer, path]),
      [
        ['three', digestOf(layers[2]!), 'db'],
        ['two', digestOf(layers[1]!), 'db'],
      ],
    );
  });
});

describe('directories behind links', () => {
  test('a wanted directory that was moved', async () => {
    const layers = [
      tar([file('opt/d/a', 'one 1'), file('opt/d/b', 'two 2'), file('opt/d/c.txt', 'no 1'), symlink('d', 'opt/d')]),
      tar([file('opt/d/.wh.a', ''), file('opt/d/e', 'three 3')]),
    ];
    const wants: Wanted = { directories: [{ in: 'd', ending: '' }], unless: ({ path }) => path.endsWith('.txt') };
    const report = await scanned(layers, wants);
    assert.deepEqual(
      report.inventory.packages.map(({ name, path }) => [name, path]),
      [
        ['three', 'd/e'],
        ['two', 'd/b'],
      ],
    );
    assert.deepEqual(gapNames(report), []);
  });

  const installed: Wanted = {
    names: ['package.json'],
    unless: ({ path }) => !/(?:^|\/)node_modules\/(?:@s\/)?[^/]+\/package\.json$/.test(path),
  };
  const cases: readonly [string, readonly Buffer[], readonly string[]][] = [
    [
      'the directory of all',
      [tar([file('deps/x/package.json', 'one 1'), symlink('app/node_modules', '../deps')])],
      ['app/node_modules/x/package.json'],
    ],
    [
      'the directory of one',
      [tar([file('src/x/package.json', 'one 1'), symlink('node_modules/x', '/src/x')])],
      ['node_modules/x/package.json'],
    ],
    [
      'one in another',
      [
        tar([
          file('c/package.json', 'one 1'),
          symlink('b/x', '../c'),
          symlink('a/@s', '../b'),
          symlink('node_modules', 'a'),
        ]),
      ],
      ['node_modules/@s/x/package.json'],
    ],
    ['none that makes it wanted', [tar([file('src/x/package.json', 'one 1'), symlink('modules', 'src')])], []],
    [
      'a way to a file that is found without it',
      [tar([file('store/node_modules/x/package.json', 'one 1'), symlink('node_modules/x', '../store/node_modules/x')])],
      ['store/node_modules/x/package.json'],
    ],
  ];
  for (const [name, layers, expected] of cases) {
    test(`names that are wanted in some places only: ${name}`, async () => {
      const report = await scanned(layers, installed);
      assert.deepEqual(
        report.inventory.packages.map(({ path }) => path),
        expected,
      );
      assert.deepEqual(gapNames(report), []);
    });
  }

  test('more ways than can be tried are told', async () => {
    const decoys = Array.from({ length: 1000 }, (_, i) => symlink(`decoy${i}`, 'deps'));
    const report = await scanned(
      [tar([file('deps/x/package.json', 'one 1'), ...decoys, symlink('node_modules', 'deps')])],
      installed,
    );
    assert.deepEqual(gapNames(report), ['line database: too-many (incomplete)']);
  });
});

/** Standard input, as it were: what has gone by is gone. */
function piped(content: Buffer): ImageSource {
  const open: ImageSource['open'] = async (_, { intake, options }) => {
    const passing = { label: 'pipe', open: async () => chunks(content, 4096), isOnce: true, maxSize: 1 << 30 };
    const contents = await readArchiveStream(passing, intake, () => {});
    const image = await openArchiveImage(contents, null, options.platform);
    return { source: 'archive', ref: 'archive:-', ...image, gaps: [], close: async () => {} };
  };
  return { scheme: 'pipe', title: { en: '', 'zh-CN': '' }, form: '', recognizes: async () => true, open };
}

describe('from a pipe', () => {
  const installed: Wanted = {
    names: ['package.json'],
    unless: ({ path }) => !/node_modules\/[^/]+\/[^/]+$/.test(path),
  };
  const db: Wanted = { paths: ['d/db'] };
  const same: readonly [string, readonly Buffer[], Wanted][] = [
    ['a file moved with its directory', [tar([file('opt/db', 'one 1'), symlink('d', 'opt')])], db],
    ['under its own name', [tar([file('opt/db', 'one 1')]), tar([symlink('d/db', '../opt/db')])], db],
    ['written twice', [tar([file('opt/db', 'one 1')]), tar([file('opt/db', 'one 1\ntwo 2'), symlink('d', 'opt')])], db],
    ['and deleted', [tar([file('opt/db', 'one 1'), symlink('d', 'opt')]), tar([file('.wh.opt', '')])], db],
    [
      'a hard link in the other place',
      [tar([file('m', 'x'), file('s/db', 'one 1'), hardlink('opt/db', 's/db'), symlink('d', 'opt')])],
      db,
    ],
    [
      'in a place where it is not wanted',
      [tar([file('pkgs/x/package.json', 'one 1'), symlink('node_modules/x', '../pkgs/x')])],
      installed,
    ],
    [
      'and one that no link leads to',
      [tar([file('pkgs/x/package.json', 'one 1'), file('node_modules/y/package.json', 'two 2')])],
      installed,
    ],
  ];
  for (const [name, layers, wants] of same) {
    for (const archived of [
      dockerArchive({ layers }),
      ociArchive({ layers }, 'none'),
      gzipSync(ociArchive({ layers })),
    ]) {
      test(`${name}, ${digestOf(archived).slice(7, 12)}: the same report`, async () => {
        const ecosystem = lineEcosystem(lineCollector(wants));
        const home = mkdtempSync(join(folder, 'home-'));
        const expected = await scanWith([archive], written(archived), { ecosystem });
        for (let time = 0; time < 2; time += 1) {
          const report = await scanWith([piped(archived)], 'pipe:', { ecosystem, home });
          assert.deepEqual(comparable(report), comparable(expected));
        }
      });
    }
  }

  const lost: readonly [string, readonly Buffer[], Wanted][] = [
    ['under another name', [tar([file('opt/moved', 'one 1'), symlink('d/db', '/opt/moved')])], db],
    ['behind a hard link', [tar([file('moved', 'one 1'), hardlink('d/db', 'moved')])], db],
    ['a directory', [tar([file('opt/a', 'one 1'), symlink('d', 'opt')])], { directories: [{ in: 'd', ending: '' }] }],
  ];
  for (const [name, layers, wants] of lost) {
    test(`${name}: a gap`, async () => {
      const ecosystem = lineEcosystem(lineCollector(wants));
      const report = await scanWith([piped(dockerArchive({ layers }))], 'pipe:', { ecosystem });
      assert.deepEqual([packageNames(report), gapNames(report)], [[], ['line database: link-not-followed']]);
    });
  }

  test('a directory that was lost does not take along what was kept', async () => {
    const ecosystem = lineEcosystem(lineCollector({ paths: ['d/db'], directories: [{ in: 'd/more', ending: '' }] }));
    const layers = [tar([file('opt/db', 'one 1'), file('opt/more/a', 'two 2'), symlink('d', 'opt')])];
    const report = await scanWith([piped(dockerArchive({ layers }))], 'pipe:', { ecosystem });
    assert.deepEqual([packageNames(report), gapNames(report)], [['one'], ['line database: link-not-followed']]);
  });

  test('more than can be kept is a gap, and what was kept before is read', async () => {
    const large = Buffer.concat([Buffer.from('big 1\n'), Buffer.alloc(20 << 20)]);
    const layers = [tar([file('a/db', large), file('b/db', large), symlink('d', 'a'), symlink('e', 'b')])];
    const collector = lineCollector({ paths: ['d/db', 'e/db'] });
    const ecosystem = lineEcosystem({
      ...collector,
      take: (at, content) => collector.take(at, content.subarray(0, 6)),
    });
    const limits = { maxImageSize: 1 << 30, maxFileSize: 1 << 28, maxLayers: 9 };
    const report = await scanWith([piped(dockerArchive({ layers }))], 'pipe:', { ecosystem, open: { limits } });
    assert.deepEqual([packageNames(report), gapNames(report)], [['big'], ['line database: link-not-followed']]);
  });
});

describe('links that engines do not agree on', () => {
  const cases: readonly [string, readonly Buffer[], readonly string[]][] = [
    [
      'a hard link to a file of a lower layer',
      [tar([file('m', 'one 1')]), tar([hardlink('db', 'm')])],
      ['line database: link-not-followed'],
    ],
    [
      'a file below a link of a lower layer',
      [tar([directory('usr/lib'), symlink('lib', 'usr/lib')]), tar([file('lib/x', '')])],
      ['link: written-through-link'],
    ],
    [
      'a whiteout below a link of a lower layer',
      [tar([file('usr/lib/x', ''), symlink('lib', 'usr/lib')]), tar([file('lib/.wh.x', '')])],
      ['link: written-through-link'],
    ],
    [
      'a directory over a link of a lower layer, which they do agree on',
      [tar([directory('usr/lib'), symlink('lib', 'usr/lib')]), tar([directory('lib'), file('lib/x', '')])],
      [],
    ],
  ];
  for (const [name, layers, expected] of cases) {
    test(name, async () => assert.deepEqual(gapNames(await scanned(layers)), expected));
  }
});
