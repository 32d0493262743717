import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, zstdCompressSync } from 'node:zlib';
import { readWhole } from '../base/byte-stream.ts';
import { CompressionError } from './compression-error.ts';
import { decompressed } from './decompress.ts';

const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const texts = ['', 'one', 'two '.repeat(10_000), 'x'.repeat(300_000)].map((text) => Buffer.from(text));
const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919 * (i % 13)) % 251));
const skippable = (content: string) => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a53, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, Buffer.from(content)]);
};

async function* inPieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function unpacked(content: Buffer, size = content.length): Promise<string> {
  const { content: plain } = await decompressed(inPieces(content, size));
  return (await readWhole(plain, 1 << 24)).toString('latin1');
}

describe('frames one behind the other', () => {
  const frames = [...texts, noise].flatMap((text) => [zstdCompressSync(text), zstdCompressSync(text, checked)]);
  const whole = Buffer.concat([frames[2] as Buffer, skippable('table of contents'), ...frames, skippable('')]);
  const length = ['one', ...[...texts, noise].flatMap((text) => [text, text])].reduce(
    (sum, text) => sum + text.length,
    0,
  );
  for (const size of [whole.length, 1000, 37, 1]) {
    test(`in pieces of ${size}`, async () => assert.equal((await unpacked(whole, size)).length, length));
  }
});

describe('what is no frame', () => {
  const frame = zstdCompressSync('content '.repeat(100));
  const wrong: readonly [name: string, content: Buffer, kind: string][] = [
    ['noise behind a frame', Buffer.concat([frame, Buffer.from('noise and more of it')]), 'corrupt'],
    ['zeros behind a frame', Buffer.concat([frame, Buffer.alloc(100)]), 'corrupt'],
    ['a few bytes behind a frame', Buffer.concat([frame, frame.subarray(0, 3)]), 'truncated'],
    ['a second frame that is cut off', Buffer.concat([frame, frame.subarray(0, -2)]), 'truncated'],
    ['a frame of which only the magic is there', frame.subarray(0, 4), 'truncated'],
    [
      'a frame to be skipped that is cut off',
      Buffer.concat([frame, skippable('x'.repeat(50)).subarray(0, 20)]),
      'truncated',
    ],
    ['a block of no kind', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x01, 0x0f, 0, 0, 0]), 'corrupt'],
  ];
  for (const [name, content, kind] of wrong) {
    test(name, async () => {
      for (const size of [content.length, 7]) {
        await assert.rejects(
          unpacked(content, size),
          (error) => error instanceof CompressionError && error.kind === kind,
        );
      }
    });
  }
});
