import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import {
  denialRecord,
  envelopeOf,
  fingerprintOf,
  type LedgerBox,
  ledgerBox,
  revocationRecord,
  reworded,
  tamper,
  verdictRecord,
  writeOptions,
} from '../../test/build/ledger.ts';
import { openLedgerReader } from './reader.ts';
import { verifyLedger } from './verify.ts';
import { appendRecords } from './writer.ts';

const watched = ['till', 'cart', 'shop', 'bad'];

/** Many images, of which `cart` (6) was allowed and taken back at the end, and `bad` (7) was denied. */
async function filled(): Promise<LedgerBox> {
  original ??= firstLedger();
  const box = ledgerBox();
  cpSync((await original).home, box.home, { recursive: true });
  return box;
}

let original: Promise<LedgerBox> | undefined;
after(async () => (await original)?.[Symbol.dispose]());

async function firstLedger(): Promise<LedgerBox> {
  const box = ledgerBox();
  await box.append(...['a', 'b', 'c', 'till'].map((seed) => verdictRecord(seed)));
  await box.append(verdictRecord('shop'), verdictRecord('cart'), denialRecord('bad'));
  await box.append(...Array.from({ length: 40 }, (_, i) => verdictRecord(`more${i}`)));
  await box.append(revocationRecord('cart'));
  return box;
}

const last = 48;

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

const honest = ['allow', 'revocation', 'allow', 'deny'];
const damage = 'ledger-damaged';

function verification(box: LedgerBox): string {
  try {
    return `${verifyLedger(box.home, () => {}).entries} entries`;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === damage)) throw error;
    return error.message.replace(/^.*?is damaged: /, '').replace(` (${damage})`, '');
  }
}

const setEntry = (db: DatabaseSync, sequence: number, envelope: Uint8Array) =>
  db.prepare('UPDATE entry SET envelope = ? WHERE sequence = ?').run(envelope, sequence);

interface Attack {
  readonly what: string;
  readonly does: (box: LedgerBox) => void | Promise<void>;
  /** What `ledger verify` says. */
  readonly found: string | RegExp;
  /** What is answered for the four images, where it is not that the ledger is damaged for all of them. */
  readonly answered?: readonly string[];
}

