import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  authorizationRecord,
  denialRecord,
  fingerprintOf,
  identity,
  ledgerBox,
  revocationRecord,
  verdictRecord,
} from '../../test/build/ledger.ts';
import { sha256 } from '../base/digest.ts';
import { chainId } from '../model/image.ts';
import type { ImageIdentity, LedgerRecord } from '../model/ledger.ts';
import { openLedgerReader } from './reader.ts';
import { appendRecords } from './writer.ts';

test('a ledger that nobody has written to knows nothing, and is not made by looking', () => {
  using box = ledgerBox();
  assert.equal(
    box.look((reader) => reader.newest(fingerprintOf('cart'))),
    null,
  );
  assert.equal(statSync(join(box.home, 'ledger.db'), { throwIfNoEntry: false }), undefined);
});

test('what was written is read back, each entry chained to the one before', async () => {
  using box = ledgerBox();
  const records = [denialRecord('cart'), authorizationRecord('till'), revocationRecord('shop')];
  const [first, ...rest] = await box.append(...records);
  const [last] = await box.append(verdictRecord('late'));
  const entries = [first, ...rest, last];
  assert.deepEqual(
    entries.map((entry) => entry?.sequence),
    [1, 2, 3, 4],
  );
  assert.deepEqual(
    entries.map((entry) => entry?.previous),
    [null, ...entries.slice(0, -1).map((entry) => entry?.digest)],
  );
  box.look((reader) => {
    for (const [i, record] of [...records, verdictRecord('late')].entries()) {
      assert.deepEqual(reader.newest(record.fingerprint), entries[i]);
      // What does not allow its image gives it no name.
      const isNamed = record.kind === 'authorization' || (record.kind === 'verdict' && record.decision === 'allow');
      assert.deepEqual(reader.named(record.names[0] ?? '')?.record ?? null, isNamed ? record : null);
    }
  });
});

test('state is for its owner alone', async () => {
  using box = ledgerBox();
  await box.append(verdictRecord('cart'));
  const mode = (name: string) => (statSync(join(box.home, name)).mode & 0o777).toString(8);
  const files = ['ledger.db', 'ledger.head', 'keys', 'keys/signing.key', 'keys/signing.pub'];
  assert.deepEqual(files.map(mode), ['600', '600', '700', '600', '644']);
  assert.match(readFileSync(join(box.home, 'keys/signing.key'), 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
});

describe('an image is found by', () => {
  const { configDigest, manifestDigest, indexDigest, diffIds, chainId: chain } = fingerprintOf('cart');
  const other = fingerprintOf('other');
  const cases: [what: string, known: Partial<ImageIdentity>, found: boolean][] = [
    ['its config', { configDigest }, true],
    ['its config and layers', { configDigest, diffIds }, true],
    ['its config, packed otherwise', { configDigest, manifestDigest: sha256('m'), indexDigest: sha256('i') }, true],
    ['its manifest', { manifestDigest }, true],
    ['its manifest and ChainID', { manifestDigest, chainId: chain }, true],
    ['its ChainID', { chainId: chain }, true],
    ['its layers', { diffIds }, true],
    ['nothing: an index has an image for each platform', { indexDigest }, false],
    ['nothing: another config on its layers is another image', { configDigest: other.configDigest, diffIds }, false],
    ['nothing: other layers', { chainId: other.chainId }, false],
    ['nothing: fewer layers', { diffIds: diffIds.slice(0, 1) }, false],
    ['nothing: no layers', { diffIds: [] }, false],
    ['nothing: not known at all', {}, false],
  ];
  for (const [what, known, found] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      await box.append(verdictRecord('cart'));
      assert.equal(box.look((reader) => reader.newest(identity(known)))?.sequence, found ? 1 : undefined);
    });
  }
});

describe('an image that cannot be what is said of it is an error:', () => {
  const cart = fingerprintOf('cart');
  const other = fingerprintOf('other');
  const cases: [what: string, known: Partial<ImageIdentity>][] = [
    ['a known config with other layers', { configDigest: cart.configDigest, diffIds: other.diffIds }],
    ['a known config with another ChainID', { configDigest: cart.configDigest, chainId: other.chainId }],
    ['a known config with its layers turned round', { ...cart, diffIds: cart.diffIds.toReversed(), chainId: null }],
    ['a known config without layers', { configDigest: cart.configDigest, diffIds: [] }],
    ['a known manifest with other layers', { manifestDigest: cart.manifestDigest, chainId: other.chainId }],
    ['a known manifest with another config', { ...other, manifestDigest: cart.manifestDigest }],
    ['layers that do not have their ChainID', { diffIds: cart.diffIds, chainId: other.chainId }],
  ];
  for (const [what, known] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      await box.append(verdictRecord('cart'));
      assert.throws(() => box.look((reader) => reader.newest(identity(known))), { code: 'ledger-contradicts' });
    });
  }
});

