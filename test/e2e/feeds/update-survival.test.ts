import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Sandbox,
  sandbox,
  testRecord,
  writeEcosystems,
  writeFeed,
} from '../../../src/advisories/bucket-for-tests.ts';
import { openSqliteStore } from '../../../src/advisories/sqlite-store.ts';
import { integrityFault } from '../../../src/advisories/update-workspace.ts';

const updater = fileURLToPath(new URL('update-child.ts', import.meta.url));
const reader = fileURLToPath(new URL('reader-child.ts', import.meta.url));

/** Without the test runner's own flags, which a fork would inherit. */
const childOptions: ForkOptions = { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] };

/** A generation of a feed: every record of it says which one it is. */
function writeGeneration(box: Sandbox, generation: number, count = 500): void {
  const day = String((generation % 28) + 1).padStart(2, '0');
  const records = Array.from({ length: count }, (_, at) =>
    testRecord(
      `DSA-${at}`,
      `2024-${String((Math.floor(generation / 28) % 12) + 1).padStart(2, '0')}-${day}T00:00:00Z`,
      'Debian:12',
      `pkg${at % 50}`,
      `1.${generation}`,
    ),
  );
  writeEcosystems(box.bucket, ['Debian']);
  writeFeed(box.bucket, 'Debian', records);
}

function startUpdate(box: Sandbox): ChildProcess {
  return fork(updater, [box.home, pathToFileURL(box.bucket).href], childOptions);
}

const ended = (child: ChildProcess) =>
  new Promise<{ code: number | null; stderr: string }>((resolve) => {
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (code) => resolve({ code, stderr }));
  });

/** Every look-up of one opened database must come from one generation. */
function generationOf(file: string): string {
  const store = openSqliteStore(file);
  try {
    const found = new Set<string>();
    for (let at = 0; at < 50; at++) {
      const matches = store.lookup('Debian:12', `pkg${at}`);
      assert.equal(matches.length, 10);
      for (const { affected } of matches) found.add(JSON.stringify(affected.ranges[0]?.events[1]));
    }
    assert.equal(found.size, 1, [...found].join());
    return [...found].join();
  } finally {
    store.close();
  }
}

test('four readers look up through three updates and see one whole database each time', {
  timeout: 60_000,
}, async () => {
  using box = sandbox();
  writeGeneration(box, 1);
  await box.update();
  const file = join(box.home, 'advisories.db');
  const readers = Array.from({ length: 4 }, () => fork(reader, [file], childOptions));
  const reports = readers.map(
    (child) =>
      new Promise<{ rounds: number; generations: string[] }>((resolve) =>
        child.once('message', (m) => resolve(m as never)),
      ),
  );
  const ends = readers.map(ended);
  try {
    for (const generation of [2, 3, 4]) {
      await wait(250);
      writeGeneration(box, generation);
      assert.equal((await box.update()).changed, true);
    }
    await wait(250);
    for (const child of readers) child.send('stop');
    for (const report of await Promise.all(reports)) {
      assert.ok(report.rounds > 3, `${report.rounds} rounds`);
      assert.ok(report.generations.length > 1, report.generations.join());
    }
    for (const end of await Promise.all(ends)) assert.deepEqual(end, { code: 0, stderr: '' });
  } finally {
    for (const child of readers) child.kill('SIGKILL');
  }
});

test('killed at any moment, an update leaves the old or the new database whole', { timeout: 120_000 }, async (t) => {
  using box = sandbox();
  writeGeneration(box, 0);
  const file = join(box.home, 'advisories.db');
  // How long an update takes here, from its first line on, so that the kills fall all over it.
  const first = startUpdate(box);
  const firstEnd = ended(first);
  await once(first, 'message');
  const begun = performance.now();
  assert.deepEqual(await firstEnd, { code: 0, stderr: '' });
  const length = performance.now() - begun;
  let seed = 12345;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  let killed = 0;
  let left = 0;
  for (let round = 1; round <= 20; round++) {
    const before = generationOf(file);
    writeGeneration(box, round);
    const child = startUpdate(box);
    const end = ended(child);
    await once(child, 'message');
    await wait(length * random());
    child.kill('SIGKILL');
    if ((await end).code === null) killed++;
    if (existsSync(join(box.home, 'advisories-incoming'))) left++;
    assert.equal(integrityFault(file), null);
    const after = generationOf(file);
    assert.ok(after === before || after === JSON.stringify({ fixed: `1.${round}` }), `${before} became ${after}`);
  }
  t.diagnostic(`${killed} of 20 updates were killed in time, ${left} of them left something behind`);
  assert.ok(killed > 5, `${killed} were killed`);
  await box.update();
  assert.deepEqual(
    readdirSync(box.home)
      .filter((name) => name !== 'advisories.lock.holder')
      .sort(),
    ['advisories.db', 'advisories.db.sum', 'advisories.lock'],
  );
});

test('of two updates at once the second waits, or says who is at work', { timeout: 60_000 }, async () => {
  using box = sandbox();
  writeGeneration(box, 1, 100);
  await box.update();
  const lock = new DatabaseSync(join(box.home, 'advisories.lock'));
  lock.exec('BEGIN IMMEDIATE');
  writeFileSync(join(box.home, 'advisories.lock.holder'), 'pid 4711');
  await assert.rejects(box.update({ patience: 300 }), { code: 'update-running', message: /\(pid 4711\)/ });
  const told: string[] = [];
  const waiting = box.update({ patience: 20_000, progress: { step: ({ what }) => told.push(what.en) } });
  await wait(300);
  lock.close();
  await waiting;
  assert.equal(told[0], 'Waiting for another update (pid 4711)');
  const [a, b] = await Promise.all([startUpdate(box), startUpdate(box)].map(ended));
  assert.deepEqual([a?.code, b?.code], [0, 0]);
});

test('a full disk leaves the old database', { timeout: 60_000 }, async (t) => {
  using box = sandbox();
  mkdirSync(box.home);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', box.home], { stdio: 'pipe' });
  } catch {
    t.skip('needs the right to mount a file system');
    return;
  }
  try {
    writeGeneration(box, 1, 50);
    const before = await box.update();
    writeGeneration(box, 2, 3000);
    await assert.rejects(box.update(), { code: 'no-room-for-database' });
    const store = openSqliteStore(join(box.home, 'advisories.db'));
    assert.equal(store.facts.digest, before.facts.digest);
    store.close();
    assert.deepEqual(readdirSync(box.home).sort(), ['advisories.db', 'advisories.db.sum', 'advisories.lock']);
    writeGeneration(box, 2, 60);
    assert.equal((await box.update()).changed, true);
  } finally {
    execFileSync('umount', [box.home]);
  }
});
