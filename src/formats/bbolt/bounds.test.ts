import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bboltFile } from '../../../test/build/bbolt-file.ts';
import { rootBucket } from './bbolt-bucket.ts';
import { type BboltBytes, BboltError, fnv1a, openBbolt } from './bbolt-file.ts';
import { BboltBusy, readLiveBbolt } from './live-bbolt.ts';

const pageSize = 4096;
const pages = 1 << 20;

/** A database of a million pages of which nothing is there but what is asked for. */
function vast(page: (number: number, bytes: Buffer) => void): BboltBytes {
  const meta = bboltFile({ a: 'b' }).subarray(0, pageSize);
  meta.writeBigUInt64LE(2n, 32);
  meta.writeBigUInt64LE(BigInt(pages), 56);
  meta.writeBigUInt64LE(fnv1a(meta.subarray(16, 72)), 72);
  return {
    size: pages * pageSize,
    read(at, length) {
      if (at < pageSize) return meta.subarray(at, at + length);
      const bytes = Buffer.alloc(Math.max(length, pageSize));
      const number = at / pageSize;
      // There is no second header.
      if (!Number.isInteger(number)) return bytes.subarray(0, length);
      bytes.writeBigUInt64LE(BigInt(number), 0);
      page(number, bytes);
      return bytes.subarray(0, length);
    },
  };
}

const running = (overflow: number) => vast((_, bytes) => bytes.writeUInt32LE(overflow, 12));

test('a page is as long as 16 MiB, and no longer', () => {
  assert.equal(openBbolt(running(4095)).page(2).length, 16 << 20);
  assert.throws(() => openBbolt(running(4096)).page(2), BboltError);
});

test('256 MiB are read of a database, and no more', () => {
  const file = openBbolt(running(4095));
  for (let i = 0; i < 16; i += 1) file.page(2 + i);
  assert.throws(() => file.page(2), BboltError);
  assert.equal(openBbolt(running(4095)).page(2).length, 16 << 20, 'who begins again may read as much');
});

/** Branches that each have one child, and a leaf with a bucket below them all. */
const chain = (branches: number) =>
  vast((number, bytes) => {
    const isLeaf = number === 2 + branches;
    bytes.writeUInt16LE(isLeaf ? 2 : 1, 8);
    bytes.writeUInt16LE(isLeaf ? 0 : 1, 10);
    if (isLeaf) return;
    bytes.writeUInt32LE(16, 16);
    bytes.writeBigUInt64LE(BigInt(number + 1), 24);
  });

test('pages lead sixteen deep, and no deeper', () => {
  for (const read of [
    (bytes: BboltBytes) => [...rootBucket(openBbolt(bytes)).buckets()],
    (bytes: BboltBytes) => rootBucket(openBbolt(bytes)).value('a'),
  ]) {
    assert.doesNotThrow(() => read(chain(16)));
    assert.throws(() => read(chain(17)), BboltError);
  }
});

test('a database that is written to whenever it is looked at is given up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-busy-'));
  try {
    const path = join(folder, 'meta.db');
    writeFileSync(path, bboltFile({ a: 'b' }, 1));
    let looks = 0;
    const write = (): void => {
      looks += 1;
      if (looks > 1000) assert.fail('it is looked at without end');
      const fd = openSync(path, 'r+');
      writeSync(fd, bboltFile({ a: 'b' }, looks + 1));
      closeSync(fd);
    };
    assert.throws(() => readLiveBbolt(path, write), BboltBusy);
    assert.equal(looks, 100);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
