import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gathered } from './byte-stream.ts';

async function* chunksOf(content: Buffer, sizes: readonly number[]) {
  let at = 0;
  for (let turn = 0; at < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    // Each with memory of its own, as a connection gives them, or a view of what is larger.
    const chunk = content.subarray(at, at + size);
    yield turn % 2 === 0 ? new Uint8Array(chunk) : chunk;
    at += size;
  }
}

test('gathered into chunks of one size, in two buffers that take turns', async () => {
  const content = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at % 251));
  for (const sizes of [[1], [7, 1000, 0, 3], [4096], [20_000]]) {
    const kept: Buffer[] = [];
    const buffers = new Set<ArrayBufferLike>();
    let before: { readonly chunk: Uint8Array; readonly copy: Buffer } | null = null;
    for await (const chunk of gathered(chunksOf(content, sizes), 1024)) {
      if (before !== null) assert.deepEqual(Buffer.from(before.chunk), before.copy, 'overwritten too early');
      before = { chunk, copy: Buffer.from(chunk) };
      kept.push(before.copy);
      buffers.add(chunk.buffer);
    }
    assert.deepEqual(
      kept.map(({ length }) => length),
      [...Array(9).fill(1024), 10_000 - 9 * 1024],
    );
    assert.deepEqual(Buffer.concat(kept), content);
    assert.equal(buffers.size, 2);
  }
});

test('nothing gathered is nothing', async () => {
  for await (const chunk of gathered(chunksOf(Buffer.alloc(0), [1]), 1)) assert.fail(`a chunk of ${chunk.length}`);
});

test('chunks of nothing are refused: they would never come to an end', async () => {
  await assert.rejects(
    gathered(chunksOf(Buffer.alloc(3), [1]), 0)
      [Symbol.asyncIterator]()
      .next(),
    RangeError,
  );
});
