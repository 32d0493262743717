import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { harvestOptions, lineCollector } from '../../test/build/collector.ts';
import { file, tar } from '../../test/build/tar.ts';
import { harvestLayer } from './harvest-layer.ts';
import { LargeTurns } from './large-turns.ts';

const large = 20 << 20;
const step = 1 << 20;
const archive = tar([file('db', Buffer.alloc(large, 1)), file('other', Buffer.alloc(8 * step))]);
const collectors = [{ ...lineCollector(), take: () => ({ items: [] }) }];

/** The archive, piece by piece; `shown` is told how much has been asked for. */
async function* shownPieces(shown: (bytes: number) => void) {
  for (let at = 0; at < archive.length; at += step) {
    shown(at);
    yield archive.subarray(at, at + step);
    await setTimeout(1);
  }
  shown(archive.length);
}

function reading(turns: LargeTurns | null, shown: (bytes: number) => void, signal = new AbortController().signal) {
  const limits = { collectors, maxFileSize: large, signal };
  return harvestLayer(shownPieces(shown), harvestOptions(turns === null ? limits : { ...limits, largeTurns: turns }));
}

/** The most that was seen of both archives at a time: within their large files, and before either ended. */
async function mostTogether(turns: LargeTurns | null): Promise<{ within: number; before: number }> {
  const at = [0, 0];
  const most = { within: 0, before: 0 };
  const read = (one: number) =>
    reading(turns, (bytes) => {
      at[one] = bytes;
      const least = Math.min(...at);
      if (Math.max(...at) < large) most.within = Math.max(most.within, least);
      if (Math.max(...at) < archive.length) most.before = Math.max(most.before, least);
    });
  const both = await Promise.all([read(0), read(1)]);
  assert.deepEqual(both[0], both[1]);
  assert.equal(both[0]?.harvest.size, archive.length);
  return most;
}

test('of two layers with a large file one waits with its first piece until that of the other has gone by', async () => {
  assert.ok((await mostTogether(null)).within > large / 2);
  const { within, before } = await mostTogether(new LargeTurns());
  assert.equal(within, 0);
  assert.ok(before > step, `${before}`);
});

test('who waits stops when the scan is aborted, and lets the next one go on', async () => {
  const turns = new LargeTurns();
  const end = await turns.begin(new AbortController().signal);
  const stop = new AbortController();
  const second = reading(turns, () => {}, stop.signal);
  const third = reading(turns, () => {});
  await setTimeout(50);
  stop.abort(new Error('enough'));
  await assert.rejects(second, /enough/);
  end();
  assert.equal((await third).harvest.gaps.length, 0);
});

test('a layer that fails in the middle of a large file gives its turn back', async () => {
  const turns = new LargeTurns();
  async function* broken() {
    yield archive.subarray(0, 4 * step);
    yield archive.subarray(4 * step, 5 * step);
    throw new Error('gone');
  }
  await assert.rejects(
    harvestLayer(broken(), harvestOptions({ collectors, maxFileSize: large, largeTurns: turns })),
    /gone/,
  );
  await turns.begin(AbortSignal.timeout(1000));
});