const attacks: readonly Attack[] = [
  {
    what: 'nothing',
    does: () => {},
    found: '48 entries',
    answered: honest,
  },
  {
    what: 'a decision is edited',
    does: (box) => {
      const edited = reworded(envelopeOf(box.home, 7), (text) => text.replace('"deny"', '"allow"'));
      tamper(box.home, (db) => setEntry(db, 7, edited));
    },
    found: 'entry 7: its signature does not fit its content',
    answered: ['allow', 'revocation', 'allow', damage],
  },
  {
    what: 'a byte of an entry is changed',
    does: (box) => {
      const bytes = envelopeOf(box.home, 5);
      bytes[bytes.length - 20]! ^= 1;
      tamper(box.home, (db) => setEntry(db, 5, bytes));
    },
    found: /^entry 5: /,
    answered: ['allow', 'revocation', damage, 'deny'],
  },
  {
    what: 'an entry is cut out of the middle',
    does: (box) => tamper(box.home, (db) => db.exec('DELETE FROM entry WHERE sequence = 7')),
    found: 'entry 7: it is missing',
    answered: ['allow', 'revocation', 'allow', damage],
  },
  {
    what: 'an entry is cut out and the rest moved up',
    does: (box) =>
      tamper(box.home, (db) =>
        db.exec(
          'DELETE FROM entry WHERE sequence = 7; UPDATE entry SET sequence = -sequence WHERE sequence > 7;' +
            'UPDATE entry SET sequence = -sequence - 1 WHERE sequence < 0',
        ),
      ),
    found: 'entry 7: it is entry 8 by its own words',
  },
  {
    what: 'two entries change places',
    does: (box) =>
      tamper(box.home, (db) =>
        db.exec(
          'UPDATE entry SET sequence = -5 WHERE sequence = 5; UPDATE entry SET sequence = 5 WHERE sequence = 7;' +
            'UPDATE entry SET sequence = 7 WHERE sequence = -5',
        ),
      ),
    found: 'entry 5: it is entry 7 by its own words',
    answered: ['allow', 'revocation', damage, damage],
  },
  {
    what: 'an entry is doubled at the end',
    does: (box) =>
      tamper(box.home, (db) => db.exec('INSERT INTO entry SELECT 49, envelope FROM entry WHERE sequence = 6')),
    found: 'entry 49: it is entry 6 by its own words',
  },
  {
    what: 'the revocation is cut off',
    does: (box) => tamper(box.home, (db) => db.exec('DELETE FROM entry WHERE sequence = 48')),
    found: 'its last entry is 47, and its head names 48',
  },
  {
    what: 'an entry of another ledger with the same key and number takes its place',
    does: async (box) => {
      using other = ledgerBox();
      rmSync(join(other.home, 'keys'), { recursive: true, force: true });
      mkdirSync(join(other.home, 'keys'), { mode: 0o700 });
      for (const name of ['signing.key', 'signing.pub'])
        copyFileSync(join(box.home, 'keys', name), join(other.home, 'keys', name));
      await other.append(...Array.from({ length: 6 }, (_, i) => verdictRecord(`x${i}`)), verdictRecord('bad'));
      const foreign = envelopeOf(other.home, 7);
      tamper(box.home, (db) => setEntry(db, 7, foreign));
    },
    found: 'entry 7: it does not name the entry before it',
    answered: ['allow', 'revocation', 'allow', damage],
  },
  {
    what: 'an entry of a fork of the ledger takes its place',
    does: async (box) => {
      using fork = ledgerBox();
      await withSameBeginning(box, fork, 6);
      await fork.append(verdictRecord('bad'));
      const forked = envelopeOf(fork.home, 7);
      tamper(box.home, (db) => setEntry(db, 7, forked));
    },
    found: 'entry 7: it is not the entry that was recorded',
    answered: ['allow', 'revocation', 'allow', damage],
  },
  {
    what: 'an entry is signed by another key',
    does: async (box) => {
      using other = ledgerBox();
      await other.append(...Array.from({ length: 7 }, () => verdictRecord('bad')));
      const foreign = envelopeOf(other.home, 7);
      tamper(box.home, (db) => setEntry(db, 7, foreign));
    },
    found: /^entry 7: the key that signed it, [0-9a-f]{64}, is not trusted$/,
    answered: ['allow', 'revocation', 'allow', damage],
  },
  {
    what: 'the whole ledger is that of another key',
    does: async (box) => {
      using other = ledgerBox();
      await other.append(...watched.map((seed) => verdictRecord(seed)));
      for (const name of ['ledger.db', 'ledger.head']) copyFileSync(join(other.home, name), join(box.home, name));
    },
    found: /^entry 1: the key that signed it/,
  },
  {
    what: 'the index is emptied',
    does: (box) => tamper(box.home, (db) => db.exec('DELETE FROM node')),
    found: 'a part of its index is missing or was changed',
  },
  {
    what: 'the index forgets one image',
    does: (box) => tamper(box.home, (db) => forget(db, ' 48\n')),
    found: 'a part of its index is missing or was changed',
    answered: ['allow', damage, 'allow', 'deny'],
  },
  {
    what: 'the index points to the entry before the revocation',
    does: (box) =>
      tamper(box.home, (db) =>
        db.exec("UPDATE node SET content = replace(content, ' 48' || char(10), ' 6' || char(10))"),
      ),
    found: 'a part of its index is missing or was changed',
    answered: ['allow', damage, 'allow', 'deny'],
  },
  {
    what: 'an index that belongs to no key is added',
    does: (box) => tamper(box.home, (db) => db.exec("INSERT INTO node VALUES ('zz', 'bucket')")),
    found: 'a part of its index is missing or was changed',
    answered: honest,
  },
  {
    what: 'the head is that of an earlier state',
    does: async (box) => {
      using earlier = ledgerBox();
      await withSameBeginning(box, earlier, 47);
      const head = readFileSync(join(earlier.home, 'ledger.head'));
      tamper(box.home, (db) => db.prepare('UPDATE head SET envelope = ?').run(head));
    },
    found: 'its last entry is 48, and its head names 47',
  },
  {
    what: 'there is no head',
    does: (box) => tamper(box.home, (db) => db.exec('DELETE FROM head')),
    found: 'its head: it is missing',
  },
  {
    what: 'an entry takes the place of the head',
    does: (box) => tamper(box.home, (db) => db.exec('UPDATE head SET envelope = (SELECT envelope FROM entry LIMIT 1)')),
    found: 'its head: it is signed as something else, application/vnd.in-toto+json',
  },
  {
    what: 'the head file is taken away',
    does: (box) => rmSync(join(box.home, 'ledger.head')),
    found: 'ledger.head is gone',
  },
  {
    what: 'the head file is emptied',
    does: (box) => writeFileSync(join(box.home, 'ledger.head'), ''),
    found: 'its head: it is not JSON',
  },
  {
    what: 'the database is taken away',
    does: (box) => rmSync(join(box.home, 'ledger.db')),
    found: 'ledger.db is gone, and ledger.head names entry 48',
  },
  {
    what: 'the database is put back to an earlier state',
    does: async (box) => {
      using earlier = ledgerBox();
      await withSameBeginning(box, earlier, 47);
      replaceDatabase(earlier, box);
    },
    found: 'it was taken back to an earlier state: it should have entry 48',
  },
  {
    what: 'the database is put back to an earlier state and written on past the old end',
    does: async (box) => {
      using earlier = ledgerBox();
      await withSameBeginning(box, earlier, 47);
      await earlier.append(verdictRecord('y'), verdictRecord('z'));
      replaceDatabase(earlier, box);
    },
    found: 'it was rewritten: entry 48 is not the one that was there before',
  },
  {
    what: 'the database is another one of SQLite',
    does: (box) => tamper(box.home, (db) => db.exec('PRAGMA application_id = 7')),
    found: 'it is not a ledger of Plimsoll',
  },
  {
    what: 'a table is dropped',
    does: (box) => tamper(box.home, (db) => db.exec('DROP TABLE node')),
    found: 'no such table: node',
  },
  {
    what: 'the database is no database',
    does: (box) => writeFileSync(join(box.home, 'ledger.db'), 'x'.repeat(10_000)),
    found: 'file is not a database',
  },
  {
    what: 'the database is cut off',
    does: (box) => {
      const bytes = readFileSync(join(box.home, 'ledger.db'));
      writeFileSync(join(box.home, 'ledger.db'), bytes.subarray(0, bytes.length / 2));
    },
    found: /./,
  },
  {
    what: 'the database is empty',
    does: (box) => writeFileSync(join(box.home, 'ledger.db'), ''),
    found: 'it is not a ledger of Plimsoll',
  },
  {
    what: 'the public key is taken away',
    does: (box) => rmSync(join(box.home, 'keys/signing.pub')),
    found: /^entry 1: the key that signed it/,
  },
];

