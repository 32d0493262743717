import { DatabaseFault, FirstFault } from '../database-fault.ts';
import { type HashPages, hashPages, PAGE_HEADER, pageKinds } from './hash-pages.ts';

export interface HashPair {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Kinds of items (`db_page.h`): in the page itself, or in a chain of pages of its own. */
const KEY_DATA = 1;
const OFF_PAGE = 3;

/** rpm looks at the kind of a bucket's page as little as this. */
const bucketKinds: readonly number[] = [pageKinds.unsorted, pageKinds.sorted, pageKinds.meta];
const otherKinds: readonly number[] = [pageKinds.unused, pageKinds.overflow];

/**
 * The pairs of a hash database of Berkeley DB, in the order of its pages. All pages are looked at, and not the chains of the buckets: what
 * a reader of buckets can come to is among them, and no loop or lie in the chains can hide a pair or keep anybody from the end.
 *
 * What cannot be read is passed over; the first fault is thrown at the end ({@link DatabaseFault}). A page is part of one overflow chain at
 * most, so the work and what is given out are bounded by the size of the file.
 */
export function* hashPairs(file: Buffer): Generator<HashPair> {
  const pages = hashPages(file);
  const faults = new FirstFault();
  const used = new Set<number>();
  for (let number = 1; number < pages.count; number += 1) {
    const page = pages.page(number);
    if (page === null) break;
    const kind = page.readUInt8(25);
    if (!bucketKinds.includes(kind)) {
      if (!otherKinds.includes(kind)) faults.attempt(() => unexpected(number, kind));
      continue;
    }
    const items = faults.attempt(() => itemsOf(pages, page, number)) ?? [];
    for (let i = 0; i + 1 < items.length; i += 2) {
      const pair = faults.attempt(() => ({
        key: contentOf(pages, items[i], used),
        value: contentOf(pages, items[i + 1], used),
      }));
      if (pair !== null) yield pair;
    }
  }
  faults.attempt(() => {
    if (!pages.isWhole) throw new DatabaseFault('truncated', 'the file is shorter than it says');
  });
  faults.throwIfAny();
}

function unexpected(number: number, kind: number): never {
  throw new DatabaseFault('corrupt', `page ${number} is of kind ${kind}`);
}

/** The items of a page grow from its end; each reaches to the one before it (`LEN_HITEM`). */
function itemsOf(pages: HashPages, page: Buffer, number: number): readonly Buffer[] {
  const count = pages.u16(page, 20);
  const first = PAGE_HEADER + count * 2;
  if (count % 2 !== 0 || first > pages.size) throw new DatabaseFault('corrupt', `page ${number} has ${count} items`);
  const items: Buffer[] = [];
  let end = pages.size;
  for (let i = 0; i < count; i += 1) {
    const start = pages.u16(page, PAGE_HEADER + i * 2);
    if (start < first || start >= end) throw new DatabaseFault('corrupt', `an item of page ${number} lies outside`);
    items.push(page.subarray(start, end));
    end = start;
  }
  return items;
}

function contentOf(pages: HashPages, item: Buffer | undefined, used: Set<number>): Buffer {
  const kind = item?.[0];
  if (item !== undefined && kind === KEY_DATA) return item.subarray(1);
  if (item === undefined || kind !== OFF_PAGE || item.length !== 12) {
    throw new DatabaseFault('corrupt', `an item of kind ${kind}`);
  }
  return chainOf(pages, pages.u32(item, 4), pages.u32(item, 8), used);
}

/** What a chain of overflow pages holds: each has the number of its bytes where other pages have an offset (`OV_LEN`). */
function chainOf(pages: HashPages, from: number, length: number, used: Set<number>): Buffer {
  const pieces: Buffer[] = [];
  let rest = length;
  for (let number = from; rest > 0; ) {
    const page = pages.page(number);
    if (page === null) throw new DatabaseFault(number === 0 ? 'corrupt' : 'truncated', `page ${number} is not there`);
    if (used.has(number)) throw new DatabaseFault('corrupt', `page ${number} is used twice`);
    used.add(number);
    const size = pages.u16(page, 22);
    if (page.readUInt8(25) !== pageKinds.overflow || size > rest || PAGE_HEADER + size > pages.size) {
      throw new DatabaseFault('corrupt', `page ${number} is no part of an item`);
    }
    pieces.push(page.subarray(PAGE_HEADER, PAGE_HEADER + size));
    rest -= size;
    number = pages.u32(page, 16);
  }
  return Buffer.concat(pieces);
}
