import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fingerprintOf, type LedgerBox, ledgerBox, verdictRecord, writeOptions } from '../../test/build/ledger.ts';
import { PlimsollError } from '../base/errors.ts';
import type { KeyRequest } from './signing-key.ts';
import { verifyLedger } from './verify.ts';
import { appendRecords } from './writer.ts';

interface Pair {
  readonly private: string;
  readonly public: string;
}

function newPair(passphrase?: string): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return {
    private: String(privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption })),
    public: String(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

const pair = newPair();
const secret = 'not to be seen';
const encrypted = newPair(secret);

function keep(box: LedgerBox, pem: string, mode = 0o600): string {
  const file = join(box.home, 'given.pem');
  writeFileSync(file, pem);
  chmodSync(file, mode);
  return file;
}

function trust(box: LedgerBox, pem: string, name = 'other.pub'): string {
  const folder = join(box.home, 'keys/trusted');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, name), pem);
  return join(folder, name);
}

const write = (box: LedgerBox, key: Partial<KeyRequest>, seed = 'cart') =>
  appendRecords(writeOptions(box.home, { key: { file: null, pem: null, passphrase: null, ...key } }), [
    verdictRecord(seed),
  ]);

describe('the first key that is given is the one to trust:', () => {
  const cases: [what: string, key: (box: LedgerBox) => Partial<KeyRequest>][] = [
    ['a file', (box) => ({ file: keep(box, pair.private) })],
    ['an encrypted file', (box) => ({ file: keep(box, encrypted.private), passphrase: secret })],
    ['a text', () => ({ pem: pair.private })],
    ['an encrypted text', () => ({ pem: encrypted.private, passphrase: secret })],
    ['a file, although there is a text, too', (box) => ({ file: keep(box, pair.private), pem: 'x' })],
  ];
  for (const [what, key] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      const request = key(box);
      await write(box, request);
      await write(box, request, 'till');
      assert.equal(verifyLedger(box.home, () => {}).entries, 2);
      assert.equal(existsSync(join(box.home, 'keys/signing.key')), false, 'a key that is given is not copied');
    });
  }
});

describe('a key is refused:', () => {
  const cases: [what: string, key: (box: LedgerBox) => Partial<KeyRequest>, reason: RegExp][] = [
    ['others may read it', (box) => ({ file: keep(box, pair.private, 0o640) }), /others may read it \(mode 0640\)/],
    ['all may read it', (box) => ({ file: keep(box, pair.private, 0o604) }), /others may read it/],
    ['it is not there', () => ({ file: '/nonexistent/key' }), /no such file/],
    ['it is a folder', (box) => ({ file: box.home }), /is a directory/],
    ['it is no key', (box) => ({ file: keep(box, 'hello') }), /no private key/],
    ['it is a public key', (box) => ({ file: keep(box, pair.public) }), /no private key/],
    ['it is damaged', (box) => ({ file: keep(box, pair.private.replace(/M/g, 'N')) }), /no private key/],
    ['it needs a passphrase', () => ({ pem: encrypted.private }), /PLIMSOLL_SIGNING_KEY_PASSPHRASE/],
    ['the passphrase is wrong', () => ({ pem: encrypted.private, passphrase: 'no' }), /does not open it/],
    ['the text is empty', () => ({ pem: '' }), /no private key/],
    [
      'it is of another kind',
      () => ({
        pem: String(
          generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
        ),
      }),
      /not an Ed25519 key/,
    ],
  ];
  for (const [what, key, reason] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      await assert.rejects(write(box, key(box)), (error) => {
        assert.match(String(error), reason);
        assert.match(String(error), /signing-key-unusable/);
        assert.ok(!String(error).includes(secret));
        return true;
      });
      assert.equal(existsSync(join(box.home, 'ledger.db')), false);
    });
  }

  test('it belongs to somebody else', {
    skip: process.getuid?.() !== 0 && 'only root can give a file away',
  }, async () => {
    using box = ledgerBox();
    const file = keep(box, pair.private);
    chownSync(file, 12345, 0);
    await assert.rejects(write(box, { file }), /belongs to another user \(12345\)/);
  });

  test('the ledger has another one', async () => {
    using box = ledgerBox();
    await write(box, {});
    await assert.rejects(write(box, { pem: pair.private }), { code: 'signing-key-untrusted' });
    trust(box, pair.public);
    await write(box, { pem: pair.private });
    assert.deepEqual(
      verifyLedger(box.home, () => {}).signers.map(({ entries }) => entries),
      [1, 1],
    );
  });

  test('there is only its public half, and none is made in its place', async () => {
    using box = ledgerBox();
    await write(box, {});
    rmSync(join(box.home, 'keys/signing.key'));
    await assert.rejects(write(box, {}), { code: 'signing-key-missing' });
    assert.equal(existsSync(join(box.home, 'keys/signing.key')), false);
    assert.equal(box.look((reader) => reader.newest(fingerprintOf('cart')))?.sequence, 1);
  });

  test('the one in the state directory may be read by others', async () => {
    using box = ledgerBox();
    await write(box, {});
    chmodSync(join(box.home, 'keys/signing.key'), 0o644);
    await assert.rejects(write(box, {}), { code: 'signing-key-unusable' });
  });
});

