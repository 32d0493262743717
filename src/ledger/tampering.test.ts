import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { denialRecord, fingerprintOf, type LedgerBox, ledgerBox, verdictRecord } from '../../test/build/ledger.ts';
import {
  attacks,
  damage,
  filled,
  honest,
  replaceDatabase,
  watched,
  withSameBeginning,
} from '../../test/build/ledger-attacks.ts';
import { openLedgerReader } from './reader.ts';
import { verifyLedger } from './verify.ts';

/** What a look-up says of the images that matter: a kind, or the code of the error. */
function answers(box: LedgerBox): string[] {
  return box.look((reader) =>
    watched.map((seed) => {
      try {
        const entry = reader.newest(fingerprintOf(seed));
        return entry === null ? 'unknown' : entry.record.kind === 'verdict' ? entry.record.decision : entry.record.kind;
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : String(error);
      }
    }),
  );
}

function verification(box: LedgerBox): string {
  try {
    return `${verifyLedger(box.home, () => {}).entries} entries`;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === damage)) throw error;
    return error.message.replace(/^.*?is damaged: /, '').replace(` (${damage})`, '');
  }
}

describe('whoever changes a ledger without its key is found:', () => {
  for (const { what, does, found, answered } of attacks) {
    test(what, async () => {
      using box = await filled();
      await does(box);
      assert.deepEqual(answers(box), answered ?? watched.map(() => damage));
      const said = verification(box);
      if (typeof found === 'string') assert.equal(said, found);
      else assert.match(said, found);
      if (said === `48 entries`) return;
      // And nobody writes behind it, as if nothing were the matter, where that would hide it.
      if (answered === undefined) await assert.rejects(box.append(verdictRecord('next')), { code: damage });
    });
  }
});

test('a running gate finds that the ledger was put back, head and all', async () => {
  using box = await filled();
  using earlier = ledgerBox();
  await withSameBeginning(box, earlier, 47);
  const reader = openLedgerReader(box.home);
  try {
    assert.equal(reader.newest(fingerprintOf('cart'))?.record.kind, 'revocation');
    replaceDatabase(earlier, box);
    renameSync(join(earlier.home, 'ledger.head'), join(box.home, 'ledger.head'));
    assert.throws(() => reader.newest(fingerprintOf('cart')), { code: damage });
    await box.append(verdictRecord('y'));
    assert.throws(() => reader.newest(fingerprintOf('till')), { code: damage });
  } finally {
    reader.close();
  }
});

test('a running gate finds that the ledger was taken away', async () => {
  using box = await filled();
  const reader = openLedgerReader(box.home);
  try {
    assert.equal(reader.newest(fingerprintOf('till'))?.sequence, 4);
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'ledger.head'])
      rmSync(join(box.home, name), { force: true });
    assert.throws(() => reader.newest(fingerprintOf('till')), { code: damage });
  } finally {
    reader.close();
  }
});

test('a running gate goes on with a database that was put anew in its place, and is the same', async () => {
  using box = await filled();
  const reader = openLedgerReader(box.home);
  try {
    assert.equal(reader.newest(fingerprintOf('till'))?.sequence, 4);
    copyFileSync(join(box.home, 'ledger.db'), join(box.home, 'copy.db'));
    renameSync(join(box.home, 'copy.db'), join(box.home, 'ledger.db'));
    assert.equal(reader.newest(fingerprintOf('till'))?.sequence, 4);
    await box.append(denialRecord('till'));
    assert.equal(reader.newest(fingerprintOf('till'))?.sequence, 49);
  } finally {
    reader.close();
  }
});

test('entries are neither changed nor deleted by accident', async () => {
  using box = await filled();
  const db = new DatabaseSync(join(box.home, 'ledger.db'));
  for (const slip of [
    'DELETE FROM entry WHERE sequence = 48',
    "UPDATE entry SET envelope = x'00'",
    "INSERT OR REPLACE INTO entry VALUES (3, x'00')",
    "INSERT INTO entry VALUES (60, x'00')",
  ]) {
    assert.throws(() => db.exec(slip), /ledger/);
  }
  db.close();
  assert.equal(verification(box), '48 entries');
});

test('a head that lags behind, as a kill leaves it, is no damage', async () => {
  using box = await filled();
  const head = readFileSync(join(box.home, 'ledger.head'));
  await box.append(verdictRecord('y'));
  writeFileSync(join(box.home, 'ledger.head'), head);
  assert.equal(verification(box), '49 entries');
  assert.deepEqual(answers(box), honest);
  await box.append(verdictRecord('z'));
  assert.equal(verification(box), '50 entries');
});
