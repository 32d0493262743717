import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  builtFrom,
  type Sandbox,
  sandbox,
  serve,
  type TestRecord,
  testRecord,
  writeEcosystems,
  writeFeed,
} from './bucket-for-tests.ts';

const npm = (at: number, fixed = `1.${at}`, modified = '2024-01-01T00:00:00Z') =>
  testRecord(`GHSA-${at}`, modified, 'npm', `pkg${at}`, fixed);
const usual: readonly TestRecord[] = Array.from({ length: 200 }, (_, at) => npm(at));

function fill(bucket: string, records: readonly TestRecord[], singles = true): void {
  writeEcosystems(bucket, ['npm']);
  writeFeed(bucket, 'npm', records, singles);
}

/** A database built of these records, where `db pull` would put it. */
async function built(box: Sandbox, records: readonly TestRecord[]): Promise<void> {
  const bucket = join(box.home, '..', 'other');
  fill(bucket, records);
  mkdirSync(box.home, { recursive: true });
  await builtFrom(bucket, join(box.home, 'advisories.db'));
  rmSync(bucket, { recursive: true });
}

/** Updates from a served bucket of these records; what was asked of it, and whether a machine without any database comes to the same content. */
async function updated(box: Sandbox, records: readonly TestRecord[], singles = true) {
  fill(box.bucket, records, singles);
  await using server = await serve(box.bucket);
  const result = await box.update({ sources: [server.url] });
  const asked = server.asked.map((path) => path.replace('/npm/', ''));
  using other = sandbox();
  fill(other.bucket, records, singles);
  const afresh = await other.update();
  assert.equal(result.facts.digest, afresh.facts.digest);
  const [feed] = result.feeds;
  return {
    archive: asked.includes('all.zip'),
    singles: asked.filter((path) => path.endsWith('.json')),
    did: [feed?.inherited, feed?.how, feed?.added, feed?.changed, feed?.removed],
  };
}

describe('an update goes on from a built database', () => {
  test('where nothing is new, after a few probes', async () => {
    using box = sandbox();
    await built(box, usual);
    const { archive, singles, did } = await updated(box, usual);
    assert.deepEqual([archive, new Set(singles).size, did], [false, 8, [true, 'nothing', 0, 0, 0]]);
    assert.deepEqual((await box.update()).facts.feeds.length, 1, 'and further on, from another place');
  });

  test('with what is new, changed and gone', async () => {
    using box = sandbox();
    await built(box, usual);
    const changed = npm(5, '9.9', '2024-02-02T00:00:00Z');
    const now = [...usual.slice(0, 5), changed, ...usual.slice(6, 199), npm(300)];
    const { archive, singles, did } = await updated(box, now);
    assert.deepEqual([archive, did], [false, [true, 'singly', 1, 1, 1]]);
    assert.ok(singles.includes('GHSA-5.json') && singles.includes('GHSA-300.json'));
    await using server = await serve(box.bucket);
    const again = await box.update({ sources: [server.url] });
    assert.equal(again.facts.feeds[0]?.records, 200);
  });

  test('dates that differ below a second are the same', async () => {
    using box = sandbox();
    await built(box, usual);
    fill(box.bucket, usual);
    const list = usual.map(({ id }) => `2024-01-01T00:00:00.25Z,${id}\n`).join('');
    writeFileSync(join(box.bucket, 'npm', 'modified_id.csv'), list);
    await using server = await serve(box.bucket);
    const { feeds } = await box.update({ sources: [server.url] });
    assert.deepEqual([feeds[0]?.inherited, feeds[0]?.how], [true, 'nothing']);
  });
});

describe('a database that lies makes an update miss nothing', () => {
  const lies: Readonly<Record<string, readonly TestRecord[]>> = {
    'says something else of everything under the same dates': usual.map((_, at) => npm(at, '0.0.1')),
    'leaves most out': usual.slice(0, 20),
    'dates records into the future': usual.map((_, at) => npm(at, '0.0.1', '2999-01-01T00:00:00Z')),
    'has records that the source never had': [...usual, ...Array.from({ length: 40 }, (_, at) => npm(900 + at))],
    'has one too many': [...usual, npm(900)],
    'dates everything to the year 1': usual.map((_, at) => npm(at, '0.0.1', '0001-01-01T00:00:00Z')),
  };
  for (const [lie, records] of Object.entries(lies)) {
    test(`that ${lie}`, async () => {
      using box = sandbox();
      await built(box, records);
      await updated(box, usual);
    });
  }

  test('that tells other dates than its content has, or was meddled with', async () => {
    for (const meddling of [
      "UPDATE record SET modified = '2023-01-01T00:00:00Z', listed = '2024-01-01T00:00:00Z'",
      "DELETE FROM record WHERE id = 'GHSA-7'",
      'UPDATE record SET digest = randomblob(32)',
      'DELETE FROM entry',
    ]) {
      using box = sandbox();
      await built(box, usual);
      const db = new DatabaseSync(join(box.home, 'advisories.db'));
      db.exec(meddling);
      db.close();
      const { did } = await updated(box, usual);
      assert.deepEqual(did.slice(0, 2), [false, 'archive'], meddling);
    }
  });
});

describe('everything is fetched', () => {
  test('where the source has no single records to compare', async () => {
    using box = sandbox();
    await built(box, usual);
    const { archive, did } = await updated(box, usual, false);
    assert.deepEqual([archive, did.slice(0, 2)], [true, [false, 'archive']]);
  });

  test('where a feed comes from several sources', async () => {
    using box = sandbox();
    await built(box, usual);
    fill(box.bucket, usual);
    const second = join(box.home, '..', 'second');
    fill(second, [npm(1)]);
    const { feeds } = await box.update({ sources: [box.bucket, second].map((place) => pathToFileURL(place).href) });
    assert.deepEqual(
      feeds.map(({ inherited, how }) => [inherited, how]),
      [
        [false, 'archive'],
        [false, 'archive'],
      ],
    );
  });
});
