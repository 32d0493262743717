import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * Headers that rpm 4.18 made of 281 packages (`fleet` and `fleet-p001` to `fleet-p280`), put into two pages of slots by its own writer
 * (`lib/backend/ndb/rpmpkg.c`), which then deleted every seventh. The same reader lists 241.
 */
export function manyPackages(): Buffer {
  return database('packages.db.gz');
}

/** Six of these headers. */
export function fewPackages(): Buffer {
  return database('few-packages.db.gz');
}

function database(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(name, import.meta.url)));
}
