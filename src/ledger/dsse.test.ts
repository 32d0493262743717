import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { preAuthentication } from '../base/pre-authentication.ts';
import { readEnvelope, type Signer, seal, verifiedPayload } from './dsse.ts';
import { keyIdOf } from './public-key.ts';

function newSigner(): { signer: Signer; key: KeyObject } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = createPublicKey(privateKey);
  return { signer: { keyId: keyIdOf(key), sign: (bytes) => sign(null, bytes, privateKey) }, key };
}

const { signer, key } = newSigner();
const type = 'application/vnd.in-toto+json';
const sealed = seal(type, '{"a":"ü","b":1}', signer);
const text = sealed.toString();
const { payload } = JSON.parse(text);

test('what is signed is what the specification says', () => {
  // DSSE v1, protocol.md, "Test Vectors".
  assert.equal(
    preAuthentication('http://example.com/HelloWorld', Buffer.from('hello world')).toString(),
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  );
  assert.equal(preAuthentication('ü', Buffer.from('ö')).toString(), 'DSSEv1 2 ü 2 ö');
});

test('an envelope is read back', () => {
  assert.deepEqual(
    verifiedPayload(readEnvelope(sealed, type), (id) => (id === signer.keyId ? key : undefined)),
    { a: 'ü', b: 1 },
  );
  assert.deepEqual(Object.keys(JSON.parse(text)), ['payload', 'payloadType', 'signatures']);
});

describe('an envelope is refused where', () => {
  const other = newSigner();
  const replaced = (from: string | RegExp, to: string) => Buffer.from(text.replace(from, to));
  const cases: [what: string, bytes: Buffer, reason: RegExp][] = [
    ['it is not JSON', Buffer.from('x'), /not JSON/],
    ['it is nested without end', Buffer.from('['.repeat(200_000)), /not JSON/],
    ['it is nested and ends', Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), /not JSON|DSSE/],
    ['it is no object', Buffer.from('[]'), /DSSE/],
    ['it has a blank too much', Buffer.from(`${text} `), /canonical/],
    ['a key stands twice', replaced('{"payload"', '{"payload":"","payload"'), /canonical/],
    ['it is not UTF-8', Buffer.concat([sealed.subarray(0, -2), Buffer.from([0xff, 0x22, 0x7d])]), /not JSON|canonical/],
    ['it has more than it should', replaced('"signatures"', '"sig":1,"signatures"'), /canonical|DSSE/],
    ['it has two signatures', replaced(/"signatures":\[(.*)\]/, '"signatures":[$1,$1]'), /DSSE/],
    ['it has no signature', replaced(/"signatures":\[.*\]/, '"signatures":[]'), /DSSE/],
    ['its payload is not base64', replaced(payload, `${payload.slice(0, -1)}*`), /DSSE/],
    [
      'its payload is base64 written otherwise',
      replaced(payload, payload.replace(/=*$/, '')),
      /DSSE|canonical|signature/,
    ],
    ['its type is another one', seal('application/json', '{}', signer), /signed as something else/],
    ['its type was changed', replaced(type, 'text/plain'), /signed as something else/],
    ['its key is not known', seal(type, '{}', other.signer), /not trusted/],
    ['it names the key of somebody else', seal(type, '{}', { ...other.signer, keyId: signer.keyId }), /signature/],
    ['its payload is not canonical', seal(type, '{"b":1,"a":2}', signer), /canonical/],
    ['its payload is another one', replaced(payload, Buffer.from('{"a":"x"}').toString('base64')), /signature/],
  ];
  for (const [what, bytes, reason] of cases) {
    test(what, () => {
      const open = () => verifiedPayload(readEnvelope(bytes, type), (id) => (id === signer.keyId ? key : undefined));
      assert.throws(open, reason);
    });
  }
});