test('a key is rolled over: what the old one signed still counts while its public half is kept', async () => {
  using box = ledgerBox();
  const open = box.look;
  await write(box, {});
  mkdirSync(join(box.home, 'keys/trusted'), { mode: 0o700 });
  renameSync(join(box.home, 'keys/signing.pub'), join(box.home, 'keys/trusted/2025.pub'));
  rmSync(join(box.home, 'keys/signing.key'));
  await write(box, {}, 'till');
  assert.equal(verifyLedger(box.home, () => {}).signers.length, 2);
  assert.equal(open((reader) => reader.newest(fingerprintOf('cart')))?.sequence, 1);
  rmSync(join(box.home, 'keys/trusted/2025.pub'));
  assert.equal(open((reader) => reader.newest(fingerprintOf('till')))?.sequence, 2);
  // A ledger that only lacks a key is not to be thrown away.
  const isTold = (error: unknown) =>
    error instanceof PlimsollError && error.code === 'ledger-damaged' && /keys\/trusted/.test(error.remedy['zh-CN']);
  assert.throws(() => open((reader) => reader.newest(fingerprintOf('cart'))), isTold);
});

test('a running gate learns of new keys', async () => {
  using box = ledgerBox();
  await write(box, {});
  const { openLedgerReader } = await import('./reader.ts');
  const reader = openLedgerReader(box.home);
  try {
    assert.equal(reader.newest(fingerprintOf('cart'))?.sequence, 1);
    const file = trust(box, pair.public);
    await write(box, { pem: pair.private }, 'till');
    assert.equal(reader.newest(fingerprintOf('till'))?.sequence, 2);
    rmSync(file);
    assert.throws(() => reader.newest(fingerprintOf('till')), { code: 'ledger-damaged' });
  } finally {
    reader.close();
  }
});

describe('nobody else decides whom a ledger trusts:', () => {
  const cases: [what: string, does: (box: LedgerBox) => void][] = [
    ['a public key that others may write', (box) => chmodSync(trust(box, pair.public), 0o666)],
    ['a folder that others may write', (box) => chmodSync(join(trust(box, pair.public), '..'), 0o777)],
    ['the folder of keys that a group may write', (box) => chmodSync(join(box.home, 'keys'), 0o770)],
    ['a private key among the public ones', (box) => trust(box, pair.private)],
    ['a file that is no key', (box) => trust(box, 'hello')],
    ['a link to nowhere', (box) => symlinkSync('/nonexistent', `${trust(box, pair.public)}.pub`)],
    [
      'a key of another kind',
      (box) => trust(box, String(generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }))),
    ],
  ];
  for (const [what, does] of cases) {
    test(what, async () => {
      using box = ledgerBox();
      await write(box, {});
      does(box);
      assert.throws(() => box.look((reader) => reader.newest(fingerprintOf('cart'))), { code: 'public-key-unusable' });
      assert.throws(() => verifyLedger(box.home, () => {}), { code: 'public-key-unusable' });
    });
  }
});
