import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Digest } from '../base/digest.ts';
import { MOST_WEIGHT } from '../collect/harvest-weight.ts';
import { layerGap } from '../collect/layer-gaps.ts';
import type { Layer } from '../images/image-source.ts';
import type { Harvest } from '../model/harvest.ts';
import { emptyHarvest } from './harvest-gaps.ts';
import { isWorthThread, type ReadLayer, type Room, readSideBySide } from './side-by-side.ts';

const digest = (number: number): Digest => `sha256:${String(number).padStart(64, '0')}`;

function layers(count: number): readonly Layer[] {
  return Array.from({ length: count }, (_, at) => ({
    diffId: digest(at),
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    storedSize: null,
    content: { kind: 'tar', open: async () => assert.fail('nobody opens it') },
  }));
}

/** What a layer of so many bytes and so many white-outs, each of weight 1, comes to in this room. */
function harvested(at: number, size: number, weight: number, room: Room): Harvest {
  const whole = { ...emptyHarvest(digest(at), 'missing'), size, gaps: [] };
  if (size <= room.size && weight <= room.weight)
    return { ...whole, whiteouts: Array.from({ length: weight }, (_, number) => `${number}`) };
  const gaps = [{ ...layerGap('limit-crossed'), layer: digest(at) }];
  return { ...whole, size: Math.min(size, room.size + 1), gaps };
}

const room = { size: 1000, weight: MOST_WEIGHT };

test('two layers at a time, harvests in their order', async () => {
  const under = new Set<number>();
  const begun: number[] = [];
  let most = 0;
  const harvests = await readSideBySide(
    layers(6),
    room,
    async (_layer, at, room) => {
      const number = at + 1;
      under.add(number);
      begun.push(number);
      most = Math.max(most, under.size);
      // The later one of each two ends first.
      await new Promise((resolve) => setTimeout(resolve, number % 2 === 0 ? 1 : 20));
      under.delete(number);
      return harvested(number - 1, 10, 0, room);
    },
    2,
  );
  assert.deepEqual(
    harvests.map(({ diffId }) => diffId),
    layers(6).map(({ diffId }) => diffId),
  );
  assert.equal(most, 2);
  assert.deepEqual(begun, [1, 2, 3, 4, 5, 6]);
});

/** Reads layers of which each ends when it is told to; tells which were begun. */
function readByHand(sizes: readonly number[], weights: readonly number[] = []) {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const all = readSideBySide(
    layers(sizes.length).map((layer, at) => ({ ...layer, storedSize: sizes[at] ?? 0 })),
    room,
    async (_layer, at, room) => {
      const number = at + 1;
      begun.push(number);
      await new Promise<void>((resolve) => ends.set(number, resolve));
      return harvested(number - 1, sizes[number - 1] ?? 0, weights[number - 1] ?? 0, room);
    },
    2,
  );
  return {
    all,
    begun,
    end: async (number: number) => {
      ends.get(number)?.();
      await new Promise(setImmediate);
    },
  };
}

test('the largest layers are read first, and the next one as soon as any has ended', async () => {
  const { all, begun, end } = readByHand([1, 50, 7, 50, 8]);
  assert.deepEqual(begun, [2, 4]);
  await end(4);
  assert.deepEqual(begun, [2, 4, 5]);
  await end(2);
  await end(5);
  assert.deepEqual(begun, [2, 4, 5, 3, 1]);
  await end(1);
  await end(3);
  assert.deepEqual(
    (await all).map(({ size }) => size),
    [1, 50, 7, 50, 8],
  );
});

test('no more is read ahead than leaves room for those whose turn comes before', async () => {
  const byWeight = readByHand([9, 8, 7, 6, 5], [0, 0, MOST_WEIGHT / 3, 0, 0]);
  await byWeight.end(2);
  await byWeight.end(3);
  // The first one is still read: nothing is begun beside it.
  assert.deepEqual(byWeight.begun, [1, 2, 3]);
  await byWeight.end(1);
  assert.deepEqual(byWeight.begun, [1, 2, 3, 4, 5]);
  const bySize = readByHand([100, 300, 250, 20, 10]);
  await bySize.end(2);
  await bySize.end(3);
  // What is ahead is more than half of it, and the first one is begun.
  assert.deepEqual(bySize.begun, [2, 3, 1]);
  await bySize.end(1);
  assert.deepEqual(bySize.begun, [2, 3, 1, 4, 5]);
  for (const { end } of [byWeight, bySize]) for (const number of [4, 5]) await end(number);
  for (const { all } of [byWeight, bySize]) assert.ok((await all).every(({ gaps }) => gaps.length === 0));
});

