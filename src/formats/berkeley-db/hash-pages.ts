import { DatabaseFault } from '../database-fault.ts';

/** The pages of a hash database of Berkeley DB, numbered from 0; page 0 is about the database. */
export interface HashPages {
  readonly size: number;
  readonly count: number;
  /** Null where the page is not there. */
  page(number: number): Buffer | null;
  u16(bytes: Buffer, at: number): number;
  u32(bytes: Buffer, at: number): number;
  /** The file is as long as its first page says. */
  readonly isWhole: boolean;
}

/** Kinds of pages (Berkeley DB, `src/dbinc/db_page.h`). */
export const pageKinds = { unused: 0, unsorted: 2, overflow: 7, meta: 8, sorted: 13 } as const;

/** Bytes before the content of a page: log number, own number, previous, next, entries, offset, level, kind. */
export const PAGE_HEADER = 26;

const HASH_MAGIC = 0x0006_1561;
const META_SIZE = 512;
/** Databases that hold others in them, which rpm's never do. */
const FLAG_SUBDATABASES = 0x02;
const FLAG_CHECKSUM = 0x01;

/** Reads the first page (`DBMETA`, `HMETA`). Numbers are in the byte order of the machine that wrote them, which the magic tells. */
export function hashPages(file: Buffer): HashPages {
  if (file.length < META_SIZE) throw new DatabaseFault('truncated', 'the first page ends too early');
  const isLittle = file.readUInt32LE(12) === HASH_MAGIC;
  const u16 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const magic = u32(file, 12);
  if (otherMagics.includes(magic) || otherMagics.includes(file.readUInt32LE(12))) {
    throw new DatabaseFault('unsupported-format', 'it is a Berkeley DB of another kind than a hash');
  }
  if (magic !== HASH_MAGIC) throw new DatabaseFault('corrupt', 'it is no Berkeley DB');
  const version = u32(file, 16);
  if (version < 7 || version > 10) throw new DatabaseFault('unsupported-format', `version ${version} of the format`);
  const size = u32(file, 20);
  if (size < 512 || size > 65536 || (size & (size - 1)) !== 0) throw new DatabaseFault('corrupt', `pages of ${size}`);
  if (file.readUInt8(24) !== 0) throw new DatabaseFault('unsupported-format', 'it is encrypted');
  if (file.readUInt8(25) !== pageKinds.meta) throw new DatabaseFault('corrupt', 'its first page is of another kind');
  // With checksums the content of a page begins elsewhere.
  if ((file.readUInt8(26) & FLAG_CHECKSUM) !== 0) throw new DatabaseFault('unsupported-format', 'it has checksums');
  if ((u32(file, 48) & FLAG_SUBDATABASES) !== 0) throw new DatabaseFault('unsupported-format', 'it holds databases');
  const count = Math.floor(file.length / size);
  return {
    size,
    count,
    page: (number) => (number < 1 || number >= count ? null : file.subarray(number * size, (number + 1) * size)),
    u16,
    u32,
    isWhole: file.length % size === 0 && u32(file, 32) < count,
  };
}

/** B-tree, queue, heap. */
const otherMagics: readonly number[] = [0x0005_3162, 0x0004_2253, 0x0007_4582];
