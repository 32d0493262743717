import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  directory,
  file,
  hardlink,
  paxEntry,
  paxRecord,
  symlink,
  type TestEntry,
  tar,
  tarEntry,
  tarHeader,
} from '../../../test/build/tar.ts';
import { type TarEntry, TarError } from './tar-entry.ts';
import { TarParser } from './tar-parser.ts';

interface Seen extends Pick<TarEntry, 'name' | 'type' | 'size' | 'linkName'> {
  readonly content: string;
}

function read(archive: Buffer, chunkSize = archive.length): Seen[] {
  const seen: Seen[] = [];
  let entry: TarEntry | null = null;
  let stored: Buffer[] = [];
  const parser = new TarParser({
    entry: (next) => {
      entry = next;
      stored = [];
      if (next.type !== 'file')
        seen.push({ name: next.name, type: next.type, size: next.size, linkName: next.linkName, content: '' });
      return next.type === 'file';
    },
    data: (chunk) => void stored.push(Buffer.from(chunk)),
    end: () => {
      const { name, type, size, linkName, sparse } = entry!;
      const bytes = Buffer.concat(stored);
      const whole = sparse === null ? bytes : Buffer.alloc(size);
      let from = 0;
      for (const piece of sparse ?? []) {
        bytes.copy(whole, piece.offset, from, from + piece.length);
        from += piece.length;
      }
      seen.push({ name, type, size, linkName, content: whole.toString('latin1') });
    },
  });
  for (let at = 0; at < archive.length; at += chunkSize) parser.push(archive.subarray(at, at + chunkSize));
  parser.finish();
  return seen;
}

describe('entries', () => {
  test('files, directories and links, whatever the chunks', () => {
    const archive = tar([
      directory('a'),
      file('a/b', 'hello'),
      symlink('a/c', 'b'),
      hardlink('d', 'a/b'),
      file('empty', ''),
    ]);
    const whole = read(archive);
    assert.deepEqual(
      whole.map(({ name, type, content, linkName }) => [name, type, content, linkName]),
      [
        ['a/', 'directory', '', ''],
        ['a/b', 'file', 'hello', ''],
        ['a/c', 'symlink', '', 'b'],
        ['d', 'hardlink', '', 'a/b'],
        ['empty', 'file', '', ''],
      ],
    );
    for (const chunkSize of [1, 7, 511, 512, 513, 1000]) assert.deepEqual(read(archive, chunkSize), whole);
  });

  test('what follows the end marker is not seen', () => {
    assert.equal(read(Buffer.concat([tar([file('a', '1')]), tarEntry(file('b', '2'))])).length, 1);
  });

  test('a link or directory that states a size has no content', () => {
    const archive = tar([
      { ...symlink('l', 'x'), statedSize: 512 },
      { ...directory('d'), statedSize: 512 },
      file('f', 'x'),
    ]);
    assert.deepEqual(
      read(archive).map((entry) => entry.name),
      ['l', 'd/', 'f'],
    );
  });

  test('an old file flag with a trailing slash is a directory', () => {
    assert.equal(read(tar([{ name: 'd/', type: '\0' }]))[0]?.type, 'directory');
  });

  test('a prefix counts where Go sees one: in ustar, star, and GNU headers that have no times in its place', () => {
    const nameOf = (entry: TestEntry) => read(tar([entry]))[0]?.name;
    const patch = [[345, 'deep']] as const;
    assert.equal(nameOf({ name: 'x', patch }), 'deep/x');
    assert.equal(nameOf({ name: 'x', magic: 'gnu', patch }), 'deep/x');
    assert.equal(nameOf({ name: 'x', magic: 'v7', patch }), 'x');
    const times = '14766500000\x0014766500000\0';
    assert.equal(nameOf({ name: 'x', magic: 'gnu', patch: [[345, times]] }), 'x');
    const star = 'd'.repeat(131);
    const starPatch = [[345, `${star}${times}`] as const, [508, 'tar\0'] as const];
    assert.equal(nameOf({ name: 'x', patch: starPatch }), `${star}/x`);
  });

  test('sizes in base 256', () => {
    const header = tarHeader({ name: 'big', content: 'x', patch: [[124, '\x80\0\0\0\0\0\0\0\0\0\0\x01']] });
    assert.equal(read(tar([Buffer.concat([header, Buffer.from('x'.padEnd(512, '\0'))])]))[0]?.size, 1);
  });
});

describe('extensions', () => {
  test('PAX paths, link targets and sizes win over the header', () => {
    const long = `${'d/'.repeat(80)}f`;
    const [entry] = read(
      tar([paxEntry({ path: long, size: '3' }, { name: 'short', content: 'abc', statedSize: 0 })]).subarray(0, -512),
    );
    assert.equal(entry?.name, long);
    assert.equal(entry?.content, 'abc');
    assert.equal(read(tar([paxEntry({ linkpath: 'π' }, symlink('l', 'x'))]))[0]?.linkName, 'π');
  });

  test('PAX headers hold for one entry, global ones for none', () => {
    const global = tarEntry({ name: 'g', type: 'g', content: paxRecord('path', 'everywhere') });
    assert.deepEqual(
      read(tar([global, paxEntry({ path: 'one' }, file('x', '')), file('two', '')])).map(({ name }) => name),
      ['one', 'two'],
    );
    const before = tarEntry({ name: 'p', type: 'x', content: paxRecord('path', 'hidden') });
    const long = tarEntry({ name: 'l', type: 'L', content: 'hidden\0' });
    assert.equal(read(tar([before, long, global, file('seen', '')]))[0]?.name, 'seen', 'and end what stands before');
  });

  test('GNU long names win over PAX ones, as in Go', () => {
    const long = tarEntry({ name: '././@LongLink', type: 'L', content: 'long\0' });
    const pax = tarEntry({ name: 'p', type: 'x', content: paxRecord('path', 'pax') });
    assert.equal(read(tar([long, pax, file('short', '')]))[0]?.name, 'long');
    const none = tarEntry({ name: '././@LongLink', type: 'L', content: '\0' });
    assert.equal(read(tar([none, file('short', '')]))[0]?.name, 'short', 'an empty one is none');
  });
});

