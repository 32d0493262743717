import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DatabaseFault } from '../database-fault.ts';
import { readRpmHeader, rpmTags } from '../rpm-header.ts';
import { ndbBlobs } from './ndb-blobs.ts';
import { fewPackages, manyPackages } from './testing/databases.ts';

function read(file: Buffer): { readonly names: readonly (string | null)[]; readonly fault: string | null } {
  const names: (string | null)[] = [];
  try {
    for (const blob of ndbBlobs(file)) names.push(readRpmHeader(blob).text(rpmTags.name));
  } catch (error) {
    assert.ok(error instanceof DatabaseFault, String(error));
    return { names, fault: error.kind };
  }
  return { names, fault: null };
}

test('what rpm wrote: every blob that is not deleted, over two pages of slots', () => {
  const { names, fault } = read(manyPackages());
  assert.equal(fault, null);
  assert.equal(new Set(names).size, 241);
  assert.ok(names.includes('fleet') || names.includes('fleet-p280'));
});

/** The first slot stands behind the header. */
const SLOT = 32;
const blobAt = (file: Buffer) => file.readUInt32LE(SLOT + 8) * 16;

describe('what is wrong is said, and the rest is read', () => {
  const cases: readonly [string, (file: Buffer) => Buffer | undefined, string | null, number][] = [
    ['nothing', () => undefined, null, 6],
    ['an empty file', () => Buffer.alloc(0), 'truncated', 0],
    ['noise', () => Buffer.alloc(9000, 'x'), 'corrupt', 0],
    ['another version', (file) => void file.writeUInt32LE(1, 4), 'unsupported-format', 0],
    ['more slots than the file has bytes', (file) => void file.writeUInt32LE(0xffff_ffff, 12), 'truncated', 0],
    ['cut in the last blob', (file) => file.subarray(0, file.length - 20), 'truncated', 5],
    ['cut in the slots', (file) => file.subarray(0, 2000), 'truncated', 0],
    ['a slot that is none', (file) => void file.writeUInt32LE(0, SLOT), 'corrupt', 5],
    ['a free slot', (file) => void file.writeUInt32LE(0, SLOT + 8), null, 5],
    ['a blob among the slots', (file) => void file.writeUInt32LE(2, SLOT + 8), 'corrupt', 5],
    ['a blob beyond the end', (file) => void file.writeUInt32LE(0x0fff_ffff, SLOT + 8), 'truncated', 5],
    ['a blob of no length', (file) => void file.writeUInt32LE(0, SLOT + 12), 'corrupt', 5],
    ['a blob of another slot', (file) => void file.writeUInt32LE(99, blobAt(file) + 4), 'corrupt', 5],
    ['a blob whose length lies', (file) => void file.writeUInt32LE(5, blobAt(file) + 12), 'corrupt', 5],
    ['a blob without a beginning', (file) => void file.writeUInt32LE(0, blobAt(file)), 'corrupt', 5],
  ];
  for (const [name, change, fault, count] of cases) {
    test(name, () => {
      const file = fewPackages();
      const found = read(change(file) ?? file);
      assert.deepEqual([found.fault, found.names.length], [fault, count]);
    });
  }

  test('slots that all name one blob are not given out again and again', () => {
    const file = fewPackages();
    const first = file.subarray(SLOT, SLOT + 16);
    for (let at = SLOT; at < 4096; at += 16) first.copy(file, at);
    const { names, fault } = read(file);
    assert.equal(fault, 'corrupt');
    assert.ok(names.length < 12);
  });
});
