import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, sha256 } from '../base/digest.ts';
import { systemCode } from '../base/errors.ts';
import { readSealed, writeSealed } from '../base/sealed-file.ts';
import type { Harvest } from '../model/harvest.ts';
import type { Collector } from './collector.ts';
import { weightOf, withWeight } from './harvest-weight.ts';

/** Raised when what a harvest holds, or how a layer is walked, changes. */
const FORMAT = 5;
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
 * revisions, the limits, and who vouched for the diffID where not all bytes were hashed. Each is sealed (`base/sealed-file.ts`): a reader sees a whole one
 * or none, and does not believe what another user could have put there.
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
      const bytes = readSealed(fileOf(diffId));
      const harvest = bytes === null ? null : decode(bytes);
      return harvest?.diffId === diffId ? harvest : null;
    },
    put: async (harvest) => writeSealed(fileOf(harvest.diffId), encode(harvest)),
    withCollectors: (others) => openHarvestCache(directory, others, maxFileSize, voucher),
    vouchedBy: (store) => openHarvestCache(directory, collectors, maxFileSize, store),
  };
}

/** Whether anybody has read a layer to this directory, by whichever collectors: a hint of what will have to be read, to be had before these are loaded. */
export function wasHarvested(directory: string, diffId: Digest): boolean {
  const hex = diffId.slice(diffId.indexOf(':') + 1);
  try {
    return readdirSync(join(directory, hex.slice(0, 2))).some((name) => name.startsWith(hex));
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

/** Magic, length of the JSON part, JSON part, path hashes. */
function encode(harvest: Harvest): readonly Uint8Array[] {
  const { paths, ...rest } = harvest;
  const json = Buffer.from(JSON.stringify({ ...rest, weight: weightOf(harvest) }));
  const head = Buffer.alloc(8);
  MAGIC.copy(head);
  head.writeUInt32LE(json.length, 4);
  return [head, json, Buffer.from(paths.buffer, paths.byteOffset, paths.byteLength)];
}

function decode(bytes: Buffer): Harvest | null {
  if (bytes.length < 8 || !bytes.subarray(0, 4).equals(MAGIC)) return null;
  const jsonEnd = 8 + bytes.readUInt32LE(4);
  const { weight, ...rest } = JSON.parse(bytes.toString('utf8', 8, jsonEnd)) as Omit<Harvest, 'paths'> & {
    weight: number;
  };
  const raw = bytes.subarray(jsonEnd);
  const paths = new BigUint64Array(raw.length / 8);
  raw.copy(Buffer.from(paths.buffer));
  return withWeight({ ...rest, paths }, weight);
}
