import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { constants, crc32, createGunzip, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { campaign } from '../../../test/build/campaign.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { CompressionError } from '../compression-error.ts';
import { Inflater } from './inflater.ts';

/** What came out, and how it ended. */
interface Result {
  readonly content: Buffer;
  readonly ending: 'whole' | 'truncated' | 'corrupt';
}

const one = new Inflater();
after(() => one.end());

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function ours(bytes: Buffer, sizes: readonly number[], isExpected = false): Promise<Result> {
  const chunks: Buffer[] = [];
  let ending: Result['ending'] = 'whole';
  try {
    for await (const chunk of one.inflated(cut(bytes, sizes), isExpected)) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof CompressionError)) throw error;
    ending = error.kind === 'truncated' ? 'truncated' : 'corrupt';
  }
  const content = Buffer.concat(chunks);
  assert.equal(one.digest(), createHash('sha256').update(content).digest('hex'));
  return { content, ending };
}

function zlibs(bytes: Buffer): Promise<Result> {
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  const chunks: Buffer[] = [];
  gunzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    const ends = (ending: Result['ending']) => resolve({ content: Buffer.concat(chunks), ending });
    gunzip.on('end', () => ends('whole'));
    gunzip.on('error', ({ code }: Error & { code?: string }) => ends(code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt'));
    gunzip.end(bytes);
  });
}

/**
 * The same verdict and the same content. A code for code lengths that has no codes is damage as soon as it is read; zlib goes on until it finds
 * that nothing ends the block, before which the stream may be over.
 */
async function agree(bytes: Buffer, sizes: readonly number[] = [1 << 20]): Promise<Result> {
  const [mine, theirs] = [await ours(bytes, sizes), await zlibs(bytes)];
  const about = () =>
    `${mine.ending}, ${theirs.ending}: ${bytes.length} bytes ${bytes.subarray(0, 300).toString('hex')} by ${sizes}`;
  if (mine.ending === 'corrupt' && theirs.ending === 'truncated') return mine;
  assert.equal(mine.ending, theirs.ending, about());
  if (mine.ending === 'whole') assert.ok(mine.content.equals(theirs.content), about());
  return mine;
}

/** Bytes of which some are likelier than others and some come again, so that codes get long and matches far. */
function varied(seed: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed * 2654435761 + 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const spread = [1, 4, 16, 64, 256][seed % 5] ?? 256;
  for (let at = 0; at < size; ) {
    const length = Math.min(size - at, 1 + random(seed % 3 === 0 ? 600 : 40));
    if (at > 0 && random(3) === 0) {
      const distance = 1 + random(Math.min(at, [3, 20, 300, 40_000][random(4)] ?? 3));
      for (let place = at; place < at + length; place += 1) bytes[place] = bytes[place - distance] ?? 0;
    } else {
      // Small numbers much oftener than large ones.
      for (let place = at; place < at + length; place += 1)
        bytes[place] = Math.floor((random(spread) * random(spread)) / spread);
    }
    at += length;
  }
  return bytes;
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

test('whatever zlib packs, in whatever way, comes out as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 0, max: 1_200_000 }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(...strategies),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.constantFrom(1, 7, 100, 511, 512, 513, 5000, 262_144, 300_000, 1 << 20), {
        minLength: 1,
        maxLength: 4,
      }),
      async (seed, size, level, strategy, memLevel, sizes) => {
        // Single bytes for as long as that does not take for ever.
        const length = Math.max(...sizes) < 1000 ? size % 15_000 : size;
        const plain = varied(seed, length);
        const packed = gzipSync(plain, { level, strategy, memLevel });
        const { content, ending } = await agree(packed, sizes);
        assert.equal(ending, 'whole');
        assert.ok(content.equals(plain));
      },
    ),
    campaign(31, 60),
  );
});

test('cut off anywhere: truncated, and what came before the cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 1, max: 20_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (seed, size, part) => {
        const plain = varied(seed, size);
        const packed = gzipSync(plain, { strategy: strategies[seed % strategies.length] ?? 0 });
        const { content, ending } = await ours(packed.subarray(0, 1 + Math.floor(part * (packed.length - 2))), [4096]);
        assert.equal(ending, 'truncated');
        assert.ok(content.equals(plain.subarray(0, content.length)));
      },
    ),
    campaign(32, 150),
  );
});

test('damaged anyhow: the verdict that zlib comes to', async () => {
  for (const [number, strategy] of strategies.entries()) {
    for (const size of [300, 3000, 200_000]) {
      const packed = gzipSync(varied(number + size, size), { strategy });
      for (const mutant of mutants(packed, { seed: number + size, count: 60 })) await agree(mutant, [1 << 20]);
    }
  }
});

