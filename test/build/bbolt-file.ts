import { fnv1a } from '../../src/formats/bbolt/bbolt-file.ts';

/** Values as texts or bytes, buckets as objects. */
export interface BboltContent {
  readonly [key: string]: string | Buffer | BboltContent;
}

const pageSize = 4096;

/** A bbolt database with one leaf a bucket, each on pages of its own (go.etcd.io/bbolt, `internal/common/page.go`). */
export function bboltFile(content: BboltContent, transaction = 7): Buffer {
  const pages: Buffer[] = [];
  const write = (bucket: BboltContent): number => {
    const inner = Object.entries(bucket).map(([key, value]) => {
      const isBucket = typeof value === 'object' && !Buffer.isBuffer(value);
      return { key: Buffer.from(key), value: isBucket ? bucketHeader(write(value)) : Buffer.from(value), isBucket };
    });
    const number = 2 + pages.reduce((sum, page) => sum + page.length / pageSize, 0);
    pages.push(leafPage(number, inner));
    return number;
  };
  const root = write(content);
  const count = 2 + pages.reduce((sum, page) => sum + page.length / pageSize, 0);
  return Buffer.concat([metaPage(0, root, count, transaction - 1), metaPage(1, root, count, transaction), ...pages]);
}

function leafPage(number: number, items: readonly { key: Buffer; value: Buffer; isBucket: boolean }[]): Buffer {
  const sorted = items.toSorted((one, other) => Buffer.compare(one.key, other.key));
  const bodies = sorted.map(({ key, value }) => Buffer.concat([key, value]));
  const start = 16 + sorted.length * 16;
  const length = bodies.reduce((sum, body) => sum + body.length, start);
  const page = Buffer.alloc(Math.ceil(length / pageSize) * pageSize);
  page.writeBigUInt64LE(BigInt(number), 0);
  page.writeUInt16LE(2, 8);
  page.writeUInt16LE(sorted.length, 10);
  page.writeUInt32LE(page.length / pageSize - 1, 12);
  let body = start;
  for (const [index, { key, value, isBucket }] of sorted.entries()) {
    const at = 16 + index * 16;
    page.writeUInt32LE(isBucket ? 1 : 0, at);
    page.writeUInt32LE(body - at, at + 4);
    page.writeUInt32LE(key.length, at + 8);
    page.writeUInt32LE(value.length, at + 12);
    body += Buffer.concat([key, value]).copy(page, body);
  }
  return page;
}

function metaPage(number: number, root: number, pages: number, transaction: number): Buffer {
  const page = Buffer.alloc(pageSize);
  page.writeBigUInt64LE(BigInt(number), 0);
  page.writeUInt16LE(4, 8);
  page.writeUInt32LE(0xed0cdaed, 16);
  page.writeUInt32LE(2, 20);
  page.writeUInt32LE(pageSize, 24);
  page.writeBigUInt64LE(BigInt(root), 32);
  page.writeBigUInt64LE(BigInt(pages), 56);
  page.writeBigUInt64LE(BigInt(transaction), 64);
  page.writeBigUInt64LE(fnv1a(page.subarray(16, 72)), 72);
  return page;
}

function bucketHeader(root: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeBigUInt64LE(BigInt(root), 0);
  return header;
}