describe('whoever changes a ledger without its key is found:', () => {
  for (const { what, does, found, answered } of attacks) {
    test(what, async () => {
      using box = await filled();
      await does(box);
      assert.deepEqual(answers(box), answered ?? watched.map(() => damage));
      const said = verification(box);
      if (typeof found === 'string') assert.equal(said, found);
      else assert.match(said, found);
      if (said === `${last} entries`) return;
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
  const { DatabaseSync } = await import('node:sqlite');
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

/** The first entries of a ledger, with its key, in another state directory: a backup of it. */
async function withSameBeginning(from: LedgerBox, to: LedgerBox, count: number): Promise<void> {
  const envelopes = Array.from({ length: count }, (_, i) => envelopeOf(from.home, i + 1));
  mkdirSync(join(to.home, 'keys'), { mode: 0o700 });
  for (const name of ['signing.key', 'signing.pub'])
    copyFileSync(join(from.home, 'keys', name), join(to.home, 'keys', name));
  const written = envelopes.map((envelope) => {
    const { payload } = JSON.parse(envelope.toString());
    return JSON.parse(Buffer.from(payload, 'base64').toString()).predicate;
  });
  const times = written.map(({ at }) => new Date(at));
  const options = writeOptions(to.home, { now: () => times.shift() ?? new Date() });
  await appendRecords(
    options,
    written.map(({ record }) => record),
  );
  // Ed25519 signs the same words alike.
  assert.deepEqual(envelopeOf(to.home, count), envelopes[count - 1]);
}

function replaceDatabase(from: LedgerBox, to: LedgerBox): void {
  for (const end of ['-wal', '-shm']) rmSync(join(to.home, `ledger.db${end}`), { force: true });
  renameSync(join(from.home, 'ledger.db'), join(to.home, 'ledger.db'));
}

function forget(db: DatabaseSync, ending: string): void {
  for (const row of db.prepare('SELECT prefix, content FROM node').all()) {
    const lines = String(row['content']).split(/(?<=\n)/);
    const rest = lines.filter((line) => line.startsWith('b') || !line.endsWith(ending));
    if (rest.length < lines.length)
      db.prepare('UPDATE node SET content = ? WHERE prefix = ?').run(rest.join(''), String(row['prefix']));
  }
}