describe('what stands for an image:', () => {
  const deny = denialRecord('cart');
  const allow = verdictRecord('cart');
  const authorization = authorizationRecord('cart');
  const revocation = revocationRecord('cart');
  const unnamed = { ...allow, fingerprint: { ...allow.fingerprint, manifestDigest: null, indexDigest: null } };
  const sighting: LedgerRecord = { kind: 'sighting', fingerprint: allow.fingerprint, names: [], by: 'create' };
  const cases: [what: string, records: readonly LedgerRecord[], standing: number][] = [
    ['the later verdict', [allow, deny], 2],
    ['the later verdict, the other way round', [deny, allow], 2],
    ['an authorization after a denial', [deny, authorization], 2],
    ['a denial after an authorization', [authorization, deny], 2],
    ['a revocation after an authorization', [deny, authorization, revocation], 3],
    ['a revocation, whatever a scan says later', [allow, revocation, allow], 2],
    ['a revocation, whatever two scans say later', [revocation, deny, allow], 1],
    ['an authorization that lifts a revocation', [revocation, authorization], 2],
    ['a verdict after a revocation was lifted', [revocation, authorization, allow], 3],
    ['never a sighting', [allow, sighting], 1],
    ['what was said of it under another manifest', [allow, { ...unnamed, decision: 'deny' }], 2],
  ];
  for (const [what, records, standing] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      const { configDigest, manifestDigest, chainId: layers } = allow.fingerprint;
      // In one go, and one by one.
      await box.append(...records.slice(0, 1));
      await box.append(...records.slice(1));
      box.look((reader) => {
        for (const known of [{ configDigest }, { manifestDigest }, { chainId: layers }]) {
          assert.equal(reader.newest(identity(known))?.sequence, standing, JSON.stringify(known));
        }
      });
    });
  }

  test('nothing, where there are sightings alone', async () => {
    using box = ledgerBox();
    await box.append({ ...sighting, names: ['docker.io/library/cart:1'] });
    box.look((reader) => {
      assert.equal(reader.newest(allow.fingerprint), null);
      assert.equal(reader.named('docker.io/library/cart:1')?.sequence, 1);
    });
  });
});

describe('of images with the same layers, known by these alone, counts', () => {
  const on = (seed: string) => ({ fingerprint: fingerprintOf(seed, 'shared') });
  const allow = (seed: string) => verdictRecord(seed, on(seed));
  const deny = (seed: string) => denialRecord(seed, on(seed));
  const revoke = (seed: string) => revocationRecord(seed, on(seed));
  const authorize = (seed: string, expires: string | null) => authorizationRecord(seed, { ...on(seed), expires });
  const [soon, later] = ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'];
  const cases: [what: string, records: readonly LedgerRecord[], standing: number][] = [
    ['the latest that allows', [allow('a'), allow('b'), allow('a')], 3],
    ['a denial before what allows another', [deny('a'), allow('b')], 1],
    ['a revocation before a denial', [allow('a'), revoke('b'), deny('c'), allow('d')], 2],
    ['no denial that was followed by an approval of the same image', [deny('a'), allow('a'), allow('b')], 3],
    ['an authorization that ends before a verdict', [authorize('a', later), allow('b')], 1],
    ['the authorization that ends first', [authorize('a', later), authorize('b', soon), authorize('c', null)], 2],
    ['a verdict before an authorization without an end', [allow('a'), authorize('b', null)], 1],
    ['an authorization without an end where nothing else is', [authorize('a', null)], 1],
  ];
  for (const [what, records, standing] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      await box.append(...records);
      const layers = identity({ chainId: fingerprintOf('', 'shared').chainId });
      assert.equal(box.look((reader) => reader.newest(layers))?.sequence, standing);
    });
  }
});

test('a name leads to what was last seen under it', async () => {
  using box = ledgerBox();
  const names = ['docker.io/library/cart:1'];
  await box.append(verdictRecord('old', { names }), verdictRecord('new', { names }));
  assert.deepEqual(
    box.look((reader) => reader.named('docker.io/library/cart:1'))?.record.fingerprint,
    fingerprintOf('new'),
  );
  assert.equal(
    box.look((reader) => reader.named('docker.io/library/cart')),
    null,
  );
});

