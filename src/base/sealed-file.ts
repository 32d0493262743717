import { createHash, hash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './errors.ts';

/** SHA-256 over all before it. */
const SEAL = 32;
const DAY = 86_400_000;

/**
 * What {@link writeSealed} put into a file, whole; null for anything else: no file, a damaged one, one that is not ours or that others may
 * write to. A disk that fails makes it null too: what is kept sealed can be had again.
 */
export function readSealed(file: string): Buffer | null {
  const bytes = ownBytes(file);
  if (bytes === null || bytes.length < SEAL) return null;
  const body = bytes.subarray(0, -SEAL);
  return hash('sha256', body, 'buffer').equals(bytes.subarray(-SEAL)) ? body : null;
}

/** Bytes that are written at a time. */
const BATCH = 256 << 10;

/**
 * Keeps bytes under their own sum. Written beside its place and renamed into it: a reader sees a whole file or none, whatever is killed when.
 * A disk that takes nothing costs time later, and is no error. What is large may come in parts as they are made: it never stands in memory whole.
 */
export function writeSealed(file: string, parts: Iterable<Uint8Array>): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const descriptor = opened(draft);
    try {
      for (const batch of inBatches(sealed(parts))) writeFileSync(descriptor, batch);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    drop(draft);
    if (systemCode(error) === undefined) throw error;
  }
}

/** A new file. That its folder is not there is rare. */
function opened(draft: string): number {
  try {
    return openSync(draft, 'wx', 0o600);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(draft), { recursive: true, mode: 0o700 });
    return openSync(draft, 'wx', 0o600);
  }
}

function* sealed(parts: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const sum = createHash('sha256');
  for (const part of parts) {
    sum.update(part);
    yield part;
  }
  yield sum.digest();
}

/** What is small goes in one write. */
function* inBatches(parts: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let batch: Uint8Array[] = [];
  let size = 0;
  for (const part of parts) {
    batch.push(part);
    size += part.length;
    if (size < BATCH) continue;
    yield* size > 2 * BATCH ? batch : [Buffer.concat(batch)];
    batch = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(batch);
}

function ownBytes(file: string): Buffer | null {
  try {
    const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = fstatSync(fd);
      const isOurs = facts.isFile() && facts.uid === process.geteuid?.() && (facts.mode & 0o022) === 0;
      if (!isOurs) return null;
      const bytes = readFileSync(fd);
      // Last, as a disk that is only read refuses it. Not each time: it would be a write for each read.
      if (Date.now() - facts.mtimeMs > DAY) touch(fd);
      return bytes;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return null;
  }
}

/** It was wanted: who makes room (`sealed-folder.ts`) takes others first. */
function touch(fd: number): void {
  try {
    futimesSync(fd, new Date(), new Date());
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

function drop(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    // Where even that cannot be done there is nothing to clear away.
    if (systemCode(error) === undefined) throw error;
  }
}
