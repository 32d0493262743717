import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  authorizationRecord,
  denialRecord,
  fingerprintOf,
  identity,
  type LedgerBox,
  ledgerBox,
  revocationRecord,
  reworded,
  verdictRecord,
} from '../../test/build/ledger.ts';
import type { LedgerRecord } from '../model/ledger.ts';
import { exportLedger } from './export.ts';
import { readExport } from './foreign.ts';
import { type Imported, importLedger } from './import.ts';
import { readPublicKey } from './public-key.ts';
import { verifyLedger } from './verify.ts';

const exported = (box: LedgerBox) => [...exportLedger(box.home)].join('');
const keyOf = (box: LedgerBox) => readPublicKey(join(box.home, 'keys/signing.pub'));

async function take(into: LedgerBox, text: string | Buffer, publicKeys: readonly KeyObject[]): Promise<Imported> {
  async function* pieces() {
    const bytes = Buffer.from(text);
    // In pieces that cut lines anywhere.
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  const file = 'ci.jsonl';
  const foreign = await readExport(pieces(), publicKeys, { file, now: new Date() });
  return importLedger(into.options, foreign, { file, publicKeys });
}

const standing = (box: LedgerBox, seed = 'cart') => box.look((reader) => reader.newest(fingerprintOf(seed)));
const minutesAgo = (minutes: number) => ({ now: () => new Date(Date.now() - minutes * 60_000) });

test('what another host judged counts here, as it stands and from when it was written', async () => {
  using ci = ledgerBox(minutesAgo(30));
  using host = ledgerBox();
  const [cart, till] = await ci.append(verdictRecord('cart'), denialRecord('till'));
  await host.append(verdictRecord('own'));
  assert.deepEqual(await take(host, exported(ci), [keyOf(ci)]), { taken: 2, known: 0, leftOut: 0 });
  const found = standing(host);
  assert.deepEqual(found?.record, cart?.record);
  assert.equal(found?.at, cart?.at);
  assert.equal(found?.sequence, 2);
  assert.notEqual(found?.keyId, cart?.keyId);
  const { importedAt, ...origin } = found?.origin ?? assert.fail('it has no origin');
  assert.deepEqual(origin, { ledger: cart?.digest, sequence: 1, digest: cart?.digest, keyId: cart?.keyId });
  assert.ok(importedAt > String(cart?.at));
  assert.deepEqual(standing(host, 'till')?.record, till?.record);
  assert.deepEqual(host.look((reader) => reader.named('registry.local/shop/cart:1'))?.record, cart?.record);
  const verified = verifyLedger(host.home, () => {});
  assert.deepEqual([verified.entries, verified.imported, verified.signers.length], [3, 2, 1]);
});

test('importing again takes nothing twice, and of a ledger that has grown only what is new', async () => {
  using ci = ledgerBox(minutesAgo(30));
  using host = ledgerBox();
  await ci.append(verdictRecord('cart'));
  const first = exported(ci);
  await take(host, first, [keyOf(ci)]);
  assert.deepEqual(await take(host, first, [keyOf(ci)]), { taken: 0, known: 1, leftOut: 0 });
  await ci.append(denialRecord('cart'), verdictRecord('till'));
  assert.deepEqual(await take(host, exported(ci), [keyOf(ci)]), { taken: 2, known: 1, leftOut: 0 });
  // An older export is not new again.
  assert.deepEqual(await take(host, first, [keyOf(ci)]), { taken: 0, known: 1, leftOut: 0 });
  assert.equal(standing(host)?.record.kind === 'verdict' && standing(host)?.sequence, 2);
  assert.equal(verifyLedger(host.home, () => {}).entries, 3);
});

describe('what counts of two ledgers:', () => {
  const deny = denialRecord('cart');
  const allow = verdictRecord('cart');
  const authorize = authorizationRecord('cart');
  const revoke = revocationRecord('cart');
  type Said = readonly [minutesAgo: number, record: LedgerRecord];
  const cases: [what: string, there: readonly Said[], here: readonly Said[], counts: 'there' | 'here'][] = [
    ['the later verdict, there', [[1, deny]], [[9, allow]], 'there'],
    ['the later verdict, here, although imported after it', [[9, allow]], [[1, deny]], 'here'],
    ['no approval there from before a revocation here', [[9, authorize]], [[5, revoke]], 'here'],
    ['an approval there from after a revocation here', [[1, authorize]], [[5, revoke]], 'there'],
    ['no verdict there from after a revocation here', [[1, allow]], [[5, revoke]], 'here'],
    ['a revocation there, whatever a scan here said since', [[9, revoke]], [[1, allow]], 'there'],
    ['no revocation there from before an approval here', [[9, revoke]], [[1, authorize]], 'here'],
    [
      'the last word there, whatever the clock did',
      [
        [5, allow],
        [9, deny],
      ],
      [[12, allow]],
      'there',
    ],
  ];
  for (const [what, there, here, counts] of cases) {
    test(what, async () => {
      using ci = ledgerBox();
      using host = ledgerBox();
      for (const [target, said] of [
        [ci, there],
        [host, here],
      ] as const) {
        for (const [minutes, record] of said) {
          Object.assign(target.options, minutesAgo(minutes));
          await target.append(record);
        }
      }
      Object.assign(host.options, minutesAgo(0));
      await take(host, exported(ci), [keyOf(ci)]);
      const found = standing(host);
      assert.equal(found?.origin === undefined ? 'here' : 'there', counts);
      assert.deepEqual(found?.record, (counts === 'here' ? here : there).at(-1)?.[1]);
      verifyLedger(host.home, () => {});
    });
  }
});

test('what the other host merely saw, or imported itself, is left to its own', async () => {
  using other = ledgerBox(minutesAgo(60));
  using ci = ledgerBox(minutesAgo(30));
  using host = ledgerBox();
  await other.append(verdictRecord('till'));
  await ci.append(verdictRecord('cart'), {
    kind: 'sighting',
    fingerprint: fingerprintOf('seen'),
    names: ['docker.io/library/seen:1'],
    by: 'pull',
  });
  await take(ci, exported(other), [keyOf(other)]);
  assert.deepEqual(await take(host, exported(ci), [keyOf(ci)]), { taken: 1, known: 0, leftOut: 2 });
  assert.equal(standing(host, 'till'), null);
  assert.equal(
    host.look((reader) => reader.named('docker.io/library/seen:1')),
    null,
  );
  assert.deepEqual(await take(host, exported(ci), [keyOf(ci)]), { taken: 0, known: 1, leftOut: 2 });
});

test('a ledger is not imported into itself', async () => {
  using ci = ledgerBox();
  await ci.append(verdictRecord('cart'), denialRecord('till'));
  assert.deepEqual(await take(ci, exported(ci), [keyOf(ci)]), { taken: 0, known: 2, leftOut: 0 });
  assert.equal(verifyLedger(ci.home, () => {}).entries, 2);
});

test('a ledger without entries exports nothing, and nothing is imported from it', async () => {
  using ci = ledgerBox();
  using host = ledgerBox();
  assert.equal(exported(ci), '');
  await ci.append();
  assert.equal(exported(ci), '');
  assert.deepEqual(await take(host, exported(ci), [keyOf(ci)]), { taken: 0, known: 0, leftOut: 0 });
});

describe('an export is refused, with the line,', () => {
  const refusal = async (change: (lines: string[]) => string | Buffer, keys: (ci: LedgerBox) => KeyObject[]) => {
    using ci = ledgerBox(minutesAgo(30));
    using host = ledgerBox();
    await ci.append(verdictRecord('a'), denialRecord('b'), verdictRecord('c'));
    const text = change(exported(ci).split('\n').slice(0, -1));
    await assert.rejects(take(host, text, keys(ci)), (error) => {
      assert.match(String(error), /ci\.jsonl is not imported/);
      assert.ok(error instanceof Error && 'code' in error && error.code === 'import-refused');
      said = error.message.replace(/^.*imported: /, '').replace(' (import-refused)', '');
      return true;
    });
    assert.equal(standing(host, 'a'), null);
  };
  let said = '';
  const own = (ci: LedgerBox) => [keyOf(ci)];
  const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  const cases: [what: string, change: (lines: string[]) => string | Buffer, said: string | RegExp][] = [
    ['without its last line', (lines) => joined(lines.slice(0, -1)), 'line 4: it ends too early: it was cut off'],
    ['without its last entry', (lines) => joined(lines.toSpliced(2, 1)), /^line 3: it names another last entry/],
    ['without its first entry', (lines) => joined(lines.slice(1)), 'line 1: it is entry 2 by its own words'],
    ['cut off within a line', (lines) => joined(lines).slice(0, -30), 'line 4: it ends too early: it was cut off'],
    ['cut off within an entry', (lines) => joined(lines).slice(0, 700), 'line 1: it ends too early: it was cut off'],
    ['without the last line break', (lines) => joined(lines).slice(0, -1), 'line 4: it ends too early: it was cut off'],
    ['with two entries turned round', ([a, b, ...rest]) => joined([b!, a!, ...rest]), /^line 1: it is entry 2/],
    ['with an entry twice', ([a, ...rest]) => joined([a!, a!, ...rest]), /^line 2: it is entry 1/],
    [
      'with other words',
      ([a, b, ...rest]) =>
        joined([a!, String(reworded(Buffer.from(b!), (text) => text.replace('"deny"', '"allow"'))), ...rest]),
      'line 2: its signature does not fit its content',
    ],
    ['with something behind its end', (lines) => `${joined(lines)}{}\n`, 'line 5: something stands behind its end'],
    ['with an empty line', ([a, ...rest]) => joined([a!, '', ...rest]), 'line 2: it is not JSON'],
    ['with Windows line breaks', (lines) => lines.join('\r\n'), /^line 1: it is not in canonical form/],
    ['that is none', () => 'hello\n', 'line 1: it is not JSON'],
    ['that is a head alone', (lines) => joined(lines.slice(-1)), /^line 1: it names another last entry/],
    ['that has no line breaks', () => Buffer.alloc(20 << 20, 'x'), /larger than an export may be/],
  ];
  for (const [what, change, expected] of cases) {
    test(what, async () => {
      await refusal(change, own);
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    });
  }

  test('that another key signed', async () => {
    using other = ledgerBox();
    await other.append();
    await refusal(
      (lines) => joined(lines),
      () => [keyOf(other)],
    );
    assert.match(said, /^line 1: the key that signed it, [0-9a-f]{64}, is not trusted$/);
  });

  test('whose head another key signed', async () => {
    using other = ledgerBox();
    await other.append(verdictRecord('x'));
    const head = exported(other).split('\n')[1];
    await refusal((lines) => joined([...lines.slice(0, -1), String(head)]), own);
    assert.match(said, /^line 4: the key that signed it/);
  });

  test('that was written in the future', async () => {
    using ci = ledgerBox(minutesAgo(-60));
    using host = ledgerBox();
    await ci.append(verdictRecord('cart'));
    await assert.rejects(take(host, exported(ci), [keyOf(ci)]), /line 1: it was written in the future/);
  });

  test('that was rewritten since an earlier import', async () => {
    using ci = ledgerBox(minutesAgo(30));
    using fork = ledgerBox(minutesAgo(30));
    using host = ledgerBox();
    const at = new Date(Date.now() - 1_800_000);
    Object.assign(ci.options, { now: () => at });
    await ci.append(verdictRecord('a'));
    // The same key and the same beginning.
    const { cpSync } = await import('node:fs');
    for (const name of ['keys', 'ledger.db', 'ledger.head'])
      cpSync(join(ci.home, name), join(fork.home, name), { recursive: true, preserveTimestamps: true });
    await ci.append(denialRecord('b'));
    await fork.append(verdictRecord('b'), verdictRecord('c'));
    await take(host, exported(ci), [keyOf(ci)]);
    await assert.rejects(take(host, exported(fork), [keyOf(ci)]), /line 2: entry 2 of this ledger was another one/);
    assert.equal(standing(host, 'b')?.record.kind === 'verdict' && standing(host, 'b')?.sequence, 2);
    assert.equal(
      host.look((reader) => reader.newest(identity({ configDigest: fingerprintOf('c').configDigest }))),
      null,
    );
  });
});
