import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PlimsollError } from '../../../base/errors.ts';
import { keyIdOf } from '../../../ledger/public-key.ts';
import { readVexKeys } from './vex-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-vex-key-'));
after(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const bytes = Buffer.from('what was said');

function written(name: string, content: string | KeyObject): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : content.export({ type: 'spki', format: 'pem' }));
  return file;
}

test('Ed25519 and ECDSA on P-256, through a link as well; a signature holds for its bytes and key alone', async () => {
  const pairs = [generateKeyPairSync('ed25519'), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
  const files = pairs.map(({ publicKey }, at) => written(`${at}.pub`, publicKey));
  symlinkSync(files[1] ?? '', join(folder, 'link.pub'));
  const keys = await readVexKeys([files[0] ?? '', join(folder, 'link.pub')], signal);
  assert.deepEqual(
    keys.map(({ id }) => id),
    pairs.map(({ publicKey }) => keyIdOf(publicKey)),
  );
  const signatures = pairs.map(({ privateKey }, at) => sign(at === 0 ? null : 'sha256', bytes, privateKey));
  for (const [at, key] of keys.entries()) {
    assert.ok(key.signed(bytes, signatures[at] ?? bytes));
    assert.ok(!key.signed(Buffer.from('something else'), signatures[at] ?? bytes));
    assert.ok(!key.signed(bytes, signatures[1 - at] ?? bytes));
    for (const none of [Buffer.alloc(0), Buffer.alloc(64), Buffer.from('3006020100020100', 'hex')])
      assert.ok(!key.signed(bytes, none));
  }
});

test('anything else is no key', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = generateKeyPairSync('ed25519').publicKey;
  const pem = String(key.export({ type: 'spki', format: 'pem' }));
  const cases: readonly (readonly [content: string | KeyObject, words: RegExp])[] = [
    [rsa.publicKey, /neither Ed25519/],
    [generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, /neither Ed25519/],
    [String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })), /private/],
    [`${pem}${pem}`, /not one public key/],
    ['', /not one public key/],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', /./],
    ['x'.repeat(100_000), /not one public key/],
  ];
  for (const [content, words] of cases) {
    await assert.rejects(readVexKeys([written('x.pub', content)], signal), (error) => {
      assert.ok(error instanceof PlimsollError && error.code === 'vex-key-unusable' && error.exit === 2);
      assert.match(error.what.en, words);
      return true;
    });
  }
});
