import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withListedIndex } from '../../test/build/earlier-ledger.ts';
import {
  authorizationRecord,
  denialRecord,
  fingerprintOf,
  identity,
  type LedgerBox,
  ledgerBox,
  revocationRecord,
  tamper,
  verdictRecord,
} from '../../test/build/ledger.ts';
import { openDatabase } from './database.ts';
import { provenPayload } from './dsse.ts';
import type { Head } from './head.ts';
import { renewIndex } from './index-renewal.ts';
import { verifyLedger } from './verify.ts';

const on = (seed: string, layers: string) => ({ fingerprint: fingerprintOf(seed, layers) });

/** Images on four kinds of layers, one of which has several, and one manifest with two configs. */
async function fill(box: LedgerBox): Promise<void> {
  const { manifestDigest } = fingerprintOf('till');
  const lying = { fingerprint: { ...fingerprintOf('liar'), manifestDigest } };
  await box.append(
    ...Array.from({ length: 40 }, (_, i) => verdictRecord(`more${i}`, on(`more${i}`, 'allowed'))),
    ...['a', 'b'].map((seed) => revocationRecord(seed, on(seed, 'revoked'))),
    verdictRecord('c', on('c', 'revoked')),
    authorizationRecord('d', { ...on('d', 'authorized'), expires: '2027-01-01T00:00:00.000Z' }),
    authorizationRecord('e', { ...on('e', 'authorized'), expires: '2026-01-01T00:00:00.000Z' }),
    authorizationRecord('f', on('f', 'authorized')),
    denialRecord('g'),
    verdictRecord('till'),
    verdictRecord('liar', lying),
  );
}

function answers(box: LedgerBox): unknown {
  return box.look((reader) => [
    ...['allowed', 'revoked', 'authorized', 'g', 'stranger'].map((layers) => {
      const known = identity({ chainId: fingerprintOf('', layers).chainId });
      const names = ['more3', 'c', 'f', 'g'].filter((seed) => reader.isKnownAs(`registry.local/shop/${seed}:1`, known));
      return [reader.newest(known)?.sequence, ...names];
    }),
    reader.newest(fingerprintOf('more7', 'allowed'))?.sequence,
    reader.named('registry.local/shop/c:1')?.sequence,
  ]);
}

const right = [[40, 'more3'], [42, 'c'], [45, 'f'], [47], [undefined], 8, 43];

test('a ledger whose index lists all images of the same layers is read, verified, and gets the index of now with the next entry', async () => {
  using box = ledgerBox();
  await fill(box);
  assert.deepEqual(answers(box), right);
  withListedIndex(box);
  const contradiction = { code: 'ledger-contradicts' };
  for (const renewed of [false, true]) {
    assert.deepEqual(answers(box), right);
    assert.throws(() => box.look((reader) => reader.newest(fingerprintOf('till'))), contradiction);
    assert.equal(verifyLedger(box.home, () => {}).entries, renewed ? 50 : 49);
    tamper(box.home, (db) => assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], renewed ? 2 : 1));
    if (!renewed) await box.append(verdictRecord('next'));
  }
});

test('an index that is renewed some entries at a time is the one that was written entry by entry', async () => {
  using box = ledgerBox();
  await fill(box);
  const head = () => provenPayload(readFileSync(join(box.home, 'ledger.head'))).payload as Head;
  const { root } = head();
  withListedIndex(box);
  assert.notEqual(head().root, root);
  const tables = openDatabase(join(box.home, 'ledger.db'), 'write', 0);
  try {
    tables.begin('IMMEDIATE');
    for (const batch of [1, 7, 5000]) assert.equal(renewIndex(tables, head(), batch).root, root);
  } finally {
    tables.rollback();
    tables.close();
  }
});

test('no row of the index grows with the images that have the same layers, or claim the same manifest', async () => {
  using box = ledgerBox();
  const { manifestDigest } = fingerprintOf('shared');
  const fingerprint = (i: number) => ({ ...fingerprintOf(`image${i}`, 'shared'), manifestDigest });
  const records = Array.from({ length: 400 }, (_, i) => verdictRecord(`image${i}`, { fingerprint: fingerprint(i) }));
  await box.append(...records.slice(0, 200));
  await box.append(...records.slice(200));
  tamper(box.home, (db) => {
    const longest = Number(db.prepare('SELECT max(length(content)) AS most FROM node').get()?.['most']);
    assert.ok(longest < 4096, `${longest}`);
  });
  assert.equal(verifyLedger(box.home, () => {}).entries, 400);
});