/** A member around what may be no deflate stream at all. */
function member(data: Uint8Array, plain: Uint8Array = Buffer.alloc(0)): Buffer {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(plain), 0);
  end.writeUInt32LE(plain.length, 4);
  return Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), data, end]);
}

test('any bits whatever for a block: the verdict that zlib comes to', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(3, 5, 1, 7, 0, 2, 4),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      async (begin, bits) => {
        bits[0] = ((bits[0] ?? 0) & 0xf8) | begin;
        await agree(member(bits));
      },
    ),
    campaign(33, 3000),
  );
});

const text = Buffer.from('one two three '.repeat(300));
const packed = gzipSync(text);
const data = packed.subarray(10);

/** A header with these flags and what they stand for (RFC 1952 section 2.3). */
function headed(flags: number, fields: readonly Buffer[], isSummed = true): Buffer {
  const header = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 5, 6]), ...fields]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE((crc32(header) & 0xffff) ^ (isSummed ? 0 : 1));
  return Buffer.concat([header, (flags & 2) === 0 ? Buffer.alloc(0) : sum, data]);
}

const extra = Buffer.concat([Buffer.from([0x00, 0x02]), Buffer.alloc(512, 0xab)]);
const name = Buffer.from(`${'n'.repeat(9000)}\0`);
const comment = Buffer.from('a comment\0');
const damagedTrailer = (at: number) => {
  const bytes = Buffer.from(packed);
  bytes[bytes.length - at] = (bytes[bytes.length - at] ?? 0) ^ 1;
  return bytes;
};
const streams: Readonly<Record<string, readonly [Buffer, Result['ending']]>> = {
  'extra field': [headed(4, [extra]), 'whole'],
  name: [headed(8, [name]), 'whole'],
  comment: [headed(16, [comment]), 'whole'],
  'all of them, and a checksum of the header': [headed(31, [extra, name, comment]), 'whole'],
  'a wrong checksum of the header': [headed(31, [extra, name, comment], false), 'corrupt'],
  'a reserved flag': [headed(32, []), 'corrupt'],
  'a name without an end': [headed(8, []).subarray(0, 10), 'truncated'],
  'another method': [Buffer.concat([Buffer.from('1f8b07', 'hex'), packed.subarray(3)]), 'corrupt'],
  'no gzip at all': [Buffer.from('plain'), 'corrupt'],
  'two members': [Buffer.concat([packed, packed]), 'whole'],
  'a member that is empty': [Buffer.concat([gzipSync(''), packed, gzipSync('')]), 'whole'],
  'padding of zeros': [Buffer.concat([packed, Buffer.alloc(700)]), 'whole'],
  'something else behind': [Buffer.concat([packed, Buffer.from('and more')]), 'corrupt'],
  'a second member cut off': [Buffer.concat([packed, packed.subarray(0, 40)]), 'truncated'],
  'a second header cut off': [Buffer.concat([packed, packed.subarray(0, 1)]), 'truncated'],
  'a wrong checksum': [damagedTrailer(8), 'corrupt'],
  'a wrong length': [damagedTrailer(1), 'corrupt'],
  'no trailer': [packed.subarray(0, -8), 'truncated'],
  'half a trailer': [packed.subarray(0, -3), 'truncated'],
};
for (const [title, [bytes, ending]] of Object.entries(streams))
  test(`${title}: ${ending}, as zlib has it`, async () => {
    for (const sizes of [[1], [3, 1000], [1 << 20]]) assert.equal((await agree(bytes, sizes)).ending, ending);
  });

test('where the content is held against a digest the checksum is not looked at, all else is', async () => {
  for (const [title, [bytes, ending]] of Object.entries(streams)) {
    const unlooked = title === 'a wrong checksum' ? 'whole' : ending;
    const read = await ours(bytes, [1 << 20], true);
    assert.deepEqual([title, read.ending], [title, unlooked]);
    assert.ok(read.content.equals((await ours(bytes, [1 << 20])).content), title);
  }
});

test('a match reaches back 32 KiB, over the border of a chunk, and not to what another stream left there', async () => {
  const far = Buffer.concat([varied(4, 32_768), varied(4, 32_768)]);
  const long = Buffer.concat(Array.from({ length: 40 }, () => far));
  assert.ok((await agree(gzipSync(long, { level: 9 }))).content.equals(long));
  // A fixed block: the literal "a", then three bytes from five bytes ago, where one is known.
  const { ending } = await agree(member(Buffer.from([0x4b, 0x04, 0x12, 0x00])));
  assert.equal(ending, 'corrupt');
});
