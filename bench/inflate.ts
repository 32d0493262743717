/** What a scan is held against: inflating a layer with node:zlib in chunks of 256 KiB, and nothing else. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: inflate.ts FILE');
let length = 0;
for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }).pipe(
  createGunzip({ chunkSize: 256 * 1024 }),
)) {
  length += chunk.length;
}
console.log(length);
