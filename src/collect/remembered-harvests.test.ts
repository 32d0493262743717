import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { harvestOf, lineCollector } from '../../test/build/collector.ts';
import { file, tar } from '../../test/build/tar.ts';
import { openHarvestCache } from './harvest-cache.ts';
import { rememberedHarvests } from './remembered-harvests.ts';

test('what was had last is at hand as the same object, within its room, and on the disk all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-remembered-'));
  try {
    const disk = openHarvestCache(folder, [lineCollector()], 1000);
    const lines = Array.from({ length: 50 }, (_, at) => `package-${at} 1`).join('\n');
    const [one, two, three] = await Promise.all(
      ['a', 'b', 'c'].map((name) => harvestOf(tar([file('db', lines), file(name, '')]))),
    );
    const roomForTwo = 110_000;
    const cache = rememberedHarvests(disk, roomForTwo);
    for (const harvest of [one!, two!]) await cache.put(harvest);
    assert.equal(await cache.get(one!.diffId), one);
    await cache.put(three!);
    assert.equal(await cache.get(one!.diffId), one, 'wanted last');
    const again = await cache.get(two!.diffId);
    assert.notEqual(again, two, 'had to go');
    assert.deepEqual(again, two);
    assert.deepEqual(await disk.get(three!.diffId), three);
    const none = rememberedHarvests(disk, 10);
    assert.notEqual(await none.get(one!.diffId), await none.get(one!.diffId));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
