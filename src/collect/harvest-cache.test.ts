import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { harvestOf, lineCollector } from '../../test/build/collector.ts';
import { digestOf } from '../../test/build/image.ts';
import { file, symlink, tar } from '../../test/build/tar.ts';
import type { Digest } from '../base/digest.ts';
import type { Harvest } from '../model/harvest.ts';
import { openHarvestCache, wasHarvested } from './harvest-cache.ts';
import { weightOf } from './harvest-weight.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cache-'));
after(() => rmSync(folder, { recursive: true }));

const layer = tar([file('db', 'one 1'), symlink('a/l', '../db'), file('a/.wh.x', ''), file('__proto__', '')]);
const diffId = digestOf(layer) as Digest;
let directory: string;
let harvest: Harvest;
const open = (collectors = [lineCollector()], maxFileSize = 1000) =>
  openHarvestCache(directory, collectors, maxFileSize);

function entry(): string {
  const [name] = readdirSync(directory, { recursive: true }).filter((one) => String(one).includes('.'));
  return join(directory, String(name));
}

beforeEach(async () => {
  directory = mkdtempSync(join(folder, 'cache-'));
  harvest = await harvestOf(layer);
  await open().put(harvest);
});

test('what was put is what is got, path index and all', async () => {
  assert.deepEqual(await open().get(diffId), harvest);
  assert.equal(await open().get(digestOf('other') as Digest), null);
  assert.equal(statSync(entry()).mode & 0o777, 0o600);
});

test('what is got weighs what it weighed, and its layer was read before', async () => {
  const got = await open().get(diffId);
  assert.ok(got !== null);
  // A copy is weighed itself.
  assert.equal(weightOf(got), weightOf({ ...got }));
  assert.equal(wasHarvested(directory, diffId), true);
  assert.equal(wasHarvested(directory, digestOf('other') as Digest), false);
  assert.equal(wasHarvested(join(directory, 'nowhere'), diffId), false);
});

test('other collectors, other revisions and other limits have harvests of their own', async () => {
  const other = { ...lineCollector(), revision: 2 };
  for (const cache of [
    open([other]),
    open([]),
    open([lineCollector()], 999),
    open().withCollectors([other, lineCollector()]),
  ]) {
    assert.equal(await cache.get(diffId), null);
    await cache.put({ ...harvest, entries: 99 });
  }
  assert.equal((await open().get(diffId))?.entries, harvest.entries);
});

describe('what cannot be relied on is as good as absent, and is replaced', () => {
  const cases: readonly [string, (path: string) => void][] = [
    ['empty', (path) => writeFileSync(path, '')],
    ['cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, 200))],
    [
      'a flipped bit',
      (path) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
        ),
    ],
    ['text', (path) => writeFileSync(path, 'PLMH')],
    [
      'a directory',
      (path) => {
        rmSync(path);
        mkdtempSync(`${path}`);
      },
    ],
    [
      'a link to a file elsewhere',
      (path) => {
        copyFileSync(path, join(folder, 'elsewhere'));
        rmSync(path);
        symlinkSync(join(folder, 'elsewhere'), path);
      },
    ],
    ['writable by others', (path) => chmodSync(path, 0o622)],
  ];
  for (const [name, spoil] of cases) {
    test(name, async () => {
      spoil(entry());
      assert.equal(await open().get(diffId), null);
    });
  }

  test('of another user', { skip: process.getuid?.() === 0 ? false : 'needs to run as root' }, async () => {
    chownSync(entry(), 65534, 65534);
    assert.equal(await open().get(diffId), null);
    await open().put(harvest);
    assert.deepEqual(await open().get(diffId), harvest);
  });

  test('the harvest of another layer under this one\u2019s name', async () => {
    const other = tar([file('db', 'evil 1')]);
    await open().put(await harvestOf(other));
    const [hex = ''] = digestOf(other).slice(7).split('.');
    const evil = entry().includes(hex)
      ? entry()
      : join(directory, hex.slice(0, 2), readdirSync(join(directory, hex.slice(0, 2)))[0] ?? '');
    const place = join(directory, diffId.slice(7, 9), readdirSync(join(directory, diffId.slice(7, 9)))[0] ?? '');
    rmSync(place);
    linkSync(evil, place);
    assert.equal(await open().get(diffId), null);
  });
});

test('many writers at once leave one whole entry and nothing else', async () => {
  await Promise.all(Array.from({ length: 50 }, () => open().put(harvest)));
  assert.deepEqual(await open().get(diffId), harvest);
  assert.equal(readdirSync(dirname(entry())).length, 1);
});

test('a cache that cannot be written to is no reason to fail', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const cache = openHarvestCache(join(file, 'below'), [], 1);
  await cache.put(harvest);
  assert.equal(await cache.get(diffId), null);
});
