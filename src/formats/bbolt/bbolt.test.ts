import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rootBucket } from './bbolt-bucket.ts';
import { BboltError, fnv1a, openBbolt } from './bbolt-file.ts';
import { bytesOf, containerdSnapshots, pathsIn } from './testing/databases.ts';

const real = containerdSnapshots();
const rootOf = (database: Buffer) => rootBucket(openBbolt(bytesOf(database)));
const snapshotsOf = (database: Buffer) => rootOf(database).bucket('v1')?.bucket('snapshots') ?? null;
const layer = 'default/2/sha256:04ee7a3eabd880e389882df5cc3c24a3ae96bee38663c7b6e7a4a0445b2676b0';

test('what containerd wrote is read: buckets over many pages, inside values, and their values', () => {
  const names = pathsIn(real)
    .filter((path) => path.startsWith('/v1/snapshots/'))
    .map((path) => path.slice('/v1/snapshots/default/'.length));
  assert.equal(names.filter((name) => /^[0-9]+\/n-[0-9]{3}$/.test(name)).length, 161);
  const snapshots = snapshotsOf(real);
  for (const [key, bucket] of snapshots?.buckets() ?? []) {
    assert.ok(snapshots?.bucket(key), key);
    assert.equal(bucket.value('id')?.length === 1 || bucket.value('id')?.length === 2, true, key);
  }
  assert.equal(snapshots?.bucket(layer)?.value('kind')?.[0], 3);
  assert.equal(snapshots?.bucket(layer)?.value('parent'), null);
});

test('what is not there is not found, and a value is no bucket', () => {
  const snapshots = snapshotsOf(real);
  for (const key of ['', 'a', 'default/2', 'default/99999/n-100', 'zzz', '\u{10ffff}'])
    assert.equal(snapshots?.bucket(key), null, key);
  assert.equal(snapshots?.bucket(layer)?.bucket('id'), null);
  assert.equal(snapshots?.value(layer), null);
});

describe('the newest whole header counts', () => {
  const newest = openBbolt(bytesOf(real)).transaction;
  for (const [about, at] of [
    ['the first', 16],
    ['the second', 4096 + 16],
  ] as const) {
    test(`${about} is damaged`, () => {
      for (let byte = 0; byte < 64; byte += 1) {
        const damaged = Buffer.from(real);
        damaged[at + byte] = (damaged[at + byte] ?? 0) ^ 0x55;
        const { transaction } = openBbolt(bytesOf(damaged));
        assert.ok(transaction === newest || transaction === newest - 1n);
      }
    });
  }

  test('both are damaged', () => {
    const damaged = Buffer.from(real)
      .fill(0, 16, 20)
      .fill(0, 4096 + 16, 4096 + 20);
    assert.throws(() => openBbolt(bytesOf(damaged)), BboltError);
  });
});

describe('what does not follow the format is refused', () => {
  const { root } = openBbolt(bytesOf(real));
  const branch = pagesWith(real, 1);
  const cases: readonly (readonly [string, (database: Buffer) => Buffer])[] = [
    ['nothing', () => Buffer.alloc(0)],
    ['noise', () => Buffer.alloc(16384, 'noise')],
    ['only its headers', (database) => database.subarray(0, 8192)],
    [
      'a page that says it is another',
      (database) => patched(database, root * 4096, (page) => page.writeUInt32LE(7, 0)),
    ],
    ['a page of no kind', (database) => patched(database, root * 4096, (page) => page.writeUInt16LE(8, 8))],
    ['more elements than fit', (database) => patched(database, root * 4096, (page) => page.writeUInt16LE(60000, 10))],
    [
      'a page as long as the file',
      (database) => patched(database, root * 4096, (page) => page.writeUInt32LE(0xffffff, 12)),
    ],
    [
      'a key outside its page',
      (database) => patched(database, root * 4096, (page) => page.writeUInt32LE(0xffffff, 16 + 8)),
    ],
    [
      'branches that lead in a circle',
      (database) => pagesPatched(database, branch, (page, number) => page.writeBigUInt64LE(BigInt(number), 16 + 8)),
    ],
    [
      'branches that lead out of the file',
      (database) => pagesPatched(database, branch, (page) => page.writeBigUInt64LE(99999n, 16 + 8)),
    ],
    ['branches without children', (database) => pagesPatched(database, branch, (page) => page.writeUInt16LE(0, 10))],
    ['keys out of order', (database) => pagesPatched(database, branch, (page) => page.writeUInt32LE(0, 16 + 16 + 4))],
  ];
  for (const [about, damage] of cases) {
    test(about, () => {
      assert.throws(() => pathsIn(damage(Buffer.from(real))), BboltError);
    });
  }
});

test('the hash of headers is FNV-1a', () => {
  assert.equal(fnv1a(Buffer.from('')), 0xcbf29ce484222325n);
  assert.equal(fnv1a(Buffer.from('foobar')), 0x85944171f73967e8n);
});

function pagesWith(database: Buffer, flags: number): readonly number[] {
  return Array.from({ length: database.length / 4096 }, (_, number) => number).filter(
    (number) => database.readUInt16LE(number * 4096 + 8) === flags && number > 1,
  );
}

function patched(database: Buffer, at: number, patch: (page: Buffer) => void): Buffer {
  patch(database.subarray(at, at + 4096));
  return database;
}

function pagesPatched(
  database: Buffer,
  numbers: readonly number[],
  patch: (page: Buffer, number: number) => void,
): Buffer {
  for (const number of numbers) patch(database.subarray(number * 4096, (number + 1) * 4096), number);
  return database;
}
