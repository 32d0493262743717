import { BboltError, type BboltFile, pageNumber } from './bbolt-file.ts';

/** Keys in their order, each with a value or with a bucket of its own. */
export interface BboltBucket {
  /** Null where there is no such bucket. */
  bucket(key: string): BboltBucket | null;
  /** Null where there is no such value. */
  value(key: string | Buffer): Buffer | null;
  /** The buckets in this one. */
  buckets(): Iterable<readonly [key: string, bucket: BboltBucket]>;
}

const branchFlag = 1;
const leafFlag = 2;
const bucketFlag = 1;
const headerLength = 16;
const elementLength = 16;
const bucketLength = 16;
/** Two levels hold some hundred thousand keys. */
const MAX_DEPTH = 16;

interface Leaf {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly isBucket: boolean;
}

/** The outermost bucket. Reading on throws {@link BboltError} where a page does not follow the format. */
export function rootBucket(file: BboltFile): BboltBucket {
  return bucketOn(file, () => file.page(file.root));
}

function bucketOn(file: BboltFile, rootPage: () => Buffer): BboltBucket {
  const find = (key: string | Buffer): Leaf | null =>
    findLeaf(file, rootPage(), typeof key === 'string' ? Buffer.from(key) : key, 0);
  return {
    bucket(key) {
      const leaf = find(key);
      return leaf?.isBucket ? bucketIn(file, leaf.value) : null;
    },
    value(key) {
      const leaf = find(key);
      return leaf === null || leaf.isBucket ? null : leaf.value;
    },
    *buckets() {
      for (const { key, value, isBucket } of allLeaves(file, rootPage(), 0))
        if (isBucket) yield [key.toString('utf8'), bucketIn(file, value)] as const;
    },
  };
}

/** A small bucket lies inside its value, behind the header that says where a larger one begins. */
function bucketIn(file: BboltFile, value: Buffer): BboltBucket {
  if (value.length < bucketLength) throw new BboltError('a bucket without a header');
  const root = pageNumber(value, 0);
  if (root !== 0) return bucketOn(file, () => file.page(root));
  const inline = value.subarray(bucketLength);
  return bucketOn(file, () => inline);
}

function findLeaf(file: BboltFile, page: Buffer, key: Buffer, depth: number): Leaf | null {
  const kind = kindOf(page, depth);
  if (kind === 'leaf') return leavesOf(page).find((leaf) => leaf.key.equals(key)) ?? null;
  // The last child that begins no later than the key.
  const child = branchesOf(page).findLast((branch) => Buffer.compare(branch.key, key) <= 0);
  return child === undefined ? null : findLeaf(file, file.page(child.page), key, depth + 1);
}

function* allLeaves(file: BboltFile, page: Buffer, depth: number): Generator<Leaf> {
  if (kindOf(page, depth) === 'leaf') yield* leavesOf(page);
  else for (const branch of branchesOf(page)) yield* allLeaves(file, file.page(branch.page), depth + 1);
}

function kindOf(page: Buffer, depth: number): 'branch' | 'leaf' {
  if (depth > MAX_DEPTH) throw new BboltError('its pages lead too deep');
  if (page.length < headerLength) throw new BboltError('a page without a header');
  const flags = page.readUInt16LE(8);
  if (flags === leafFlag) return 'leaf';
  if (flags === branchFlag) return 'branch';
  throw new BboltError('a page that is neither branch nor leaf');
}

function leavesOf(page: Buffer): readonly Leaf[] {
  const leaves = elementsOf(page).map((at) => {
    const position = at + page.readUInt32LE(at + 4);
    const keyEnd = position + page.readUInt32LE(at + 8);
    const valueEnd = keyEnd + page.readUInt32LE(at + 12);
    if (valueEnd > page.length) throw new BboltError('a value ends outside its page');
    const flags = page.readUInt32LE(at);
    if (flags > bucketFlag) throw new BboltError('a value of an unknown kind');
    return {
      key: page.subarray(position, keyEnd),
      value: page.subarray(keyEnd, valueEnd),
      isBucket: flags === bucketFlag,
    };
  });
  return inOrder(leaves);
}

function branchesOf(page: Buffer): readonly { readonly key: Buffer; readonly page: number }[] {
  const branches = elementsOf(page).map((at) => {
    const position = at + page.readUInt32LE(at);
    const end = position + page.readUInt32LE(at + 4);
    if (end > page.length) throw new BboltError('a key ends outside its page');
    return { key: page.subarray(position, end), page: pageNumber(page, at + 8) };
  });
  if (branches.length === 0) throw new BboltError('a branch without children');
  return inOrder(branches);
}

/** Where the elements of a page stand. */
function elementsOf(page: Buffer): readonly number[] {
  const count = page.readUInt16LE(10);
  if (headerLength + count * elementLength > page.length) throw new BboltError('more elements than fit a page');
  return Array.from({ length: count }, (_, index) => headerLength + index * elementLength);
}

/** Keys out of order would be found by one reader and not by another. */
function inOrder<T extends { readonly key: Buffer }>(elements: readonly T[]): readonly T[] {
  for (const [index, { key }] of elements.entries()) {
    const before = elements[index - 1];
    if (before !== undefined && Buffer.compare(before.key, key) >= 0) throw new BboltError('keys out of order');
  }
  return elements;
}
