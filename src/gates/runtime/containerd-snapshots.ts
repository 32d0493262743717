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

interface StoredSnapshot {
  readonly key: string;
  readonly kind: number;
  readonly parent: string | null;
}

const active = 2;
const committed = 3;
/** More layers than the kernel lays on one another. */
const MAX_LAYERS = 600;

/** The snapshot with this number, which a container writes to, and those below it, uppermost first. Throws where it is none. */
export function snapshotStack(folder: string, id: number): readonly [Snapshot, ...Snapshot[]] {
  const stored = readLive(join(folder, 'metadata.db'), storedSnapshots);
  const numbers = new Map([...stored].map(([number, { key }]) => [key, number]));
  const top = stored.get(id);
  if (top === undefined || top.kind !== active) throw new Unidentified('no-container');
  const below: Snapshot[] = [];
  for (let key = top.parent; key !== null; ) {
    const number: number | undefined = numbers.get(key);
    const snapshot: StoredSnapshot | undefined = number === undefined ? undefined : stored.get(number);
    if (number === undefined || snapshot?.kind !== committed) throw new Unidentified('other-layers');
    below.push(named(number, key));
    if (below.length > MAX_LAYERS) throw new Unidentified('other-layers');
    key = snapshot.parent;
  }
  return [named(id, top.key), ...below];
}

function storedSnapshots(root: BboltBucket): ReadonlyMap<number, StoredSnapshot> {
  const stored = new Map<number, StoredSnapshot>();
  for (const [key, snapshot] of root.bucket('v1')?.bucket('snapshots')?.buckets() ?? []) {
    const id = unsigned(snapshot.value('id'));
    if (stored.has(id)) throw new BboltError('two snapshots of one number');
    const parent = snapshot.value('parent');
    const kind = snapshot.value('kind')?.[0] ?? 0;
    stored.set(id, { key, kind, parent: parent === null ? null : parent.toString('utf8') });
  }
  return stored;
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
