import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorizationRecord,
  denialRecord,
  fingerprintOf,
  ledgerBox,
  revocationRecord,
  verdictRecord,
} from '../../test/build/ledger.ts';
import type { LedgerRecord } from '../model/ledger.ts';
import { appendFirstSeen } from './first-seen.ts';

const name = 'registry.local/base/debian:12';
const names = [name];
const sighting = (seed: string): LedgerRecord => ({
  kind: 'sighting',
  fingerprint: fingerprintOf(seed),
  names,
  by: 'pull: verdict 1',
});

/** What is in the ledger, whether this image is then known by the name, and whose the name is. */
const cases: readonly (readonly [about: string, records: readonly LedgerRecord[], owner: string | null])[] = [
  ['an allowed image', [verdictRecord('right', { names })], 'right'],
  ['an authorized one', [authorizationRecord('right', { names })], 'right'],
  ['one that was let in', [sighting('right')], 'right'],
  ['a denied one does not', [denialRecord('wrong', { names })], null],
  [
    'a denied one, before the right one comes',
    [denialRecord('wrong', { names }), verdictRecord('right', { names })],
    'right',
  ],
  ['a denied one, after the right one', [verdictRecord('right', { names }), denialRecord('wrong', { names })], 'right'],
  ['who takes an image back does not name one', [revocationRecord('wrong', { names })], null],
  [
    'an image that was allowed keeps its name when it is denied later',
    [verdictRecord('right', { names }), denialRecord('right', { names })],
    'right',
  ],
  ['and when it is revoked', [verdictRecord('right', { names }), revocationRecord('right', { names })], 'right'],
];

describe('a name belongs to', () => {
  for (const [about, records, owner] of cases)
    test(about, async () => {
      using box = ledgerBox();
      await box.append(...records);
      box.look((reader) => {
        const found = reader.named(name);
        assert.deepEqual(found?.record.fingerprint ?? null, owner === null ? null : fingerprintOf(owner));
        assert.equal(reader.isKnownAs(name, fingerprintOf('right')), owner === 'right');
        assert.equal(reader.isKnownAs(name, fingerprintOf('wrong')), false);
      });
    });
});

test('of two that come under one name at once, the first has it; both are judged', async () => {
  using box = ledgerBox();
  const both = ['one', 'two'].map((seed) =>
    appendFirstSeen(box.options, verdictRecord(seed, { names: [name, `x/${seed}:1`] })),
  );
  const entries = (await Promise.all(both)).flat();
  const owners = entries.filter(({ record }) => record.names.includes(name));
  assert.equal(owners.length, 1);
  box.look((reader) => {
    assert.equal(reader.named(name)?.sequence, owners[0]?.sequence);
    for (const seed of ['one', 'two']) assert.notEqual(reader.newest(fingerprintOf(seed)), null);
  });
});

test('who has the name may be seen under it again, and an image of the same index, too', async () => {
  using box = ledgerBox();
  const { indexDigest } = fingerprintOf('right');
  const other = { ...fingerprintOf('other'), indexDigest };
  await appendFirstSeen(box.options, verdictRecord('right', { names }));
  await appendFirstSeen(box.options, sighting('right'));
  await appendFirstSeen(box.options, { ...verdictRecord('other', { names }), fingerprint: other });
  box.look((reader) => assert.equal(reader.isKnownAs(name, other), true));
});

test('an admin gives a name to other content, and it stays the first one’s, too', async () => {
  using box = ledgerBox();
  await appendFirstSeen(box.options, verdictRecord('first', { names }));
  await box.append(authorizationRecord('right', { names }));
  box.look((reader) => {
    for (const seed of ['first', 'right']) assert.equal(reader.isKnownAs(name, fingerprintOf(seed)), true, seed);
  });
});
