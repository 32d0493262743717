import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chunks, harvestOf, harvestOptions, lineCollector } from '../../test/build/collector.ts';
import { digestOf } from '../../test/build/image.ts';
import { mutants } from '../../test/build/mutants.ts';
import { directory, file, hardlink, paxEntry, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import type { LayerFile } from './collector.ts';
import { harvestLayer } from './harvest-layer.ts';

const layer = tar([directory('a'), file('db', 'one 1\ntwo 2'), symlink('l', 'db'), file('./a/.wh.gone', '')]);

test('one pass gives the diffID, what was taken, whiteouts, links and sizes', async () => {
  const harvest = await harvestOf(layer);
  assert.equal(harvest.diffId, digestOf(layer));
  assert.equal(harvest.size, layer.length);
  assert.equal(harvest.entries, 4);
  assert.deepEqual(harvest.whiteouts, ['a/gone']);
  assert.deepEqual(harvest.links, { l: 'db' });
  assert.equal(harvest.files[0]?.items.length, 2);
  assert.deepEqual(harvest.gaps, []);
});

test('bytes behind the end of the archive count for the diffID', async () => {
  const longer = Buffer.concat([layer, Buffer.from('more')]);
  const harvest = await harvestOf(longer);
  assert.equal(harvest.diffId, digestOf(longer));
  assert.deepEqual(harvest.gaps, []);
});

test('a digest that was taken beside is the diffID, and what was not read to its end has none that a layer could have', async () => {
  const sum = 'ab'.repeat(32);
  const hashed = (ended: boolean) => ({
    [Symbol.asyncIterator]: () => chunks(layer)[Symbol.asyncIterator](),
    sha256: () => (ended ? sum : null),
  });
  assert.equal((await harvestLayer(hashed(true), harvestOptions())).harvest.diffId, `sha256:${sum}`);
  const { harvest } = await harvestLayer(hashed(false), harvestOptions({ maxLayerSize: 1000 }));
  assert.equal(harvest.gaps[0]?.reason, 'limit-crossed');
  assert.notEqual(harvest.diffId, digestOf(layer.subarray(0, harvest.size)));
  assert.notEqual(harvest.diffId, digestOf(Buffer.alloc(0)));
});

test('files get the digests of the databases that a directory heralds, and any where none does', async () => {
  const seen: unknown[] = [];
  const collector = {
    ...lineCollector(),
    knowsFiles: { by: ['md5' as const], in: ['var/db'], heralds: ['etc/db'] },
    take: ({ digests }: LayerFile) => {
      seen.push(digests);
      return { items: [] };
    },
  };
  const other = {
    ...lineCollector(),
    name: 'other',
    knowsFiles: { by: ['sha1' as const], in: [], heralds: ['etc/other'] },
  };
  const taken = async (...entries: TestEntry[]) => {
    seen.length = 0;
    await harvestOf(tar([...entries, file('db', 'one 1')]), { collectors: [collector, other] });
    return seen;
  };
  assert.deepEqual(await taken(), [undefined]);
  assert.deepEqual(await taken(directory('etc/db')), [['md5']]);
  assert.deepEqual(await taken(directory('etc/db'), directory('etc/other')), [['md5', 'sha1']]);
  assert.deepEqual(await taken(directory('etc/dbx')), [undefined]);
});

describe('gaps', () => {
  test('a layer that is cut off keeps what came before, and says so', async () => {
    const harvest = await harvestOf(layer.subarray(0, 1600));
    assert.deepEqual(
      harvest.gaps.map(({ what, reason, incomplete }) => [what, reason, incomplete]),
      [['layer', 'truncated', true]],
    );
    assert.equal(harvest.files.length, 1);
  });

  test('a damaged layer still gets its true diffID', async () => {
    const damaged = Buffer.from(layer);
    damaged.fill('x', 512, 1024);
    const harvest = await harvestOf(damaged);
    assert.equal(harvest.diffId, digestOf(damaged));
    assert.equal(harvest.gaps[0]?.reason, 'corrupt');
  });

  test('a file over the limit is named and blinds what its collector says', async () => {
    const harvest = await harvestOf(layer, { maxFileSize: 3 });
    assert.deepEqual(
      harvest.files.map(({ path, gaps }) => [path, gaps]),
      [['db', [{ what: 'line database', reason: 'too-large', blinds: ['packages'] }]]],
    );
  });

  test('a layer over the limit is not read on', async () => {
    const harvest = await harvestOf(layer, { maxLayerSize: 1000 });
    assert.deepEqual(
      harvest.gaps.map(({ reason, incomplete }) => [reason, incomplete]),
      [['limit-crossed', true]],
    );
  });

  test('a name that climbs out stays inside and is named', async () => {
    const harvest = await harvestOf(tar([file('../../db', 'one 1')]));
    assert.equal(harvest.files[0]?.path, 'db');
    assert.equal(harvest.gaps[0]?.reason, 'path-escapes');
  });

  test('a collector that throws is a gap of that file alone', async () => {
    const throwing = {
      ...lineCollector(),
      name: 'throwing',
      take: () => {
        throw new Error('bug');
      },
    };
    const harvest = await harvestOf(layer, { collectors: [throwing, lineCollector()] });
    assert.deepEqual(
      harvest.files.map(({ collector, gaps, items }) => [collector, gaps.map(({ reason }) => reason), items.length]),
      [
        ['throwing', ['unparsable'], 0],
        ['lines', [], 2],
      ],
    );
  });
});

describe('what engines do not agree on is a gap that blinds everything', () => {
  const cases: readonly [string, readonly (TestEntry | Buffer)[], boolean][] = [
    ['a directory deleted and made anew', [file('.wh.a', ''), directory('a'), file('a/b', '')], true],
    ['made and deleted', [directory('a'), file('.wh.a', '')], true],
    ['a wanted file made and deleted', [file('db', 'one 1'), file('.wh.db', '')], true],
    ['a link made and deleted', [symlink('a', 'b'), file('.wh.a', '')], true],
    ['a file that becomes a directory', [file('a', ''), directory('a')], true],
    ['an opaque root', [file('.wh..wh..opq', '')], true],
    ['an opaque directory behind a link', [directory('b'), symlink('a', 'b'), file('a/.wh..wh..opq', '')], true],
    ['whiteouts of the directory itself', [file('a/.wh.', '')], true],
    ['and of the one above', [file('a/.wh...', '')], true],
    ['a path that no file can have', [file('x', ''), paxEntry({ path: 'p/'.repeat(2100) }, file('x', ''))], true],
    ['a wanted file whose name is not UTF-8', [file('s/\ufffd', 'one 1')], true],
    ['a file deleted and made anew', [file('.wh.db', ''), file('db', 'one 1')], false],
    ['a file deleted of a directory that is kept', [directory('a'), file('a/.wh.b', '')], false],
    ['a directory deleted twice', [file('.wh.a', ''), file('a/.wh.b', '')], false],
    ['an opaque directory', [directory('a'), file('a/.wh..wh..opq', ''), file('a/b', '')], false],
    ['a directory named twice', [directory('a'), file('a/b', ''), directory('a')], false],
    ['marks of aufs', [file('.wh..wh.aufs', ''), directory('.wh..wh.plnk')], false],
  ];
  for (const [name, entries, isGap] of cases) {
    test(name, async () => {
      const collectors = [lineCollector({ paths: ['db', 's/\ufffd'] })];
      const { gaps } = await harvestOf(tar(entries), { collectors });
      assert.deepEqual([...new Set(gaps.map(({ blinds }) => blinds.length))], isGap ? [7] : []);
    });
  }

  test('however many there are, memory stays bounded and the reasons are told', async () => {
    const harmless = Array.from({ length: 500 }, (_, i) => file(`../x${i}`, ''));
    const { gaps } = await harvestOf(tar([...harmless, file('.wh..wh..opq', '')]));
    assert.deepEqual([gaps.length, gaps.at(-1)?.reason], [101, 'engine-dependent']);
  });
});

test('a hard link to a file nobody wanted is read on a second pass', async () => {
  const moved = tar([file('hidden', 'one 1'), hardlink('db', 'hidden')]);
  const { unread } = await harvestLayer(chunks(moved), harvestOptions());
  assert.deepEqual(
    unread.map(({ path, target }) => [path, target]),
    [['db', 'hidden']],
  );
  const also = new Map([['hidden', [{ as: 'db', collector: lineCollector() }]]]);
  assert.equal((await harvestOf(moved, { also })).files[0]?.path, 'db');
});

test('whatever the bytes, a harvest comes out', async () => {
  for (const mutant of mutants(layer, { seed: 2, count: 500 })) {
    const harvest = await harvestOf(mutant);
    assert.equal(harvest.diffId, digestOf(mutant));
  }
});

test('a link that changes where its own directory leads moves what comes next to it', async () => {
  const layered = tar([symlink('p', 'r/s/..'), file('p/a', ''), symlink('p/s', '/t/u'), file('p/db', 'one 1')]);
  const harvest = await harvestOf(layered, { collectors: [lineCollector({ paths: ['t/db', 'r/db'] })] });
  assert.deepEqual(
    harvest.files.map(({ path }) => path),
    ['t/db'],
  );
});
