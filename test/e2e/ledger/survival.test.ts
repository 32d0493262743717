import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLedgerReader } from '../../../src/ledger/reader.ts';
import { verifyLedger } from '../../../src/ledger/verify.ts';
import { appendRecords } from '../../../src/ledger/writer.ts';
import { withListedIndex } from '../../build/earlier-ledger.ts';
import { fingerprintOf, ledgerBox, verdictRecord, writeOptions } from '../../build/ledger.ts';
import { isRoot } from '../build/parts.ts';

const program = fileURLToPath(new URL('writer-child.ts', import.meta.url));

interface Writer {
  readonly child: ChildProcess;
  /** What it said was written: numbers and digests, in order. */
  readonly acknowledged: () => readonly string[];
  readonly complaint: () => string;
}

function startWriter(home: string, seed: string): Writer {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, home, seed], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  return { child, acknowledged: () => said.split('\n').slice(0, -1), complaint: () => complaint };
}

async function killed({ child }: Writer): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

async function wrote(writers: readonly Writer[], count: number): Promise<void> {
  while (writers.every((writer) => writer.acknowledged().length < count)) await wait(5);
}

/** The digest of each entry, by its number. */
function digestsOf(home: string): Map<number, string> {
  const found = new Map<number, string>();
  const reader = openLedgerReader(home);
  try {
    const db = new DatabaseSync(`${home}/ledger.db`, { readOnly: true });
    for (const row of db.prepare('SELECT sequence, envelope FROM entry').all()) {
      const statement = JSON.parse(Buffer.from(row['envelope'] as Uint8Array).toString());
      const { predicate } = JSON.parse(Buffer.from(statement.payload, 'base64').toString());
      const entry = reader.newest(predicate.record.fingerprint);
      if (entry !== null) found.set(entry.sequence, entry.digest);
    }
    db.close();
    return found;
  } finally {
    reader.close();
  }
}

test('kill -9 at any moment loses no acknowledged entry, and leaves a ledger that verifies', {
  timeout: 600_000,
}, async (t) => {
  using box = ledgerBox();
  const rounds = 30;
  const early = 10;
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const writers = [startWriter(box.home, `r${round}a`), startWriter(box.home, `r${round}b`)];
    // The first rounds end early: before anything is there, and while keys, database and head are made.
    if (round < early) await wait(100 + round * 40);
    else await wrote(writers, randomInt(1, 8));
    await wait(randomInt(0, 60));
    await Promise.all(writers.map(killed));
    for (const writer of writers) {
      assert.equal(writer.complaint(), '');
      acknowledged.push(...writer.acknowledged());
    }
    verifyLedger(box.home, () => {});
  }
  const digests = digestsOf(box.home);
  for (const line of acknowledged) {
    const [sequence, digest] = line.split(' ');
    assert.equal(digests.get(Number(sequence)), digest, `entry ${sequence} was acknowledged`);
  }
  const { entries } = verifyLedger(box.home, () => {});
  t.diagnostic(`${rounds} rounds, ${acknowledged.length} acknowledged, ${entries} entries`);
  assert.ok(acknowledged.length >= rounds - early, 'writers were killed before they wrote anything');
});

test('kill -9 while the index of an old ledger is made anew leaves the one or the other', {
  timeout: 300_000,
}, async (t) => {
  using box = ledgerBox();
  const count = 1500;
  await box.append(...Array.from({ length: count }, (_, i) => verdictRecord(`image${i}`)));
  withListedIndex(box);
  const isOld = () => {
    const db = new DatabaseSync(`${box.home}/ledger.db`, { readOnly: true });
    try {
      return db.prepare('PRAGMA user_version').get()?.['user_version'] === 1;
    } finally {
      db.close();
    }
  };
  let kills = 0;
  for (let pause = 250; isOld(); pause *= 1.5) {
    const writer = startWriter(box.home, `r${pause}`);
    await wait(pause);
    await killed(writer);
    assert.equal(writer.complaint(), '');
    kills += isOld() ? 1 : 0;
    const { entries } = verifyLedger(box.home, () => {});
    assert.ok(entries >= count + writer.acknowledged().length && (entries === count || !isOld()), `${entries} entries`);
    assert.ok(box.look((reader) => reader.newest(fingerprintOf('image1499'))) !== null);
  }
  t.diagnostic(`killed ${kills} times before it was made`);
  assert.ok(kills > 0);
});

