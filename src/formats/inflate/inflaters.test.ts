import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CompressionError } from '../compression-error.ts';
import { Inflater } from './inflater.ts';
import { inflatedBeside, readBeside } from './inflaters.ts';

const plain = Buffer.concat(Array.from({ length: 9 }, () => [randomBytes(500_000), Buffer.alloc(400_000)]).flat());
const packed = gzipSync(plain, { level: 1 });
const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function* pieces(bytes: Buffer, size = 200_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

test('several streams at a time, each with its own content and digest', async () => {
  const others = [plain, plain.subarray(1000), plain.subarray(2_000_000), Buffer.from('little')];
  const all = others.map((bytes) => inflatedBeside(pieces(gzipSync(bytes, { level: 1 })), { isPassing: true }));
  assert.deepEqual(await Promise.all(all.map(read)), others.map(sum));
  assert.deepEqual(
    all.map((stream) => stream.sha256()),
    others.map(sum),
  );
});

test('a damaged stream has the digest of what came before the damage, and the next one is not troubled by it', async () => {
  const stream = inflatedBeside(pieces(packed.subarray(0, -200_000)), { isPassing: true });
  const hash = createHash('sha256');
  await assert.rejects(
    async () => {
      for await (const chunk of stream) hash.update(chunk);
    },
    (error) => error instanceof CompressionError && error.kind === 'truncated',
  );
  assert.equal(stream.sha256(), hash.digest('hex'));
  assert.equal(await read(inflatedBeside(pieces(packed), { isPassing: true })), sum(plain));
});

test('who stops early has no digest, and closes the source', async () => {
  let isClosed = false;
  const source = async function* () {
    try {
      for (;;) yield* pieces(packed);
    } finally {
      isClosed = true;
    }
  };
  const stream = inflatedBeside(source(), { isPassing: true });
  for await (const _ of stream) break;
  assert.equal(stream.sha256(), null);
  await setTimeout(50);
  assert.ok(isClosed);
});

test('who stops early has none either where the thread was done', async () => {
  const stream = inflatedBeside(pieces(gzipSync(plain.subarray(0, 1_500_000))), { isPassing: true });
  for await (const _ of stream) {
    await setTimeout(100);
    break;
  }
  assert.equal(stream.sha256(), null);
});

test('what a source says at its end is heard, also where padding stands behind the stream', async () => {
  const wrong = new Error('not what it should be');
  for (const behind of [0, 3_000_000]) {
    const source = async function* () {
      yield* pieces(Buffer.concat([packed, Buffer.alloc(behind)]));
      await setTimeout(50);
      throw wrong;
    };
    await assert.rejects(read(inflatedBeside(source(), { isPassing: true })), (error) => error === wrong);
  }
  assert.equal(
    await read(inflatedBeside(pieces(Buffer.concat([packed, Buffer.alloc(3_000_000)])), { isPassing: true })),
    sum(plain),
  );
});

test('a source that fails is heard, also while the reader waits', async () => {
  const lost = new Error('connection lost');
  const breaking = async function* () {
    yield packed.subarray(0, 400_000);
    await setTimeout(20);
    throw lost;
  };
  await assert.rejects(read(inflatedBeside(breaking(), { isPassing: true })), (error) => error === lost);
});

test('a thread that ends by itself is an error, not an end of the stream', async () => {
  const one = new Inflater();
  const ending = async function* () {
    yield packed.subarray(0, 400_000);
    await one.end();
    await setTimeout(10_000, undefined, { ref: false });
  };
  await assert.rejects(read(one.inflated(ending())), /the thread for \w+ has ended/);
});

test('a thread that waits for work holds no process', () => {
  const program = `
    import { gzipSync } from 'node:zlib';
    import { inflatedBeside } from '${new URL('./inflaters.ts', import.meta.url)}';
    const packed = gzipSync(Buffer.alloc(1_000_000));
    let length = 0;
    for await (const chunk of inflatedBeside([packed], { isPassing: true })) length += chunk.length;
    console.log(length);
  `;
  const began = performance.now();
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout], [0, '1000000\n']);
  assert.ok(performance.now() - began < 15_000, 'it waited for the patience of the pool');
});

test('a reader that is late now and then has each chunk until it asks for the next one, in its order', async () => {
  // Several times what there is room for, and no two of its parts are alike.
  const large = Buffer.concat(Array.from({ length: 80 }, () => [randomBytes(20_000), Buffer.alloc(980_000)]).flat());
  const zipped = gzipSync(large, { level: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-late-'));
  const path = join(folder, 'large.gz');
  writeFileSync(path, zipped);
  const file = openSync(path, 'r');
  const opened = { file, from: 0, endsEarly: () => new Error('cut short'), close: async () => {} };
  const stored = { size: zipped.length, expected: null, open: async () => opened };
  const readings = [
    inflatedBeside(pieces(zipped), { isPassing: true }),
    ...[false, true].map((isHashedBeside) => readBeside(stored, opened, 'gzip', { isHashedBeside, see: () => {} })),
  ];
  try {
    for (const stream of readings) {
      const hash = createHash('sha256');
      let count = 0;
      for await (const chunk of stream) {
        const before = sum(chunk);
        // Long enough for all that there is room for to be filled; then many quick ones, and many that are a little late.
        if (count === 3 || count === 100) await setTimeout(300);
        else if (count % 50 > 30) await setTimeout(3);
        assert.equal(sum(chunk), before);
        hash.update(chunk);
        count += 1;
      }
      assert.equal(hash.digest('hex'), sum(large));
      assert.equal(stream.sha256(), sum(large));
    }
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
});
