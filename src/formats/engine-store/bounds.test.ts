import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerCacheId } from './docker-layers.ts';
import { StorageError, storageList, storageStack } from './storage-layers.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-store-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('six hundred layers lie on one another, and no more', () => {
  const id = (at: number) => at.toString(16).padStart(64, '0');
  const layers = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: id(at), parent: at + 1 < count ? id(at + 1) : '' }));
  assert.equal(storageStack(layers(600), id(0)).length, 600);
  assert.throws(() => storageStack(layers(601), id(0)), StorageError);
  const circle = [{ id: id(0), parent: id(0) }];
  assert.throws(() => storageStack(circle, id(0)), StorageError);
});

test('a list of the storage has 64 MiB, and no more', () => {
  mkdirSync(join(folder, 'overlay-layers'));
  const file = join(folder, 'overlay-layers/layers.json');
  writeFileSync(file, '[]');
  assert.deepEqual(storageList(folder, 'overlay-layers', 'layers'), []);
  truncateSync(file, (64 << 20) + 1);
  assert.throws(() => storageList(folder, 'overlay-layers', 'layers'), /is no file of at most/);
});

test("a name in Docker's store has a kilobyte, and no more", () => {
  const store = join(folder, 'image');
  mkdirSync(join(store, 'layerdb/sha256/a'), { recursive: true });
  const file = join(store, 'layerdb/sha256/a/cache-id');
  writeFileSync(file, `0a${'\n'.repeat(1022)}`);
  assert.equal(dockerCacheId(store, 'sha256:a'), '0a');
  writeFileSync(file, `0a${'\n'.repeat(1023)}`);
  assert.throws(() => dockerCacheId(store, 'sha256:a'), /is no file of at most/);
});