test('layers that are bombs are not all blown up before the first one has its turn', async () => {
  let read = 0;
  const bombs = layers(50).map((layer, at) => ({ ...layer, storedSize: at }));
  const harvests = await readSideBySide(
    bombs,
    room,
    async (_layer, at, room) => {
      const number = at + 1;
      await new Promise(setImmediate);
      const harvest = harvested(number - 1, 10_000, 0, room);
      read += Math.max(harvest.size, 0);
      return harvest;
    },
    2,
  );
  assert.ok(harvests.every(({ gaps }) => gaps.some(({ reason }) => reason === 'limit-crossed')));
  // Two ahead, the first one, and that again alone: each up to the limit, by which it is seen to be crossed.
  assert.ok(read <= 4 * (room.size + 1), `${read} bytes were read where ${room.size} are the limit`);
});

test('whatever crosses a limit, it comes to the same as one after the other', async () => {
  let seed = 1;
  const random = (most: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % most;
  };
  let crossed = 0;
  for (let round = 0; round < 300; round += 1) {
    const sizes = Array.from({ length: 1 + random(6) }, () => random(400));
    const weights = sizes.map(() => (random(5) === 0 ? Math.floor(MOST_WEIGHT / (1 + random(4))) : random(10)));
    const read: ReadLayer = async (_layer, at, room) => {
      const number = at + 1;
      await new Promise((resolve) => setImmediate(resolve));
      return harvested(number - 1, sizes[number - 1] ?? 0, weights[number - 1] ?? 0, room);
    };
    const stored = layers(sizes.length).map((layer) => ({ ...layer, storedSize: random(3) === 0 ? null : random(9) }));
    const alone = await readSideBySide(stored, room, read, 1);
    const together = await readSideBySide(stored, room, read, 2 + random(3));
    assert.deepEqual(together, alone, JSON.stringify({ sizes, weights }));
    if (alone.some(({ gaps }) => gaps.length > 0)) crossed += 1;
  }
  assert.ok(crossed > 50, `only ${crossed} crossed a limit`);
});

test('what is wrong with more than a layer ends it: no further one is begun, and those under way are not waited for', async () => {
  const begun: number[] = [];
  const sizes = [1, 50, 40, 5];
  const read: ReadLayer = (_layer, at) => {
    const number = at + 1;
    begun.push(number);
    return number === 2 ? Promise.reject(new Error('the disk is gone')) : new Promise(() => {});
  };
  const all = layers(4).map((layer, at) => ({ ...layer, storedSize: sizes[at] ?? 0 }));
  await assert.rejects(readSideBySide(all, room, read, 2), /the disk is gone/);
  await new Promise(setImmediate);
  assert.deepEqual(begun, [2, 3]);
});

test('what is wrong with one of those before is told first', async () => {
  const read: ReadLayer = async (_layer, at, room) => {
    const number = at + 1;
    if (number === 2) throw new Error('the disk is gone');
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (number === 1) throw new Error('the disk was full');
    return harvested(number - 1, 1, 0, room);
  };
  await assert.rejects(readSideBySide(layers(4), room, read, 2), /the disk was full/);
});

test('a layer that is another one than its image says is said to be', async () => {
  const [first, second] = await readSideBySide(
    layers(2),
    room,
    async (_layer, at, room) => harvested(at === 1 ? 7 : 0, 1, 0, room),
    2,
  );
  assert.deepEqual(first?.gaps, []);
  assert.equal(second?.diffId, digest(1));
  assert.equal(second?.gaps[0]?.reason, 'digest-mismatch');
});

test('a thread beside is for layers that an engine has unpacked, where there is enough besides the largest one', () => {
  const [layer] = layers(1);
  const content = {
    kind: 'unpacked',
    store: '/',
    layer: { folder: '', list: '' },
    pieces: assert.fail,
    has: assert.fail,
    otherwise: assert.fail,
  } as const;
  const of = (...sizes: (number | null)[]) => sizes.map((storedSize) => ({ ...layer!, storedSize, content }));
  assert.equal(isWorthThread(of(900 << 20), 2), false);
  assert.equal(isWorthThread(of(900 << 20, 1 << 20), 2), false);
  assert.equal(isWorthThread(of(200 << 20, 500 << 20), 2), true);
  assert.equal(isWorthThread(of(...Array.from({ length: 9 }, () => 5 << 20)), 2), true);
  assert.equal(isWorthThread(of(null, null), 2), true);
  assert.equal(isWorthThread(of(200 << 20, 500 << 20), 1), false);
  assert.equal(
    isWorthThread(
      layers(9).map((one) => ({ ...one, storedSize: 1 << 30 })),
      2,
    ),
    false,
  );
});
