import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directory, file, hardlink, paxEntry, symlink, type TestEntry, tar } from '../../../test/build/tar.ts';
import { sha256 } from '../../base/digest.ts';
import { TarParser } from '../../formats/tar/tar-parser.ts';
import { type LayerLook, LayerLooker } from './layer-look.ts';

function looked(
  wanted: readonly string[],
  entries: readonly (TestEntry | Buffer)[],
  ...limit: readonly number[]
): LayerLook {
  const looker = new LayerLooker(new Set(wanted), ...limit);
  const parser = new TarParser(looker);
  const archive = tar(entries);
  for (let at = 0; at < archive.length; at += 700) parser.push(archive.subarray(at, at + 700));
  parser.finish();
  return looker.result();
}

test('a wanted file is found with its digest, mode and owner; the last of two counts; others are not looked at', () => {
  const { found } = looked(
    ['usr/bin/x', 'etc/passwd'],
    [
      file('usr/bin/x', 'first'),
      file('usr/bin/y', 'other'),
      { ...file('./usr/bin/x', '#!'.repeat(900), 0o4755), uid: 7, gid: 8 },
      file('etc/passwd', 'root:x:0:0::/:\n'),
    ],
  );
  assert.deepEqual([...found.keys()], ['usr/bin/x', 'etc/passwd']);
  const { digest, mode, uid, gid, size, head, content } = found.get('usr/bin/x')!;
  assert.deepEqual(
    { digest, mode, uid, gid, size, head, content },
    { digest: sha256('#!'.repeat(900)), mode: 0o4755, uid: 7, gid: 8, size: 1800, head: '#!#!', content: null },
  );
  assert.equal(found.get('etc/passwd')?.content?.toString(), 'root:x:0:0::/:\n');
});

test('capabilities are read from the PAX header', () => {
  const { found } = looked(
    ['bin/ping'],
    [
      paxEntry(
        { 'SCHILY.xattr.security.capability': '\x01\x00\x00\x02\x00\x20\x00\x00' },
        file('bin/ping', 'x', 0o755),
      ),
    ],
  );
  assert.equal(found.get('bin/ping')?.capability, '0100000200200000');
});

test('a hard link is its target; one to what was not asked for is named', () => {
  const { found, links } = looked(
    ['bin/a', 'bin/b', 'bin/c'],
    [file('bin/a', 'x'), hardlink('bin/b', 'bin/a'), file('bin/z', 'y'), hardlink('bin/c', './bin/z')],
  );
  assert.equal(found.get('bin/b')?.digest, sha256('x'));
  assert.deepEqual([...links], [['bin/c', 'bin/z']]);
});

test('a layer with more links than are remembered says that it is lost', () => {
  const links = (count: number) => Array.from({ length: count }, (_, at) => symlink(`l${at}`, 'usr'));
  // The directory above them is one.
  assert.equal(looked(['usr/bin/x'], links(5), 6).isLost, false);
  assert.equal(looked(['usr/bin/x'], links(6), 6).isLost, true);
});

test('entries land where links of the same layer lead', () => {
  const { found } = looked(['usr/bin/x'], [symlink('bin', 'usr/bin'), file('bin/x', 'x')]);
  assert.equal(found.get('usr/bin/x')?.digest, sha256('x'));
});

for (const [what, entries, hidden] of [
  ['a whiteout', [file('usr/bin/.wh.x', '')], true],
  ['a whiteout of a directory above', [file('.wh.usr', '')], true],
  ['an opaque directory above', [directory('usr'), file('usr/.wh..wh..opq', '')], true],
  ['a file in the place of a directory above', [file('usr', 'x')], true],
  ['a link in the place of a directory above', [symlink('usr', 'other')], true],
  ['a whiteout of something else', [file('usr/bin/.wh.xy', '')], false],
  ['a directory above that comes again', [directory('usr/bin')], false],
  ['marks of aufs', [file('usr/bin/.wh..wh.plnk', '')], false],
] as const) {
  test(`${what} ${hidden ? 'takes away' : 'leaves'} what lies below`, () =>
    assert.equal(looked(['usr/bin/x'], entries).hides('usr/bin/x'), hidden));
}