describe('damage', () => {
  const good = tar([file('a', 'x'.repeat(2000)), file('b', 'y')]);
  const cases: readonly [string, Buffer, 'truncated' | 'corrupt'][] = [
    ['cut in a header', good.subarray(0, 300), 'truncated'],
    ['cut in content', good.subarray(0, 1500), 'truncated'],
    [
      'cut behind an extension header',
      tarEntry({ name: 'p', type: 'x', content: paxRecord('path', 'q') }),
      'truncated',
    ],
    ['a wrong checksum', Buffer.concat([Buffer.from('x'.repeat(512))]), 'corrupt'],
    ['a lone zero block', Buffer.concat([Buffer.alloc(512), tar([file('a', '')])]), 'corrupt'],
    [
      'a negative size',
      tar([tarHeader({ name: 'n', patch: [[124, '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff']] })]),
      'corrupt',
    ],
    ['a size in no base', tar([tarHeader({ name: 'n', patch: [[124, '99999999999']] })]), 'corrupt'],
    [
      'a PAX record that is too long',
      tar([tarEntry({ name: 'p', type: 'x', content: '99 path=x\n' }), file('a', '')]),
      'corrupt',
    ],
    ['a PAX path with a NUL', tar([paxEntry({ path: 'a\0b' }, file('a', ''))]), 'corrupt'],
    ['an extension of 2 MiB', tar([tarHeader({ name: 'p', type: 'x', statedSize: 2 << 20 })]), 'corrupt'],
    [
      'a sparse map of more pieces than there can be, in a header',
      tar([paxEntry({ 'GNU.sparse.map': '0,0,'.repeat(100_001).slice(0, -1), 'GNU.sparse.size': '1' }, file('a', ''))]),
      'corrupt',
    ],
    [
      'a sparse map of more pieces than there can be, in front of the content',
      tar([
        paxEntry(
          { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '1' },
          file('a', '100001\n'.padEnd(512, '0')),
        ),
      ]),
      'corrupt',
    ],
    ['a sparse map of more pieces than there can be, as GNU tar wrote it once', oldSparse(100_001), 'corrupt'],
    [
      'a sparse map past the end',
      tar([paxEntry({ 'GNU.sparse.map': '0,9', 'GNU.sparse.size': '3' }, file('a', 'abc'))]),
      'corrupt',
    ],
  ];
  for (const [name, archive, kind] of cases) {
    test(name, () => {
      assert.throws(
        () => read(archive),
        (error) => error instanceof TarError && error.kind === kind,
      );
    });
  }
});

/** The old GNU format: four pieces in the header, and 21 in each block that goes on. */
function oldSparse(pieces: number): Buffer {
  const piece = '00000000000\0'.repeat(2);
  const header = tarHeader({
    name: 'a',
    type: 'S',
    magic: 'gnu',
    patch: [
      [386, piece.repeat(4)],
      [482, '\x01'],
      [483, '00000000000\0'],
    ],
  });
  const more = Buffer.alloc(512);
  more.write(piece.repeat(21), 'latin1');
  more[504] = 1;
  return Buffer.concat([header, ...Array.from({ length: Math.ceil((pieces - 4) / 21) }, () => more)]);
}

test('sparse files of every kind that GNU tar writes, and its other formats', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tar-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'holes'), 'start');
  truncateSync(join(folder, 'holes'), 3_000_000);
  writeFileSync(join(folder, 'holes'), 'end', { flag: 'a' });
  writeFileSync(join(folder, 'plain'), 'plain');
  const expected = `start${'\0'.repeat(3_000_000 - 5)}end`;
  const formats = [
    ['--format=gnu'],
    ['--format=pax', '--sparse-version=0.0'],
    ['--format=pax', '--sparse-version=0.1'],
    ['--format=pax', '--sparse-version=1.0'],
  ];
  for (const format of formats) {
    const archive = execFileSync('tar', ['-C', folder, '--sparse', ...format, '-cf', '-', 'holes', 'plain'], {
      maxBuffer: 1 << 26,
    });
    assert.ok(archive.length < 1_000_000, 'the archive is sparse');
    const seen = read(archive, 1000);
    assert.deepEqual(
      seen.map(({ name, size }) => [name, size]),
      [
        ['holes', 3_000_003],
        ['plain', 5],
      ],
      format.join(' '),
    );
    assert.ok(seen[0]?.content === expected, format.join(' '));
  }
  for (const format of ['--format=v7', '--format=ustar', '--format=oldgnu']) {
    const archive = execFileSync('tar', ['-C', folder, format, '-cf', '-', 'plain']);
    assert.equal(read(archive)[0]?.content, 'plain');
  }
});
