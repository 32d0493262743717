import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, sha256 } from '../base/digest.ts';
import type { Harvest } from '../model/harvest.ts';
import type { Collector } from './collector.ts';

/** Raised when what a harvest holds, or how a layer is walked, changes. */
const FORMAT = 3;
const MAGIC = Buffer.from('PLMH');

/** Harvests of layers that were read before, by diffID. */
export interface HarvestCache {
  /** Null where there is none that can be relied on: then the layer is read again. */
  get(diffId: Digest): Promise<Harvest | null>;
  /** Keeps a harvest. A cache that cannot be written to (disk full, read-only) makes the next scan slower, not this one wrong. */
  put(harvest: Harvest): Promise<void>;
  /** The cache for the same layers, read by other collectors. */
  withCollectors(collectors: readonly Collector[]): HarvestCache;
  /** The cache for layers whose digests an engine vouched for, by its store: kept apart from those of which every byte was hashed. */
  vouchedBy(store: string): HarvestCache;
}

/**
 * Keeps harvests as files under a directory. The key is the diffID and everything that shapes a harvest: the collectors with their
 * revisions, the limits, and who vouched for the diffID where not all bytes were hashed. A file carries its own SHA-256, is written beside its place and renamed into it, so that a reader sees
 * a whole one or none, whatever is killed when. What another user could have put there is not believed.
 */
export function openHarvestCache(
  directory: string,
  collectors: readonly Collector[],
  maxFileSize: number,
  voucher: string | null = null,
): HarvestCache {
  const readers = collectors.map(({ name, revision }) => [name, revision]).sort();
  const shape = JSON.stringify([FORMAT, maxFileSize, readers, ...(voucher === null ? [] : [voucher])]);
  const edition = sha256(shape).slice('sha256:'.length, 'sha256:'.length + 24);
  const fileOf = (diffId: Digest) => {
    const hex = diffId.slice(diffId.indexOf(':') + 1);
    return join(directory, hex.slice(0, 2), `${hex}.${edition}`);
  };
  return {
    get: async (diffId) => {
      const bytes = await ownFile(fileOf(diffId));
      const harvest = bytes === null ? null : decode(bytes);
      return harvest?.diffId === diffId ? harvest : null;
    },
    put: async (harvest) => {
      const file = fileOf(harvest.diffId);
      const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
        await writeFile(draft, encode(harvest), { mode: 0o600 });
        await rename(draft, file);
      } catch {
        // Where even that cannot be done there is nothing to clear away.
        await rm(draft, { force: true }).catch(() => null);
      }
    },
    withCollectors: (others) => openHarvestCache(directory, others, maxFileSize, voucher),
    vouchedBy: (store) => openHarvestCache(directory, collectors, maxFileSize, store),
  };
}

/** A file that is ours and that nobody else may write to; null for anything else. */
async function ownFile(path: string): Promise<Buffer | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  try {
    const facts = await handle.stat();
    const isOurs = facts.isFile() && facts.uid === process.geteuid?.() && (facts.mode & 0o022) === 0;
    return isOurs ? await handle.readFile() : null;
  } catch {
    // A disk that fails: the layer itself is still to be had.
    return null;
  } finally {
    await handle.close();
  }
}

/** Magic, length of the JSON part, JSON part, path hashes, SHA-256 over all before it. */
function encode(harvest: Harvest): Buffer {
  const { paths, ...rest } = harvest;
  const json = Buffer.from(JSON.stringify(rest));
  const head = Buffer.alloc(8);
  MAGIC.copy(head);
  head.writeUInt32LE(json.length, 4);
  const parts = [head, json, Buffer.from(paths.buffer, paths.byteOffset, paths.byteLength)];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return Buffer.concat([...parts, hash.digest()]);
}

function decode(bytes: Buffer): Harvest | null {
  const end = bytes.length - 32;
  if (end < 8 || !bytes.subarray(0, 4).equals(MAGIC)) return null;
  const body = bytes.subarray(0, end);
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(end))) return null;
  const jsonEnd = 8 + bytes.readUInt32LE(4);
  const rest = JSON.parse(body.toString('utf8', 8, jsonEnd)) as Omit<Harvest, 'paths'>;
  const raw = body.subarray(jsonEnd);
  const paths = new BigUint64Array(raw.length / 8);
  raw.copy(Buffer.from(paths.buffer));
  return { ...rest, paths };
}
