import { join } from 'node:path';
import type { BboltBucket } from '../../formats/bbolt/bbolt-bucket.ts';
import { BboltError } from '../../formats/bbolt/bbolt-file.ts';
import { readLive } from './live-database.ts';
import { Unidentified } from './unidentified.ts';

/** A snapshot as the snapshotter itself keeps it (containerd, `snapshots/storage/bolt.go`). */
export interface Snapshot {
  /** The number of its directory. */
  readonly id: number;
  /** Its name to clients: the ChainID of an image's layers by custom, the container's id, or anything. */
  readonly name: string;
  readonly namespace: string;
}

const active = 2;
const committed = 3;
/** More layers than the kernel lays on one another. */
const MAX_LAYERS = 600;

/**
 * The snapshot with this number, which a container writes to, and those below it, uppermost first. Throws where there is none, or one that
 * is not made of committed snapshots.
 *
 * @param parent the number of the next one below, through which the snapshotter's index finds it among thousands
 */
export function snapshotStack(folder: string, id: number, parent: number): readonly [Snapshot, ...Snapshot[]] {
  return readLive(join(folder, 'metadata.db'), (root) => {
    const snapshots = root.bucket('v1')?.bucket('snapshots') ?? null;
    const pair = Buffer.concat([unsignedBytes(parent), Buffer.alloc(1), unsignedBytes(id)]);
    const key = root.bucket('v1')?.bucket('parents')?.value(pair)?.toString('utf8');
    const top = key === undefined ? null : (snapshots?.bucket(key) ?? null);
    if (key === undefined || top === null || kindOf(top) !== active) throw new Unidentified('no-container');
    const below: Snapshot[] = [];
    for (let at = parentOf(top); at !== null; ) {
      const snapshot = snapshots?.bucket(at) ?? null;
      if (snapshot === null || kindOf(snapshot) !== committed) throw new Unidentified('other-layers');
      below.push(named(unsigned(snapshot.value('id')), at));
      if (below.length > MAX_LAYERS) throw new Unidentified('other-layers');
      at = parentOf(snapshot);
    }
    return [named(unsigned(top.value('id')), key), ...below];
  });
}

function kindOf(snapshot: BboltBucket): number {
  return snapshot.value('kind')?.[0] ?? 0;
}

function parentOf(snapshot: BboltBucket): string | null {
  return snapshot.value('parent')?.toString('utf8') ?? null;
}

/** Where a namespace's own name of a snapshot stands in the snapshotter's (containerd, `metadata/snapshot.go`). */
function named(id: number, key: string): Snapshot {
  const [namespace = '', number = '', ...rest] = key.split('/');
  if (rest.length === 0 || !/^[0-9]+$/.test(number)) throw new Unidentified('other-layers');
  return { id, namespace, name: rest.join('/') };
}

/** A number as Go's encoding/binary writes it, seven bits a byte. */
function unsigned(bytes: Buffer | null): number {
  let number = 0;
  for (const [index, byte] of (bytes ?? Buffer.alloc(0)).entries()) {
    number += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return number;
    if (index > 6) break;
  }
  throw new BboltError('a snapshot without a number');
}

function unsignedBytes(number: number): Buffer {
  const bytes: number[] = [];
  let rest = number;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
