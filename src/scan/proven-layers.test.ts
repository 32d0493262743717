import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Digest, sha256 } from '../base/digest.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';
import type { Harvest } from '../model/harvest.ts';
import { emptyHarvest } from './harvest-gaps.ts';
import { provenLayers } from './proven-layers.ts';

const layer = sha256('layer');

function memory(): HarvestCache {
  const kept = new Map<Digest, Harvest>();
  const cache: HarvestCache = {
    get: async (diffId) => kept.get(diffId) ?? null,
    put: async (harvest) => void kept.set(harvest.diffId, harvest),
    withCollectors: () => cache,
    vouchedBy: () => cache,
  };
  return cache;
}

const harvest = (diffId: Digest) => emptyHarvest(diffId, 'missing');

test('a layer that was read for one is not known to another, nor to who did not read it', async () => {
  const [cache, narrow] = [memory(), provenLayers()];
  await cache.put(harvest(layer));
  assert.equal(await narrow(cache, 'a').get(layer), null, 'read by the owner of the machine');
  await narrow(cache, 'a').put(harvest(layer));
  assert.notEqual(await narrow(cache, 'a').get(layer), null);
  assert.notEqual(await narrow(cache, 'a').withCollectors([]).get(layer), null);
  assert.equal(await narrow(cache, 'b').get(layer), null);
  assert.equal(await narrow(cache, 'b').withCollectors([]).get(layer), null);
});

test('what was read long ago is read again', async () => {
  const [cache, narrow] = [memory(), provenLayers(2)];
  const mine = narrow(cache, 'a');
  for (const name of ['one', 'two', 'three']) await mine.put(harvest(sha256(name)));
  assert.equal(await mine.get(sha256('one')), null);
  assert.notEqual(await mine.get(sha256('three')), null);
});
