import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { layoutFiles } from '../../build/image.ts';
import { file, tar, tarHeader } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { bash, debian, good, release, scanning, status, whole, withStoredLayer } from './images.ts';

const GIB = 2 ** 30;

/** The header of a file of so many bytes, which do not follow. */
function promised(bytes: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(bytes));
  return tarHeader({ name: 'zeros', patch: [[124, `\x80\0\0\0${size.toString('latin1')}`]] });
}

/**
 * A gzip file that unfolds to a header and so many GiB of zeros: pieces that end at a byte, each on its own, are made once and laid one
 * behind the other (RFC 1951, section 3.2.4: an empty stored block brings the stream to a byte).
 */
function gzipBomb(gigabytes: number): Buffer {
  const piece = (plain: Buffer) => deflateRawSync(plain, { level: 9, finishFlush: 2 });
  const zeros = piece(Buffer.alloc(1 << 24));
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  return Buffer.concat([
    head,
    piece(promised(gigabytes * GIB)),
    ...Array.from({ length: gigabytes * 64 }, () => zeros),
  ]);
}

function zstdBomb(gigabytes: number): Buffer {
  const zeros = zstdCompressSync(Buffer.alloc(1 << 26));
  return Buffer.concat([
    zstdCompressSync(promised(gigabytes * GIB)),
    ...Array.from({ length: gigabytes * 16 }, () => zeros),
  ]);
}

/** A frame whose header asks the decoder for a window of 2 GiB (RFC 8878, section 3.1.1.1.2), with one byte in it. */
const hugeWindow = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x09, 0x00, 0x00, 0x41]);

/** An OCI archive whose layer blob is given as it is stored. */
function ociWith(stored: Buffer, plain: Buffer): Buffer {
  const files = layoutFiles({ layers: [plain] });
  const [layerName = ''] = files.keys();
  const old = layerName.slice('blobs/sha256/'.length);
  const digest = createHash('sha256').update(stored).digest('hex');
  const manifestName = [...files.keys()].find((name) => files.get(name)?.includes('"layers":[')) ?? '';
  const manifest: { layers: { digest: string; size: number }[] } = JSON.parse(String(files.get(manifestName)));
  manifest.layers = manifest.layers.map((layer) => ({ ...layer, digest: `sha256:${digest}`, size: stored.length }));
  const bytes = Buffer.from(JSON.stringify(manifest));
  const name = createHash('sha256').update(bytes).digest('hex');
  files.delete(`blobs/sha256/${old}`);
  files.delete(manifestName);
  files.set(`blobs/sha256/${digest}`, stored).set(`blobs/sha256/${name}`, bytes);
  files.set(
    'index.json',
    Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [{ digest: `sha256:${name}`, size: bytes.length }] })),
  );
  return tar([...files].map(([path, content]) => file(path, content)));
}

const firstHalf = debian.subarray(0, 1024);
const secondHalf = debian.subarray(1024);

export const compressionCases: readonly HostileCase[] = [
  {
    name: 'an archive cut off in gzip',
    prepare: scanning(gzipSync(whole).subarray(0, 200)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'an archive of a gzip header alone',
    prepare: scanning(gzipSync(whole).subarray(0, 10)),
    exit: 3,
    error: 'archive-*',
  },
  {
    name: 'damaged gzip',
    prepare: scanning(() => gzipSync(whole).fill(0x55, 100, 180)),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'gzip with a wrong checksum',
    prepare: scanning(() => {
      const archive = gzipSync(whole);
      return archive.fill(0, archive.length - 8, archive.length - 4);
    }),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'damaged zstd',
    prepare: scanning(() => zstdCompressSync(whole).fill(0x55, 40, 120)),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'zstd cut off',
    prepare: scanning(() => zstdCompressSync(whole).subarray(0, 200)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'zstd that asks for 2 GiB of memory',
    prepare: scanning(hugeWindow),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'an archive compressed with xz',
    prepare: scanning(Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(1000)])),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'gzip in gzip in gzip',
    prepare: scanning(gzipSync(gzipSync(gzipSync(whole)))),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'gzip of several members is read to its end',
    prepare: scanning(
      Buffer.concat([
        gzipSync(whole.subarray(0, 700)),
        gzipSync(whole.subarray(700, 2000)),
        gzipSync(whole.subarray(2000)),
      ]),
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'zeros behind gzip are padding',
    prepare: scanning(Buffer.concat([gzipSync(whole), Buffer.alloc(5000)])),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'noise behind gzip, which would have to be a further member',
    prepare: scanning(Buffer.concat([gzipSync(whole), Buffer.alloc(5000, 'x')])),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'a layer in two members of gzip, the packages in the second',
    prepare: scanning(ociWith(Buffer.concat([gzipSync(firstHalf), gzipSync(secondHalf)]), debian)),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a layer in two frames of zstd, the packages in the second',
    prepare: scanning(ociWith(Buffer.concat([zstdCompressSync(firstHalf), zstdCompressSync(secondHalf)]), debian)),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a layer with noise behind its zstd',
    prepare: scanning(ociWith(Buffer.concat([zstdCompressSync(debian), Buffer.alloc(5000, 'x')]), debian)),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: corrupt'],
  },
  {
    name: 'a layer whose second member of gzip is cut off',
    prepare: scanning(ociWith(Buffer.concat([gzipSync(firstHalf), gzipSync(secondHalf).subarray(0, 40)]), debian)),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: truncated'],
  },
  {
    name: 'a layer with gzip of a second layer behind its end',
    prepare: scanning(() => {
      const second = tar([release, file(status, bash.replace('5.1-2', '9.9-9'))]);
      return ociWith(Buffer.concat([gzipSync(debian), gzipSync(second)]), Buffer.concat([debian, second]));
    }),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a layer compressed with bzip2',
    prepare: scanning(ociWith(Buffer.concat([Buffer.from('BZh9'), Buffer.alloc(100, 1)]), debian)),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: corrupt'],
  },
  {
    name: 'a layer cut off in its compression, its digest that of the whole',
    prepare: scanning(() => {
      const files = layoutFiles(good);
      const [name = ''] = files.keys();
      files.set(name, gzipSync(debian).subarray(0, 90));
      return tar([...files].map(([path, content]) => file(path, content)));
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a gzip bomb of 20 GiB as a layer',
    prepare: scanning(() => withStoredLayer(gzipBomb(20), null), '--max-image-size', '500MB'),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: limit-crossed'],
  },
  {
    name: 'a zstd bomb of 20 GiB as a layer',
    prepare: scanning(() => withStoredLayer(zstdBomb(20), null), '--max-image-size', '500MB'),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: limit-crossed'],
  },
  {
    name: 'an archive that is a gzip bomb of 20 GiB',
    prepare: scanning(() => gzipBomb(20), '--max-image-size', '500MB'),
    exit: 3,
    error: 'limit-crossed',
  },
  {
    name: 'a bomb that is met while time runs out',
    prepare: scanning(() => withStoredLayer(gzipBomb(30), null), '--timeout', '2s'),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: timeout'],
  },
];
