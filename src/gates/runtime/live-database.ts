import type { BboltBucket } from '../../formats/bbolt/bbolt-bucket.ts';
import { BboltError } from '../../formats/bbolt/bbolt-file.ts';
import { BboltBusy, readLiveBbolt } from '../../formats/bbolt/live-bbolt.ts';
import { Unidentified } from './unidentified.ts';

/** As {@link readLiveBbolt}. Throws {@link Unidentified} for a database that is damaged, or does not stand still. */
export function readLive<T>(path: string, read: (root: BboltBucket) => T): T {
  try {
    return readLiveBbolt(path, read);
  } catch (error) {
    if (error instanceof BboltError) throw new Unidentified('damaged-store', { path }, error);
    throw error instanceof BboltBusy ? new Unidentified('busy-engine', { path }) : error;
  }
}
