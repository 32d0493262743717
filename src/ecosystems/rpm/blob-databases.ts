import type { Collector, Taken } from '../../collect/collector.ts';
import { hashPairs } from '../../formats/berkeley-db/hash-pairs.ts';
import { DatabaseFault } from '../../formats/database-fault.ts';
import { ndbBlobs } from '../../formats/ndb/ndb-blobs.ts';
import { databaseGap, knowsFiles, placesOf, WHAT } from './database-place.ts';
import { emptyTakings, isFull, takeHeader } from './package-row.ts';

/** rpm's database as a hash of Berkeley DB: Red Hat and its kin up to 8, Amazon Linux 2, SUSE up to 15. */
export const berkeleyCollector: Collector = {
  name: 'rpm-berkeley-db',
  revision: 6,
  wants: { paths: placesOf('bdb') },
  what: WHAT,
  blinds: ['packages'],
  knowsFiles,
  take: (_, content) => takeBlobs(content, headersOf),
};

/** rpm's own form of a database: SUSE. */
export const ndbCollector: Collector = {
  name: 'rpm-ndb',
  revision: 6,
  wants: { paths: placesOf('ndb') },
  what: WHAT,
  blinds: ['packages'],
  knowsFiles,
  take: (_, content) => takeBlobs(content, ndbBlobs),
};

function takeBlobs(content: Buffer, read: (file: Buffer) => Iterable<Buffer>): Taken {
  const takings = emptyTakings();
  const { items } = takings;
  // Touched, and never written to.
  if (content.length === 0) return { items };
  let damaged = false;
  try {
    for (const blob of read(content)) {
      if (isFull(takings)) return { items, gaps: [databaseGap('too-many')] };
      if (!takeHeader(blob, null, takings)) damaged = true;
    }
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    return { items, gaps: [databaseGap(error.kind)] };
  }
  return damaged ? { items, gaps: [databaseGap('corrupt')] } : { items };
}

/** Under the key 0 stands the highest number that was given to a package; the others are numbers of packages. */
function* headersOf(file: Buffer): Generator<Buffer> {
  for (const { key, value } of hashPairs(file)) {
    if (key.length !== 4 || key.some((byte) => byte !== 0)) yield value;
  }
}
