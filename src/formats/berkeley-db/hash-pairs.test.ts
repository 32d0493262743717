import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DatabaseFault } from '../database-fault.ts';
import { readRpmHeader, rpmTags } from '../rpm-header.ts';
import { hashPairs } from './hash-pairs.ts';
import { databases } from './testing/databases.ts';

/** What was read before the fault, and which it was. */
function read(file: Buffer): { readonly pairs: readonly (readonly [Buffer, Buffer])[]; readonly fault: string | null } {
  const pairs: [Buffer, Buffer][] = [];
  try {
    for (const { key, value } of hashPairs(file)) pairs.push([key, value]);
  } catch (error) {
    assert.ok(error instanceof DatabaseFault, String(error));
    return { pairs, fault: error.kind };
  }
  return { pairs, fault: null };
}

const left = ['fleet', ...Array.from({ length: 280 }, (_, i) => `fleet-p${String(i + 1).padStart(3, '0')}`)];

describe('what Berkeley DB wrote', () => {
  for (const order of ['little', 'big'] as const) {
    test(`${order} end first: every pair that is not deleted, once`, () => {
      const { pairs, fault } = read(databases[order]());
      assert.equal(fault, null);
      const number = (key: Buffer) => (order === 'little' ? key.readUInt32LE(0) : key.readUInt32BE(0));
      const keys = pairs.map(([key]) => number(key)).sort((a, b) => a - b);
      assert.deepEqual(
        keys,
        Array.from({ length: 282 }, (_, i) => i).filter((i) => i === 0 || i % 7 !== 0),
      );
      const names = pairs
        .filter(([key]) => number(key) !== 0)
        .map(([, value]) => readRpmHeader(value).text(rpmTags.name));
      assert.equal(new Set(names).size, 241);
      for (const name of names) assert.ok(left.includes(name ?? ''), String(name));
    });
  }

  test('small pages: headers over several of them', () => {
    const { pairs, fault } = read(databases.small());
    assert.deepEqual([pairs.length, fault], [7, null]);
    for (const [, value] of pairs) assert.ok(value.length === 4 || readRpmHeader(value).text(rpmTags.name));
  });
});

const PAGE = 512;
const overflowPages = (file: Buffer) =>
  Array.from({ length: file.length / PAGE }, (_, i) => i).filter((i) => i > 0 && file[i * PAGE + 25] === 7);
const bucketPage = (file: Buffer) =>
  Array.from({ length: file.length / PAGE }, (_, i) => i).find((i) => i > 0 && file[i * PAGE + 25] === 13) ?? 0;

describe('what is wrong is said, and the rest is read', () => {
  const cases: readonly [string, (file: Buffer) => Buffer | undefined, string | null, number | 'some'][] = [
    ['nothing', () => undefined, null, 7],
    ['an empty file', () => Buffer.alloc(0), 'truncated', 0],
    ['the first page alone', (file) => file.subarray(0, PAGE), 'truncated', 0],
    ['cut in a page', (file) => file.subarray(0, file.length - 100), 'truncated', 'some'],
    ['noise', () => Buffer.alloc(9000, 'x'), 'corrupt', 0],
    ['a B-tree', (file) => void file.writeUInt32LE(0x053162, 12), 'unsupported-format', 0],
    ['a version of its own', (file) => void file.writeUInt32LE(11, 16), 'unsupported-format', 0],
    ['pages of an odd size', (file) => void file.writeUInt32LE(513, 20), 'corrupt', 0],
    ['pages of no size', (file) => void file.writeUInt32LE(0, 20), 'corrupt', 0],
    ['pages larger than any', (file) => void file.writeUInt32LE(1 << 20, 20), 'corrupt', 0],
    ['encrypted', (file) => void file.writeUInt8(1, 24), 'unsupported-format', 0],
    ['with checksums', (file) => void file.writeUInt8(1, 26), 'unsupported-format', 0],
    ['databases in it', (file) => void file.writeUInt32LE(2, 48), 'unsupported-format', 0],
    ['a page of another kind', (file) => void file.writeUInt8(5, bucketPage(file) * PAGE + 25), 'corrupt', 'some'],
    ['an odd number of items', (file) => void file.writeUInt16LE(3, bucketPage(file) * PAGE + 20), 'corrupt', 'some'],
    ['more items than fit', (file) => void file.writeUInt16LE(60_000, bucketPage(file) * PAGE + 20), 'corrupt', 'some'],
    [
      'an item that lies outside',
      (file) => void file.writeUInt16LE(600, bucketPage(file) * PAGE + 26),
      'corrupt',
      'some',
    ],
    ['a chain that leads nowhere', chained(() => 0xffff_ffff), 'truncated', 'some'],
    ['a chain that ends too early', chained(() => 0), 'corrupt', 'some'],
    ['chains that lead in circles', chained((_, pages) => pages[0] ?? 0), 'corrupt', 'some'],
    ['chains that lead to themselves', chained((page) => page), 'corrupt', 'some'],
    ['parts without content', eachOverflow((file, at) => file.writeUInt16LE(0, at + 22)), 'corrupt', 'some'],
    ['parts larger than a page', eachOverflow((file, at) => file.writeUInt16LE(60_000, at + 22)), 'corrupt', 'some'],
  ];
  for (const [name, change, fault, count] of cases) {
    test(name, () => {
      const file = databases.small();
      const found = read(change(file) ?? file);
      assert.equal(found.fault, fault);
      if (count === 'some') assert.ok(found.pairs.length < 7);
      else assert.equal(found.pairs.length, count);
    });
  }

  test('items that all name one chain are not given out again and again', () => {
    const file = databases.small();
    for (const at of itemsOffPage(file)) file.writeUInt32LE(overflowPages(file)[0] ?? 0, at + 4);
    const { pairs, fault } = read(file);
    assert.equal(fault, 'corrupt');
    assert.ok(pairs.reduce((sum, [, value]) => sum + value.length, 0) < file.length);
  });
});

function eachOverflow(change: (file: Buffer, at: number) => void): (file: Buffer) => undefined {
  return (file) => {
    for (const page of overflowPages(file)) change(file, page * PAGE);
  };
}

function chained(next: (page: number, pages: readonly number[]) => number): (file: Buffer) => undefined {
  return (file) => {
    const pages = overflowPages(file);
    for (const page of pages) file.writeUInt32LE(next(page, pages), page * PAGE + 16);
  };
}

/** Where the items stand that lie on pages of their own. */
function itemsOffPage(file: Buffer): readonly number[] {
  return Array.from({ length: file.length / PAGE }, (_, i) => i * PAGE)
    .filter((page) => page > 0 && file[page + 25] === 13)
    .flatMap((page) =>
      Array.from({ length: file.readUInt16LE(page + 20) }, (_, i) => page + file.readUInt16LE(page + 26 + i * 2)),
    )
    .filter((at) => file[at] === 3);
}