test('thousands of look-ups a second while others write', { timeout: 120_000 }, async (t) => {
  using box = ledgerBox();
  await box.append(...Array.from({ length: 500 }, (_, i) => verdictRecord(`image${i}`)));
  const writers = [startWriter(box.home, 'a'), startWriter(box.home, 'b')];
  const reader = openLedgerReader(box.home);
  try {
    await wrote(writers, 1);
    const identities = Array.from({ length: 500 }, (_, i) => fingerprintOf(`image${i}`));
    let count = 0;
    const began = process.cpuUsage();
    const until = performance.now() + 3000;
    while (performance.now() < until) {
      for (const identity of identities) {
        assert.ok(reader.newest(identity) !== null);
        count += 1;
      }
      // What the writers say is read between.
      await wait(0);
    }
    // By what this process was given of the processor: others may want it as well.
    const { user, system } = process.cpuUsage(began);
    const rate = count / ((user + system) / 1e6);
    const entries = writers.reduce((sum, writer) => sum + writer.acknowledged().length, 0);
    t.diagnostic(
      `${Math.round(rate)} look-ups a second of processor, ${Math.round(count / 3)} by the clock; ${entries} entries`,
    );
    assert.ok(rate > 2000, `${rate} look-ups a second`);
    for (const writer of writers) assert.equal(writer.complaint(), '');
  } finally {
    reader.close();
    await Promise.all(writers.map(killed));
  }
  verifyLedger(box.home, () => {});
});

test('a full disk is an error, and leaves all as it was', { timeout: 120_000 }, async (t) => {
  if (!isRoot(t)) return;
  using box = ledgerBox();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'plimsoll-test', box.home]);
  try {
    let written = 0;
    const fill = async (seed: string): Promise<string> => {
      for (let i = 0; ; i += 1) {
        try {
          await box.append(...Array.from({ length: 10 }, (_, at) => verdictRecord(`${seed}${i}-${at}`)));
          written += 10;
        } catch (error) {
          return error instanceof Error && 'code' in error ? String(error.code) : String(error);
        }
      }
    };
    assert.equal(await fill('a'), 'no-room-for-ledger');
    assert.equal(verifyLedger(box.home, () => {}).entries, written);
    assert.deepEqual(
      readdirSync(box.home).filter((name) => name.endsWith('.new')),
      [],
    );
    // What can be read, can be looked up.
    const reader = openLedgerReader(box.home);
    assert.ok(reader.newest(fingerprintOf('a0-0')) !== null);
    reader.close();
    execFileSync('mount', ['-o', 'remount,size=3m', box.home]);
    assert.equal(await fill('b'), 'no-room-for-ledger');
    assert.equal(verifyLedger(box.home, () => {}).entries, written);
    t.diagnostic(`${written} entries in 3 MB`);
  } finally {
    execFileSync('umount', [box.home]);
  }
});

test('a full disk before there is a ledger is an error, too', async (t) => {
  if (!isRoot(t)) return;
  for (const size of ['4k', '8k', '16k', '32k', '64k']) {
    using box = ledgerBox();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'plimsoll-test', box.home]);
    try {
      await assert.rejects(box.append(verdictRecord('cart')), { code: 'no-room-for-ledger' }, size);
      execFileSync('mount', ['-o', 'remount,size=4m', box.home]);
      await box.append(verdictRecord('cart'));
      assert.equal(verifyLedger(box.home, () => {}).entries, 1);
    } finally {
      execFileSync('umount', [box.home]);
    }
  }
});

test('a ledger that others lock for too long is an error, and nothing is written', async () => {
  using box = ledgerBox();
  await box.append(verdictRecord('cart'));
  for (const file of ['ledger.lock', 'ledger.db']) {
    const other = new DatabaseSync(`${box.home}/${file}`);
    other.exec('BEGIN EXCLUSIVE');
    const began = performance.now();
    await assert.rejects(appendRecords(writeOptions(box.home, { patience: 300 }), [verdictRecord('till')]), {
      code: 'ledger-busy',
    });
    assert.ok(performance.now() - began < 5000);
    other.exec('ROLLBACK');
    other.close();
  }
  assert.equal(verifyLedger(box.home, () => {}).entries, 1);
  assert.equal((await box.append(verdictRecord('till')))[0]?.sequence, 2);
});

test('who waits for others can be told to stop', async () => {
  using box = ledgerBox();
  await box.append(verdictRecord('cart'));
  const other = new DatabaseSync(`${box.home}/ledger.lock`);
  other.exec('BEGIN EXCLUSIVE');
  const stop = new AbortController();
  const writing = appendRecords(writeOptions(box.home, { signal: stop.signal }), [verdictRecord('till')]);
  stop.abort(new Error('enough'));
  await assert.rejects(writing);
  other.close();
  assert.equal(verifyLedger(box.home, () => {}).entries, 1);
});

test('a ledger that may not be read is an error', async (t) => {
  if (!isRoot(t)) return;
  using box = ledgerBox();
  await box.append(verdictRecord('cart'));
  const reader = `
    import { openLedgerReader } from ${JSON.stringify(new URL('../../../src/ledger/reader.ts', import.meta.url).href)};
    import { fingerprintOf } from ${JSON.stringify(new URL('../../build/ledger.ts', import.meta.url).href)};
    process.setgid(65534);
    process.setuid(65534);
    try {
      console.log(openLedgerReader(process.argv[1]).newest(fingerprintOf('cart')));
    } catch (error) {
      console.log(error.code);
    }`;
  const asNobody = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', reader, box.home], { encoding: 'utf8' }).trim();
  assert.equal(asNobody(), 'ledger-unreadable');
  execFileSync('chmod', ['755', box.home]);
  assert.equal(asNobody(), 'ledger-unreadable');
  assert.equal(statSync(box.home).mode & 0o777, 0o755);
});
