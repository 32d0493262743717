import { DatabaseFault, FirstFault } from '../database-fault.ts';

/** Of rpm's `lib/backend/ndb/rpmpkg.c`; all numbers are little-endian. */
const HEADER_SIZE = 32;
const PAGE_SIZE = 4096;
const SLOT_SIZE = 16;
const BLOCK_SIZE = 16;
const HEAD_SIZE = 16;
const TAIL_SIZE = 12;
const FILE_MAGIC = magic('RpmP');
const SLOT_MAGIC = magic('Slot');
const HEAD_MAGIC = magic('BlbS');
const TAIL_MAGIC = magic('BlbE');

/**
 * The blobs of rpm's own database (NDB, `Packages.db`): a header, pages of slots that say where each blob lies, the blobs. Checksums of blobs
 * are not compared, as rpm does not when it reads one.
 *
 * What cannot be read is passed over; the first fault is thrown at the end ({@link DatabaseFault}). Blobs that lie on one another are
 * refused, so what is given out is bounded by the size of the file.
 */
export function* ndbBlobs(file: Buffer): Generator<Buffer> {
  if (file.length < HEADER_SIZE) throw new DatabaseFault('truncated', 'the header ends too early');
  if (file.readUInt32LE(0) !== FILE_MAGIC) throw new DatabaseFault('corrupt', 'it is no database of rpm');
  const version = file.readUInt32LE(4);
  if (version !== 0) throw new DatabaseFault('unsupported-format', `version ${version} of the format`);
  const faults = new FirstFault();
  const slotsEnd = file.readUInt32LE(12) * PAGE_SIZE;
  const end = Math.min(slotsEnd, file.length - (file.length % SLOT_SIZE));
  let bytes = 0;
  for (let at = HEADER_SIZE; at < end; at += SLOT_SIZE) {
    const blob = faults.attempt(() => blobOf(file, at, slotsEnd));
    if (blob === null) continue;
    bytes += blob.length;
    if (bytes > file.length) throw new DatabaseFault('corrupt', 'more blobs than the file has bytes');
    yield blob;
  }
  if (slotsEnd > file.length) throw new DatabaseFault('truncated', 'the slots end too early');
  faults.throwIfAny();
}

/** The blob of a slot; null where the slot is free. */
function blobOf(file: Buffer, slot: number, slotsEnd: number): Buffer | null {
  if (file.readUInt32LE(slot) !== SLOT_MAGIC) throw new DatabaseFault('corrupt', 'a slot is damaged');
  const index = file.readUInt32LE(slot + 4);
  const start = file.readUInt32LE(slot + 8) * BLOCK_SIZE;
  const end = start + file.readUInt32LE(slot + 12) * BLOCK_SIZE;
  if (start === 0) return null;
  if (end > file.length) throw new DatabaseFault('truncated', 'a blob ends too early');
  if (start < slotsEnd || end - start < HEAD_SIZE + TAIL_SIZE) throw new DatabaseFault('corrupt', 'a slot is damaged');
  const length = file.readUInt32LE(start + 12);
  const isWhole =
    file.readUInt32LE(start) === HEAD_MAGIC &&
    file.readUInt32LE(start + 4) === index &&
    Math.ceil((HEAD_SIZE + length + TAIL_SIZE) / BLOCK_SIZE) * BLOCK_SIZE === end - start &&
    file.readUInt32LE(end - 8) === length &&
    file.readUInt32LE(end - 4) === TAIL_MAGIC;
  if (!isWhole) throw new DatabaseFault('corrupt', 'a blob is damaged');
  return file.subarray(start + HEAD_SIZE, start + HEAD_SIZE + length);
}

function magic(text: string): number {
  return Buffer.from(text, 'latin1').readUInt32LE(0);
}