test('an image stays known under every name that it was ever seen under, and under no other', async () => {
  using box = ledgerBox();
  const [first, second] = ['docker.io/library/cart:1', 'docker.io/library/cart:2'] as const;
  await box.append(verdictRecord('cart', { names: [first] }), verdictRecord('cart', { names: [second] }));
  // The name moves on.
  await box.append(verdictRecord('new', { names: [first] }), {
    kind: 'sighting',
    fingerprint: fingerprintOf('seen'),
    names: [second],
    by: 'pull',
  });
  const { configDigest, manifestDigest, chainId: layers } = fingerprintOf('cart');
  box.look((reader) => {
    for (const known of [{ configDigest }, { manifestDigest }, { chainId: layers }]) {
      assert.equal(reader.isKnownAs(first, identity(known)), true, JSON.stringify(known));
      assert.equal(reader.isKnownAs(second, identity(known)), true, JSON.stringify(known));
    }
    assert.equal(reader.isKnownAs(second, fingerprintOf('new')), false);
    assert.equal(reader.isKnownAs(second, fingerprintOf('seen')), true);
    assert.equal(reader.isKnownAs(first, fingerprintOf('stranger')), false);
    assert.equal(reader.isKnownAs(first, identity({})), false);
    assert.throws(() => reader.isKnownAs(first, { ...fingerprintOf('cart'), chainId: fingerprintOf('new').chainId }), {
      code: 'ledger-contradicts',
    });
  });
});

test('an image without layers is known by its config', async () => {
  using box = ledgerBox();
  const fingerprint = { ...fingerprintOf('empty'), diffIds: [], chainId: chainId([]) };
  await box.append(verdictRecord('empty', { fingerprint }));
  assert.equal(box.look((reader) => reader.newest(fingerprint))?.sequence, 1);
});

test('an open reader sees what others write', async () => {
  using box = ledgerBox();
  const reader = openLedgerReader(box.home);
  try {
    assert.equal(reader.newest(fingerprintOf('cart')), null);
    await box.append(verdictRecord('cart'));
    assert.equal(reader.newest(fingerprintOf('cart'))?.sequence, 1);
    await box.append(...Array.from({ length: 300 }, (_, i) => verdictRecord(`image${i}`)), revocationRecord('cart'));
    assert.equal(reader.newest(fingerprintOf('cart'))?.record.kind, 'revocation');
    assert.equal(reader.newest(fingerprintOf('image299'))?.sequence, 301);
  } finally {
    reader.close();
  }
});

test('a record that could not be read again is not written', async () => {
  using box = ledgerBox();
  const chain = { ...fingerprintOf('cart'), chainId: sha256('other') };
  await assert.rejects(box.append(verdictRecord('fine'), verdictRecord('cart', { fingerprint: chain })));
  assert.equal(
    box.look((reader) => reader.newest(fingerprintOf('fine'))),
    null,
  );
  assert.deepEqual(
    (await box.append(verdictRecord('fine'))).map(({ sequence }) => sequence),
    [1],
  );
});

test('what an image calls itself is kept as it is', async () => {
  using box = ledgerBox();
  const labels = JSON.parse('{"__proto__":"x","constructor":"y","emoji":"😀","lone":"\\ud800","nul":"\\u0000"}');
  const record = verdictRecord('odd', { labels, user: '\u001b[2Jroot', names: ['docker.io/library/odd:1'] });
  await box.append(record);
  assert.deepEqual(box.look((reader) => reader.newest(record.fingerprint))?.record, record);
});

test('two who write at once both get in', async () => {
  using box = ledgerBox();
  const all = await Promise.all(Array.from({ length: 12 }, (_, i) => box.append(verdictRecord(`image${i}`))));
  const sequences = all.flat().map(({ sequence }) => sequence);
  assert.deepEqual(
    sequences.toSorted((a, b) => a - b),
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  box.look((reader) => {
    for (let i = 0; i < 12; i += 1) assert.ok(reader.newest(fingerprintOf(`image${i}`)) !== null);
  });
});

test('nothing is written when there is nothing to write', async () => {
  using box = ledgerBox();
  await box.append(verdictRecord('cart'));
  const before = readFileSync(join(box.home, 'ledger.head'));
  assert.deepEqual(await appendRecords(box.options, []), []);
  assert.deepEqual(readFileSync(join(box.home, 'ledger.head')), before);
});
