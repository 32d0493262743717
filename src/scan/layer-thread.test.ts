import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { harvestOptions } from '../../test/build/collector.ts';
import { digestOf } from '../../test/build/image.ts';
import { file, tar } from '../../test/build/tar.ts';
import { unpacked } from '../../test/build/unpacked.ts';
import type { Digest } from '../base/digest.ts';
import { openHarvestCache } from '../collect/harvest-cache.ts';
import { harvestPieces } from '../collect/harvest-pieces.ts';
import { detectors } from '../detectors/all.ts';
import { ecosystems } from '../ecosystems/all.ts';
import { layerPieces } from '../images/unpacked/unpacked-layer.ts';
import { openLayerThread } from './layer-thread.ts';

const program = fileURLToPath(new URL('../wiring-layers.ts', import.meta.url));
const harvests = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
const limits = { maxFileSize: 1 << 20, maxLayerSize: 1 << 20 };
const { signal } = new AbortController();
const status = 'Package: bash\nStatus: install ok installed\nVersion: 5.1-2\nArchitecture: amd64\n';
const archive = tar([file('var/lib/dpkg/status', status), file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n')]);
const place = unpacked(archive);
const task = {
  store: '/',
  layer: { folder: place.folder, list: place.list },
  diffId: digestOf(archive) as Digest,
  ...limits,
  room: 1000,
};
const thread = openLayerThread(program, harvests);
const kept = () => openHarvestCache(harvests, collectors, limits.maxFileSize).vouchedBy(task.store).get(task.diffId);
after(() => {
  thread.end();
  place.remove();
  rmSync(harvests, { recursive: true });
});

test('a layer that is not as it was, or too large, is left to whoever asked', async () => {
  const other = unpacked(archive);
  writeFileSync(join(other.folder, 'var/lib/dpkg/status'), status.replace('bash', 'dash'));
  const { folder, list } = other;
  assert.equal(await thread.read({ ...task, layer: { folder, list } }, () => {}, signal), false);
  other.remove();
  assert.equal(await thread.read({ ...task, layer: { folder, list } }, () => {}, signal), false);
  assert.equal(await thread.read({ ...task, maxLayerSize: 1000 }, () => {}, signal), false);
  assert.equal(await kept(), null);
});

test('a layer is read to what it is read to here, one at a time, and lies in the cache', async () => {
  let seen = 0;
  const reading = thread.read(
    task,
    (bytes) => {
      seen += bytes;
    },
    signal,
  );
  assert.equal(await thread.read(task, () => {}, signal), false);
  assert.equal(await reading, true);
  assert.ok(seen > status.length);
  const digests = ['md5'] as const;
  const { harvest } = await harvestPieces(
    layerPieces(task.layer),
    task.diffId,
    harvestOptions({ collectors, ...limits }),
    digests,
  );
  const { weight: _, ...found } = { weight: 0, ...(await kept()) };
  assert.deepEqual(
    JSON.parse(JSON.stringify({ ...found, paths: null })),
    JSON.parse(JSON.stringify({ ...harvest, paths: null })),
  );
  assert.deepEqual(found.paths, harvest.paths);
});

test('a scan that is ended waits for no layer, and asks for none afterwards', async () => {
  const stopped = openLayerThread(program, harvests);
  const stop = new AbortController();
  const reading = stopped.read(task, () => {}, stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(reading, /enough/);
  assert.equal(await stopped.read(task, () => {}, signal), false);
});

test('where there is no such program, nothing is read', async () => {
  const none = openLayerThread(join(harvests, 'none.cjs'), harvests);
  assert.equal(await none.read(task, () => {}, signal), false);
  assert.equal(await none.read(task, () => {}, signal), false);
});
