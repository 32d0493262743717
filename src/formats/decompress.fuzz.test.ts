import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { mutants } from '../../test/build/mutants.ts';
import { readWhole } from '../base/byte-stream.ts';
import { CompressionError } from './compression-error.ts';
import { decompressed } from './decompress.ts';
import { zstdFrames } from './zstd-frames.ts';

const text = Buffer.from('one two three '.repeat(300));
const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const skippable = Buffer.from('532a4d180400000061626364', 'hex');
const samples: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(text),
  'gzip of two members': Buffer.concat([gzipSync(text), gzipSync(text)]),
  zstd: zstdCompressSync(text, checked),
  'zstd of several frames': Buffer.concat([zstdCompressSync(text), skippable, zstdCompressSync(text, checked)]),
};

async function* cut(content: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < content.length; i += 1) {
    const size = sizes[i % sizes.length] ?? content.length;
    yield content.subarray(at, at + size);
    at += size;
  }
}

for (const [name, sample] of Object.entries(samples)) {
  test(`${name}, damaged anyhow: what it was, or an error of its own`, async () => {
    for (const mutant of mutants(sample, { seed: 21, count: 150 })) {
      try {
        const { content } = await decompressed(cut(mutant, [97, 3, 1000]));
        await readWhole(content, 1 << 24);
      } catch (error) {
        assert.ok(error instanceof CompressionError, String(error));
      }
    }
  });
}

const pieces = fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 6 });
const cuts = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 5 });

test('whatever was packed, in however many frames, comes out wherever the stream is cut', async () => {
  const pack = {
    gzip: (plain: Uint8Array) => gzipSync(plain),
    zstd: (plain: Uint8Array) => zstdCompressSync(plain, checked),
  };
  await fc.assert(
    fc.asyncProperty(pieces, cuts, fc.constantFrom('gzip' as const, 'zstd' as const), async (plain, sizes, kind) => {
      const packed = Buffer.concat(plain.map((piece) => pack[kind](piece)));
      const { content } = await decompressed(cut(packed, sizes));
      assert.deepEqual(await readWhole(content, 1 << 24), Buffer.concat(plain));
    }),
    campaign(5, 150),
  );
});

test('frames are cut apart and not changed', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, cuts, async (plain, sizes) => {
      const frames = plain.map((piece) => zstdCompressSync(piece, checked));
      const seen: Buffer[] = [];
      for await (const chunk of zstdFrames(cut(Buffer.concat(frames), sizes))) seen.push(Buffer.from(chunk));
      assert.deepEqual(Buffer.concat(seen), Buffer.concat(frames));
      const ends = new Set(frames.map((_, i) => Buffer.concat(frames.slice(0, i + 1)).length));
      let at = 0;
      for (const chunk of seen) {
        for (let end = at + 1; end < at + chunk.length; end += 1) assert.ok(!ends.has(end), 'a chunk of two frames');
        at += chunk.length;
      }
    }),
    campaign(6, 150),
  );
});
