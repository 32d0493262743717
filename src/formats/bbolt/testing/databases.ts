import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type BboltBucket, rootBucket } from '../bbolt-bucket.ts';
import { type BboltBytes, openBbolt } from '../bbolt-file.ts';

/** What containerd 1.6 wrote for an image of two layers, a container, and 161 snapshots named `n-100` to `n-260`. */
export function containerdSnapshots(): Buffer {
  return gunzipSync(readFileSync(new URL('containerd-snapshots.db.gz', import.meta.url)));
}

export function bytesOf(database: Buffer): BboltBytes {
  return { size: database.length, read: (at, length) => database.subarray(at, at + length) };
}

/** All keys of all buckets, as paths. */
export function pathsIn(database: Buffer): readonly string[] {
  return pathsBelow(rootBucket(openBbolt(bytesOf(database))), '', 0);
}

function pathsBelow(bucket: BboltBucket, path: string, depth: number): readonly string[] {
  // A damaged database may have a bucket that lies in itself: whoever walks has to know how deep.
  if (depth > 4) return [];
  return [...bucket.buckets()].flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...pathsBelow(inner, `${path}/${key}`, depth + 1),
  ]);
}
