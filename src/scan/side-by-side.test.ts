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

test('two layers at a time, harvests in their order, and one layer at a time shows how far it is', async () => {
  const under = new Set<number>();
  const begun: number[] = [];
  let most = 0;
  const harvests = await readSideBySide(
    layers(6),
    room,
    async (_layer, number, room, isNext) => {
      under.add(number);
      begun.push(number);
      most = Math.max(most, under.size);
      // The later one of each two ends first.
      await new Promise((resolve) => setTimeout(resolve, number % 2 === 0 ? 1 : 20));
      assert.ok([...under].every((other) => other >= number) === isNext() || number % 2 === 0);
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
    const read: ReadLayer = async (_layer, number, room) => {
      await new Promise((resolve) => setImmediate(resolve));
      return harvested(number - 1, sizes[number - 1] ?? 0, weights[number - 1] ?? 0, room);
    };
    const alone = await readSideBySide(layers(sizes.length), room, read, 1);
    const together = await readSideBySide(layers(sizes.length), room, read, 2 + random(3));
    assert.deepEqual(together, alone, JSON.stringify({ sizes, weights }));
    if (alone.some(({ gaps }) => gaps.length > 0)) crossed += 1;
  }
  assert.ok(crossed > 50, `only ${crossed} crossed a limit`);
});

test('what is wrong with more than a layer is told in its turn, and nothing is left unheard', async () => {
  const read: ReadLayer = async (_layer, number, room) => {
    if (number === 2) throw new Error('the disk is gone');
    await new Promise((resolve) => setTimeout(resolve, 10));
    return harvested(number - 1, 1, 0, room);
  };
  await assert.rejects(readSideBySide(layers(4), room, read, 2), /the disk is gone/);
});

test('a layer that is another one than its image says is said to be', async () => {
  const [first, second] = await readSideBySide(
    layers(2),
    room,
    async (_layer, number, room) => harvested(number === 2 ? 7 : 0, 1, 0, room),
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
