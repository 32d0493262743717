import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { after } from 'node:test';
import { appendRecords } from '../../src/ledger/writer.ts';
import {
  denialRecord,
  envelopeOf,
  type LedgerBox,
  ledgerBox,
  revocationRecord,
  reworded,
  tamper,
  verdictRecord,
  writeOptions,
} from './ledger.ts';

/** The images that matter. */
export const watched = ['till', 'cart', 'shop', 'bad'];

/** Many images, of which `cart` (6) was allowed and taken back at the end, and `bad` (7) was denied. */
export async function filled(): Promise<LedgerBox> {
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

/** What is answered for these while nobody has done anything. */
export const honest: readonly string[] = ['allow', 'revocation', 'allow', 'deny'];
/** The code of the error for a ledger that is not what was signed. */
export const damage = 'ledger-damaged';

const setEntry = (db: DatabaseSync, sequence: number, envelope: Uint8Array) =>
  db.prepare('UPDATE entry SET envelope = ? WHERE sequence = ?').run(envelope, sequence);

/** Something done to a ledger without its key. */
export interface Attack {
  readonly what: string;
  readonly does: (box: LedgerBox) => void | Promise<void>;
  /** What `ledger verify` says. */
  readonly found: string | RegExp;
  /** What is answered for the four images, where it is not that the ledger is damaged for all of them. */
  readonly answered?: readonly string[];
}

export const attacks: readonly Attack[] = [
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

/** The first entries of a ledger, with its key, in another state directory: a backup of it. */
export async function withSameBeginning(from: LedgerBox, to: LedgerBox, count: number): Promise<void> {
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

export function replaceDatabase(from: LedgerBox, to: LedgerBox): void {
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
