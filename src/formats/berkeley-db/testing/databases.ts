import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * Headers that rpm 4.18 made of 281 packages (`fleet` and `fleet-p001` to `fleet-p280`), written by Berkeley DB 5.3 under the keys 1 to 281,
 * in which it then deleted every seventh key. rpm itself lists 241 packages in each of the two.
 */
export const databases = {
  little: () => database('little-endian.db.gz'),
  big: () => database('big-endian.db.gz'),
  /** Six of these headers, in pages of 512 bytes. */
  small: () => database('small-pages.db.gz'),
} as const;

function database(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(name, import.meta.url)));
}
