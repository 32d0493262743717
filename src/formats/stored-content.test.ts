import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { systemCode } from '../base/errors.ts';
import type { StoredBytes } from '../base/stored-bytes.ts';
import { CompressionError } from './compression-error.ts';
import { storedContent } from './stored-content.ts';

const plain = Buffer.concat(Array.from({ length: 9 }, () => [randomBytes(500_000), Buffer.alloc(400_000)]).flat());
const packed = gzipSync(plain, { level: 1 });
const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const before = Buffer.alloc(1000, 'x');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stored-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

class EndsEarly extends Error {}

/** `bytes` in the middle of a file, with what stands around them. */
async function stored(bytes: Buffer, digest = `sha256:${sum(bytes)}` as const) {
  files += 1;
  const file = join(folder, `${files}`);
  await writeFile(file, Buffer.concat([before, bytes, before]));
  const what = { en: 'it', 'zh-CN': '它' };
  const opened = { count: 0 };
  const it: StoredBytes = {
    size: bytes.length,
    expected: { digest, size: bytes.length, what },
    open: async () => {
      const handle = await open(file);
      opened.count += 1;
      const close = async () => {
        await handle.close();
        opened.count -= 1;
      };
      return { file: handle.fd, from: before.length, endsEarly: (position) => new EndsEarly(`${position}`), close };
    },
  };
  return { it, file, opened };
}

const unseen = { isHashedBeside: false, see: () => {} };

async function read(it: StoredBytes, isHashedBeside = false) {
  let shown = 0;
  const see = (bytes: number) => {
    shown += bytes;
  };
  const stream = await storedContent(it, { isHashedBeside, see });
  assert.ok(stream !== null);
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  const own = hash.digest('hex');
  assert.equal(stream.sha256(), own);
  return { own, shown };
}

test('what a file has, compressed or not, is read, hashed and held against its digest', async () => {
  const all = [packed, plain, Buffer.concat([packed, Buffer.alloc(2_000_000)])];
  for (const [bytes, isHashedBeside] of all.flatMap((bytes) => [false, true].map((way) => [bytes, way] as const))) {
    const { it, opened } = await stored(bytes);
    const { own, shown } = await read(it, isHashedBeside);
    assert.equal(own, sum(plain));
    assert.equal(shown, bytes.length);
    assert.equal(opened.count, 0);
  }
});

test('several at a time, of both kinds, one after the other on the same threads', async () => {
  const both = [await stored(packed), await stored(plain)];
  for (let round = 0; round < 3; round += 1)
    for (const { own } of await Promise.all(both.map(({ it }) => read(it, round > 0)))) assert.equal(own, sum(plain));
});

test('another digest is an error at the end, whatever came before', async () => {
  for (const bytes of [packed, plain]) {
    const { it, opened } = await stored(bytes, `sha256:${sum(before)}`);
    await assert.rejects(read(it, bytes === plain), { code: 'digest-mismatch' });
    assert.equal(opened.count, 0);
  }
});

test('what stands behind the stream counts for the digest', async () => {
  const { it, file } = await stored(Buffer.concat([packed, Buffer.alloc(2_000_000)]));
  const handle = await open(file, 'r+');
  await handle.write('y', before.length + packed.length + 1_999_999);
  await handle.close();
  await assert.rejects(read(it), { code: 'digest-mismatch' });
});

test('a file that got shorter is told by its owner', async () => {
  for (const bytes of [packed, plain]) {
    const { it, file, opened } = await stored(bytes);
    await truncate(file, 2_000_000);
    await assert.rejects(read(it), (error) => error instanceof EndsEarly && error.message === '2000000');
    assert.equal(opened.count, 0);
  }
});

test('damage is told as such, with the digest of what came before it', async () => {
  for (const isHashedBeside of [false, true]) {
    const { it, opened } = await stored(packed.subarray(0, -200_000));
    const stream = await storedContent(it, { ...unseen, isHashedBeside });
    const hash = createHash('sha256');
    await assert.rejects(
      async () => {
        for await (const chunk of stream ?? []) hash.update(chunk);
      },
      (error) => error instanceof CompressionError && error.kind === 'truncated',
    );
    assert.equal(stream?.sha256(), hash.digest('hex'));
    assert.equal(opened.count, 0);
  }
});

test('a wrong checksum does not matter where the digest is right, a wrong length does', async () => {
  const changed = (at: number) => {
    const bytes = Buffer.from(packed);
    bytes[bytes.length - at] = (bytes[bytes.length - at] ?? 0) ^ 1;
    return bytes;
  };
  const { own } = await read((await stored(changed(8))).it);
  assert.equal(own, sum(plain));
  await assert.rejects(read((await stored(changed(4))).it), CompressionError);
});

test('who stops early closes the file, and the next one is not troubled', async () => {
  for (const bytes of [packed, plain]) {
    const { it, opened } = await stored(bytes);
    const stream = await storedContent(it, { ...unseen, isHashedBeside: bytes === packed });
    for await (const _ of stream ?? []) break;
    assert.equal(stream?.sha256(), null);
    assert.equal(opened.count, 0);
    assert.equal((await read(it)).own, sum(plain));
  }
});

test('what is small, of another compression, or known by another size or digest is left to others', async () => {
  const left = [
    (await stored(packed.subarray(0, 1000))).it,
    (await stored(Buffer.from(zstdCompressSync(plain)))).it,
    (await stored(packed, `sha512:${'0'.repeat(128)}` as never)).it,
  ];
  const { it } = await stored(packed);
  if (it.expected !== null) left.push({ ...it, expected: { ...it.expected, size: packed.length - 1 } });
  for (const one of left) assert.equal(await storedContent(one, unseen), null);
});

test('a file that can no longer be read is an error, not an end', async () => {
  const { it } = await stored(packed);
  const opened = { ...(await it.open()) };
  const stream = await storedContent({ ...it, open: async () => opened }, unseen);
  opened.from = -5;
  await assert.rejects(
    async () => {
      for await (const _ of stream ?? []);
    },
    { code: 'ERR_OUT_OF_RANGE' },
  );
});

test('a disk that fails, at once or in the middle, is told as whoever opened the file tells it', async () => {
  // What is mapped can be read by its address, and EIO is what follows where nothing is.
  const regions = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .map(
      (line) =>
        /^([0-9a-f]+)-([0-9a-f]+) r/
          .exec(line)
          ?.slice(1)
          .map((address) => Number.parseInt(address, 16)) ?? [],
    );
  const size = 16 << 20;
  const ends = regions.flatMap(([start = 0, end = 0], at) =>
    end - start >= 4 << 20 && (regions[at + 1]?.[0] ?? 0) > end + size ? [end] : [],
  );
  const end = ends[0];
  assert.ok(end !== undefined);
  for (const from of [end, end - (2 << 20)]) {
    const handle = await open('/proc/self/mem');
    const it: StoredBytes = {
      size,
      expected: null,
      open: async () => ({
        file: handle.fd,
        from,
        endsEarly: () => new EndsEarly(),
        unreadable: (error) => new EndsEarly(`told of ${systemCode(error)}`),
        close: () => handle.close(),
      }),
    };
    await assert.rejects(read(it), { message: 'told of EIO' }, `${from}`);
  }
});
