import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  authorizationRecord,
  fingerprintOf,
  type LedgerBox,
  ledgerBox,
  tamper,
  verdictRecord,
} from '../../test/build/ledger.ts';
import { exportLedger } from './export.ts';
import { readExport } from './foreign.ts';
import { importLedger } from './import.ts';
import { readGivenPublicKey, readPublicKey } from './public-key.ts';
import { openLedgerReader } from './reader.ts';
import { recent } from './recent.ts';
import { verifyLedger } from './verify.ts';

const keyOf = (box: LedgerBox) => readPublicKey(join(box.home, 'keys/signing.pub'));
const sizeable = (bytes: number) => authorizationRecord('cart', { reason: 'x'.repeat(bytes) });

async function readOf(box: LedgerBox, most?: number) {
  async function* lines() {
    for (const line of exportLedger(box.home)) yield Buffer.from(line);
  }
  return readExport(lines(), [keyOf(box)], {
    file: 'ci.jsonl',
    now: new Date(),
    ...(most === undefined ? {} : { most }),
  });
}

describe('an entry', () => {
  test('as large as any may be is read by other hosts', async () => {
    using ci = ledgerBox();
    await ci.append(sizeable(12_500_000));
    assert.equal((await readOf(ci)).entries.length, 1);
  });

  test('that other hosts would not read is not recorded, and nothing else with it', async () => {
    using ci = ledgerBox();
    await ci.append(verdictRecord('cart'));
    await assert.rejects(ci.append(verdictRecord('till'), sizeable(12_600_000)), { code: 'ledger-entry-too-large' });
    assert.equal(verifyLedger(ci.home, () => {}).entries, 1);
    await ci.append(verdictRecord('till'));
    assert.equal((await readOf(ci)).entries.length, 2);
  });

  test('that would not be read from here, where it is wrapped in one of our own, is not imported', async () => {
    using ci = ledgerBox();
    using host = ledgerBox();
    await ci.append(sizeable(12_500_000));
    const publicKeys = [keyOf(ci)];
    const taken = importLedger(host.options, await readOf(ci), { file: 'ci.jsonl', publicKeys });
    await assert.rejects(taken, { code: 'ledger-entry-too-large' });
  });
});

test('an export is read up to a length, and refused as a whole beyond it', async () => {
  using ci = ledgerBox();
  await ci.append(verdictRecord('a'), verdictRecord('b'));
  const length = [...exportLedger(ci.home)].join('').length;
  assert.equal((await readOf(ci, length)).entries.length, 2);
  await assert.rejects(readOf(ci, length - 1), /larger than an export may be \(import-refused\)/);
});

const pipe = (path: string) => void execFileSync('mkfifo', ['-m', '600', path]);
const large = (path: string) => writeFileSync(path, Buffer.alloc((64 << 10) + 1, ' '), { mode: 0o600 });
const folder = (path: string) => mkdirSync(path, { mode: 0o700 });

for (const [name, code] of [
  ['ledger.head', 'ledger-unreadable'],
  ['keys/signing.pub', 'public-key-unusable'],
  ['keys/trusted/other.pub', 'public-key-unusable'],
] as const) {
  describe(`${name} that is`, () => {
    for (const [what, make, reason] of [
      ['a pipe into which nobody writes', pipe, /it is not a plain file/],
      ['a directory', folder, /it is not a plain file/],
      ['longer than any', large, /it is larger than 65.5 kB/],
    ] as const) {
      test(`${what} lets nothing pass, and nobody wait`, async () => {
        using box = ledgerBox();
        await box.append(verdictRecord('cart'));
        mkdirSync(join(box.home, 'keys/trusted'), { recursive: true, mode: 0o700 });
        const path = join(box.home, name);
        rmSync(path, { force: true });
        make(path);
        const refused = (error: unknown) => {
          assert.ok(error instanceof Error && 'code' in error, String(error));
          assert.equal(error.code, code);
          assert.match(error.message, reason);
          return true;
        };
        assert.throws(() => box.look((reader) => reader.newest(fingerprintOf('cart'))), refused);
        assert.throws(() => verifyLedger(box.home, () => {}), refused);
        await assert.rejects(box.append(verdictRecord('till')), refused);
      });
    }
  });
}

test('a private key that is a pipe, or longer than any, signs nothing', async () => {
  for (const make of [pipe, large]) {
    using box = ledgerBox();
    await box.append(verdictRecord('cart'));
    const path = join(box.home, 'keys/signing.key');
    rmSync(path);
    make(path);
    await assert.rejects(box.append(verdictRecord('till')), { code: 'signing-key-unusable' });
  }
});

test('a public key that somebody names is no longer than a key, wherever it comes from', () =>
  assert.throws(() => readGivenPublicKey('/dev/zero'), /is larger than 65.5 kB \(public-key-unusable\)/));

for (const [what, change] of [
  ['its head', 'UPDATE head SET envelope = zeroblob(70000000)'],
  ['a part of its index', 'UPDATE node SET content = CAST(zeroblob(70000000) AS TEXT)'],
  ['an entry', 'UPDATE entry SET envelope = zeroblob(70000000)'],
] as const) {
  test(`${what} that is larger than any is not read into memory`, async () => {
    using box = ledgerBox();
    await box.append(verdictRecord('cart'));
    tamper(box.home, (db) => db.exec(change));
    const reader = openLedgerReader(box.home);
    try {
      assert.throws(() => reader.newest(fingerprintOf('cart')), /string or blob too big \(ledger-damaged\)/);
    } finally {
      reader.close();
    }
  });
}

test('of what was verified, so much is remembered, and what was wanted last', () => {
  const kept = recent<number>(2);
  kept.set('a', 1);
  kept.set('b', 2);
  assert.equal(kept.get('a'), 1);
  kept.set('c', 3);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c')], [1, undefined, 3]);
});
