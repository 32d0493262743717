import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { CompressionError } from './compression-error.ts';
import { decompressed } from './decompress.ts';

/** Two thirds of it cannot be made smaller, so that many chunks go in and many come out. */
const plain = Buffer.concat(Array.from({ length: 12 }, () => [randomBytes(700_000), Buffer.alloc(300_000)]).flat());
const packed = { gzip: gzipSync(plain), zstd: zstdCompressSync(plain) } as const;
const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function* pieces(bytes: Buffer, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Two buffers take turns, as where a file is read. */
async function* lent(bytes: Buffer, size = 100_000) {
  const buffers = [Buffer.alloc(size), Buffer.alloc(size)] as const;
  for (let at = 0, turn = 0; at < bytes.length; at += size, turn += 1) {
    const buffer = buffers[turn % 2] as Buffer;
    buffer.fill(0xee);
    const length = bytes.copy(buffer, 0, at, at + size);
    yield buffer.subarray(0, length);
  }
}

/** How many bytes of memory chunks lie in, each counted once. */
function placesOf(chunks: readonly Uint8Array[]): number {
  const all = Map.groupBy(chunks, ({ buffer }) => buffer);
  return [...all.values()].reduce((sum, inBuffer) => {
    let end = 0;
    return inBuffer
      .toSorted((one, other) => one.byteOffset - other.byteOffset)
      .reduce((sum, { byteOffset, byteLength }) => {
        const begin = Math.max(end, byteOffset);
        end = Math.max(end, byteOffset + byteLength);
        return sum + Math.max(end - begin, 0);
      }, sum);
  }, 0);
}

for (const [name, bytes] of Object.entries(packed))
  describe(name, () => {
    test('comes out as it went in, by chunks that stay', async () => {
      const { compression, content } = await decompressed(pieces(bytes));
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      assert.equal(compression, name);
      assert.equal(sum(Buffer.concat(chunks)), sum(plain));
    });

    test('out of buffers that take turns, by chunks whose memory goes back', async () => {
      const { content } = await decompressed(lent(bytes), { isPassing: true });
      const hash = createHash('sha256');
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) {
        hash.update(chunk);
        chunks.push(chunk);
      }
      assert.equal(hash.digest('hex'), sum(plain));
      const kept = placesOf(chunks);
      assert.ok(kept < plain.length / 2, `they lay in ${kept} bytes, of ${plain.length}`);
    });

    test('an error of what is read is thrown as it is, one of the data as what it is', async () => {
      const lost = new Error('connection lost');
      const breaking = async function* () {
        yield bytes.subarray(0, 1_000_000);
        throw lost;
      };
      const read = async (source: AsyncIterable<Buffer>) => {
        for await (const _ of (await decompressed(source)).content);
      };
      await assert.rejects(read(breaking()), (error) => error === lost);
      await assert.rejects(
        read(pieces(bytes.subarray(0, -100_000))),
        (error) => error instanceof CompressionError && error.kind === 'truncated',
      );
      const damaged = Buffer.from(bytes);
      damaged.fill(0x55, 2_000_000, 2_100_000);
      await assert.rejects(
        read(pieces(damaged)),
        (error) => error instanceof CompressionError && error.kind === 'corrupt',
      );
    });

    test('who stops reading ends what is read from', async () => {
      let ended = () => {};
      const end = new Promise<void>((resolve) => (ended = resolve));
      const source = async function* () {
        try {
          yield* pieces(bytes);
        } finally {
          ended();
        }
      };
      for await (const _ of (await decompressed(source())).content) break;
      await end;
    });

    test('a reader that is slow is waited for', async () => {
      let taken = 0;
      const counted = async function* () {
        for await (const piece of pieces(bytes)) {
          taken += piece.length;
          yield piece;
        }
      };
      const { content } = await decompressed(counted());
      const reader = content[Symbol.asyncIterator]();
      await reader.next();
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.ok(taken < bytes.length / 1.3, `${taken} bytes of ${bytes.length} were read ahead`);
      await reader.return?.();
    });
  });
