import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { harvestOf, lineCollector } from '../../test/build/collector.ts';
import { directory, file, hardlink, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import type { Harvest } from '../model/harvest.ts';
import { squash } from './squash.ts';

const collectors = [lineCollector({ names: ['db'] })];

async function layers(...entries: readonly (readonly TestEntry[])[]): Promise<readonly Harvest[]> {
  const harvests: Harvest[] = [];
  for (const list of entries) harvests.push(await harvestOf(tar(list), { collectors }));
  return harvests;
}

/** What is left: path, items and the number of the layer that each came with. */
function shown(harvests: readonly Harvest[]): string[] {
  const numberOf = (diffId: string) => harvests.findIndex((harvest) => harvest.diffId === diffId) + 1;
  return squash(harvests)
    .files.map(({ path, items }) => {
      const list = items.map(({ item, layer }) => `${item.kind === 'package' ? item.name : '?'}@${numberOf(layer)}`);
      return `${path}: ${list.join(' ')}`;
    })
    .sort();
}

describe('what a later layer does to the ones below', () => {
  const base = [directory('a'), file('a/db', 'one 1\ntwo 2'), directory('b'), file('b/db', 'three 3')];
  const cases: readonly [string, readonly TestEntry[], readonly string[]][] = [
    ['nothing', [file('c', '')], ['a/db: one@1 two@1', 'b/db: three@1']],
    ['deletes a file', [file('a/.wh.db', '')], ['b/db: three@1']],
    ['deletes a directory', [file('.wh.a', '')], ['b/db: three@1']],
    ['makes a directory opaque', [directory('a'), file('a/.wh..wh..opq', '')], ['b/db: three@1']],
    ['makes the root opaque', [file('.wh..wh..opq', ''), file('a/db', 'new 1')], ['a/db: new@2']],
    [
      'an opaque mark behind the files of its own layer spares them',
      [file('a/db', 'new 1'), file('a/.wh..wh..opq', '')],
      ['a/db: new@2', 'b/db: three@1'],
    ],
    [
      'a whiteout spares the file of its own layer',
      [file('a/db', 'new 1'), file('a/.wh.db', '')],
      ['a/db: new@2', 'b/db: three@1'],
    ],
    ['replaces a file by a link', [symlink('a/db', '/b/db')], ['b/db: three@1']],
    ['replaces a file by a directory', [directory('a/db')], ['b/db: three@1']],
    ['replaces a directory by a file', [file('a', '')], ['b/db: three@1']],
    ['replaces a directory by a link', [symlink('a', 'b')], ['b/db: three@1']],
    ['has something where a file was', [file('a/db/x', '')], ['b/db: three@1']],
    ['deletes through a link of its own', [symlink('l', 'a'), file('l/.wh.db', '')], ['b/db: three@1']],
    ['hides a directory through a link of its own', [symlink('l', 'a'), file('l/.wh..wh..opq', '')], ['b/db: three@1']],
    [
      'has a name that only begins like a whiteout above a file',
      [file('a/.wh.db/x', '')],
      ['a/db: one@1 two@1', 'b/db: three@1'],
    ],
    ['names a directory again', [directory('a')], ['a/db: one@1 two@1', 'b/db: three@1']],
    [
      'whiteouts of other names',
      [file('a/.wh.d', ''), file('a/.wh.', ''), file('a/.wh..wh.aufs', '')],
      ['a/db: one@1 two@1', 'b/db: three@1'],
    ],
    ['a whiteout by a name with dots and slashes', [file('./a//.wh.db', '')], ['b/db: three@1']],
    [
      'writes the database again, with more',
      [file('a/db', 'one 1\nnew 9\ntwo 2')],
      ['a/db: one@1 new@2 two@1', 'b/db: three@1'],
    ],
    ['upgrades a package', [file('a/db', 'one 1\ntwo 3')], ['a/db: one@1 two@2', 'b/db: three@1']],
  ];
  for (const [name, above, expected] of cases) {
    test(name, async () => assert.deepEqual(shown(await layers(base, above)), expected));
  }

  test('a package that was removed and came back belongs to the layer that brought it back', async () => {
    const harvests = await layers(base, [file('a/db', 'two 2')], [file('a/db', 'one 1\ntwo 2')]);
    assert.deepEqual(shown(harvests), ['a/db: one@3 two@1', 'b/db: three@1']);
  });

  test('a file deleted and made anew is the new one', async () => {
    const harvests = await layers(base, [file('.wh.a', '')], [file('a/db', 'one 1')]);
    assert.deepEqual(shown(harvests), ['a/db: one@3', 'b/db: three@1']);
  });
});

describe('within a layer', () => {
  test('the last entry of a path counts', async () => {
    assert.deepEqual(shown(await layers([file('a/db', 'one 1'), file('a/db', 'two 2')])), ['a/db: two@1']);
    assert.deepEqual(shown(await layers([file('a/db', 'one 1'), symlink('a/db', 'x')])), []);
  });

  test('an entry written through a link of the same layer lands where the link leads', async () => {
    const through = await layers([file('real/db', 'old 1')], [symlink('x', 'real'), file('x/db', 'new 2')]);
    assert.deepEqual(shown(through), ['real/db: new@2']);
  });

  test('what replaces a directory takes all that lay in it', async () => {
    assert.deepEqual(shown(await layers([file('a/b/db', 'one 1'), symlink('a', 'x')])), []);
    assert.deepEqual(shown(await layers([file('a/b/db', 'one 1'), directory('a')])), ['a/b/db: one@1']);
    const { links } = squash(await layers([symlink('a/b/l', 'x'), file('a', '')]));
    assert.deepEqual([...links], []);
  });

  test('a hard link to a file that was taken is taken too', async () => {
    assert.deepEqual(shown(await layers([file('a/db', 'one 1'), hardlink('b/db', 'a/db')])), [
      'a/db: one@1',
      'b/db: one@1',
    ]);
  });
});
