/** A bbolt database that does not follow its format, or was changed while it was read (go.etcd.io/bbolt, `internal/common/page.go`, `meta.go`). */
export class BboltError extends Error {
  override readonly name = 'BboltError';
}

/** Where bytes of a database come from. */
export interface BboltBytes {
  readonly size: number;
  /** Exactly these bytes. Throws where they are not there. */
  read(at: number, length: number): Buffer;
}

/** A database as of its newest complete transaction. */
export interface BboltFile {
  /** Goes up with each transaction that is written. */
  readonly transaction: bigint;
  /** The page that the outermost bucket begins with. */
  readonly root: number;
  /** A page with those that it runs on into. */
  page(number: number): Buffer;
}

const MAGIC = 0xed0cdaed;
const VERSION = 2;
const pageHeader = 16;
const metaLength = 64;
/** The system's page size, which bbolt takes: most have 4 KiB. */
const pageSizes = [4096, 8192, 16384, 32768, 65536] as const;
/** Bytes of one page with those that it runs on into: values here are of a few hundred bytes. */
const MAX_PAGE = 16 << 20;
/** Bytes read in all, so that nobody is kept waiting by a database that leads in circles. */
const MAX_READ = 256 << 20;

interface Meta {
  readonly pageSize: number;
  readonly root: number;
  readonly pages: number;
  readonly transaction: bigint;
}

/** Throws {@link BboltError} where neither of the two headers is whole. */
export function openBbolt(bytes: BboltBytes): BboltFile {
  const { pageSize, root, pages, transaction } = newestMeta(bytes);
  let budget = MAX_READ;
  return {
    transaction,
    root,
    page(number) {
      if (number < 2 || number >= pages) throw new BboltError(`page ${number} of ${pages}`);
      const overflow = bytesAt(bytes, number * pageSize, pageHeader).readUInt32LE(12);
      const length = (1 + overflow) * pageSize;
      if (length > MAX_PAGE || number + overflow >= pages) throw new BboltError(`page ${number} is too long`);
      budget -= length;
      if (budget < 0) throw new BboltError('it holds more than is read');
      const page = bytesAt(bytes, number * pageSize, length);
      if (page.readBigUInt64LE(0) !== BigInt(number))
        throw new BboltError(`page ${number} says that it is another one`);
      return page;
    },
  };
}

/** Both headers are written in turn, so that one of them is whole whenever the machine stops. */
function newestMeta(bytes: BboltBytes): Meta {
  const first = metaAt(bytes, 0);
  const second = (first === null ? pageSizes : [first.pageSize])
    .map((size) => metaAt(bytes, size))
    .find((meta) => meta !== null);
  const newest = [first, second ?? null]
    .filter((meta) => meta !== null)
    .reduce<Meta | null>((best, meta) => (best !== null && best.transaction >= meta.transaction ? best : meta), null);
  if (newest === null) throw new BboltError('it is no bbolt database, or neither of its headers is whole');
  return newest;
}

function metaAt(bytes: BboltBytes, at: number): Meta | null {
  if (at + pageHeader + metaLength > bytes.size) return null;
  const meta = bytesAt(bytes, at + pageHeader, metaLength);
  if (meta.readUInt32LE(0) !== MAGIC || meta.readUInt32LE(4) !== VERSION) return null;
  if (meta.readBigUInt64LE(56) !== fnv1a(meta.subarray(0, 56))) return null;
  const pageSize = meta.readUInt32LE(8);
  if (!pageSizes.some((size) => size === pageSize) || (at !== 0 && at !== pageSize)) return null;
  return {
    pageSize,
    root: pageNumber(meta, 16),
    pages: Math.min(pageNumber(meta, 40), Math.floor(bytes.size / pageSize)),
    transaction: meta.readBigUInt64LE(48),
  };
}

/** The number of a page, as it stands in 8 bytes. */
export function pageNumber(bytes: Buffer, at: number): number {
  const number = bytes.readBigUInt64LE(at);
  if (number > BigInt(2 ** 40)) throw new BboltError(`page ${number}`);
  return Number(number);
}

function bytesAt(bytes: BboltBytes, at: number, length: number): Buffer {
  if (at + length > bytes.size) throw new BboltError('it ends too early');
  return bytes.read(at, length);
}

/** http://www.isthe.com/chongo/tech/comp/fnv/, FNV-1a of 64 bits. */
export function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
