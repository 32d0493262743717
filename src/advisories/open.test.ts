import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { remembered } from '../base/remembered.ts';
import { sandbox, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { openAdvisories } from './open.ts';

type Box = ReturnType<typeof sandbox>;

/** A file's times tell its content from another one's when they are a while ago. */
const later = () => Date.now() + 3000;

async function database(box: Box, id: string): Promise<string> {
  writeEcosystems(box.bucket, ['npm']);
  writeFeed(box.bucket, 'npm', [testRecord(id, '2024-01-01T00:00:00Z', 'npm', 'x', '1')]);
  return (await box.update()).file;
}

const known = (box: Box) => remembered('database-test', join(box.home, 'compiled'));

/** How a start finds the advisories: whether it had to open them, and what they say. */
async function start(box: Box, t: TestContext, now = later) {
  const memory = known(box);
  const recall = t.mock.fn(memory.recall);
  const advisories = await openAdvisories(box.home, { ...memory, recall }, 'p1', now);
  const wasKnown = recall.mock.calls.some(({ result }) => result !== null && result !== undefined);
  const { digest } = advisories.facts();
  const ids = (await advisories.store()).lookup('npm', 'x').map(({ advisory }) => advisory.id);
  const edition = advisories.edition();
  assert.equal(advisories.facts().digest, digest, 'what was told first is what was opened');
  advisories.close();
  return { wasKnown, digest, ids, edition };
}

test('a database that was opened before is known by its file, until another one is in its place', async (t) => {
  using box = sandbox();
  await database(box, 'GHSA-1');
  for (let times = 0; times < 2; times += 1) {
    const { wasKnown, edition } = await start(box, t, Date.now);
    assert.deepEqual([wasKnown, edition], [false, null], 'written just now');
  }
  const first = await start(box, t);
  const again = await start(box, t);
  assert.deepEqual([first.wasKnown, again.wasKnown, again.ids], [false, true, ['GHSA-1']]);
  assert.deepEqual([again.digest, again.edition], [first.digest, first.edition]);

  await database(box, 'GHSA-2');
  const updated = await start(box, t);
  assert.deepEqual([updated.wasKnown, updated.ids], [false, ['GHSA-2']]);
  assert.notEqual(updated.edition, first.edition);
});

test('a file of the same size and time, put or written in its place, is another one', async (t) => {
  using box = sandbox();
  const file = await database(box, 'GHSA-1');
  const old = new Date('2024-01-01T00:00:00Z');
  utimesSync(file, old, old);
  const first = await start(box, t);
  const bytes = readFileSync(file);
  const copy = `${file}.copy`;
  writeFileSync(copy, bytes);
  utimesSync(copy, old, old);
  renameSync(copy, file);
  const put = await start(box, t);
  writeFileSync(file, bytes);
  utimesSync(file, old, old);
  const written = await start(box, t);
  assert.deepEqual([put.wasKnown, written.wasKnown], [false, false]);
  assert.equal(new Set([first.edition, put.edition, written.edition]).size, 3);
});

test('a link is known by the file that it leads to', async (t) => {
  using box = sandbox();
  const file = await database(box, 'GHSA-1');
  const elsewhere = join(dirname(box.home), 'elsewhere.db');
  renameSync(file, elsewhere);
  symlinkSync(elsewhere, file);
  const first = await start(box, t);
  using other = sandbox();
  cpSync(await database(other, 'GHSA-2'), `${elsewhere}.new`);
  renameSync(`${elsewhere}.new`, elsewhere);
  const second = await start(box, t);
  assert.deepEqual([first.ids, second.ids, second.wasKnown], [['GHSA-1'], ['GHSA-2'], false]);
});

test('a database that is damaged after it was known is an error', async (t) => {
  using box = sandbox();
  const file = await database(box, 'GHSA-1');
  await start(box, t);
  truncateSync(file, 5000);
  await assert.rejects(openAdvisories(box.home, known(box), 'p1', later), { code: 'database-damaged' });
});

test('one that is exchanged between the look and the use is the one that is used', async () => {
  using box = sandbox();
  await database(box, 'GHSA-1');
  (await openAdvisories(box.home, known(box), 'p1', later)).close();
  const advisories = await openAdvisories(box.home, known(box), 'p1', later);
  const before = [advisories.facts().digest, advisories.edition()];
  await database(box, 'GHSA-2');
  const store = await advisories.store();
  assert.deepEqual(
    store.lookup('npm', 'x').map(({ advisory }) => advisory.id),
    ['GHSA-2'],
  );
  assert.notEqual(advisories.facts().digest, before[0]);
  assert.notEqual(advisories.edition(), before[1]);
  advisories.close();
});

test('the starter advisories are those of one program', async () => {
  using box = sandbox();
  mkdirSync(box.home);
  const editions = await Promise.all(
    ['p1', 'p2', null].map(async (program) => (await openAdvisories(box.home, known(box), program)).edition()),
  );
  assert.deepEqual(editions, ['starter p1', 'starter p2', null]);
});
